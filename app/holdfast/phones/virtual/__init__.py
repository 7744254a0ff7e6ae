"""Phones in software, for the demo, the sample phone, rehearsals and tests.

A *function* is the device side of one protocol: it answers control requests and takes and
gives transfers. *Descriptors* are what the device says of itself. A *virtual device* joins
both; a *virtual bus* is a pyusb backend into which virtual devices are plugged, each in a
*slot*. The *virtual clock* moves when a transfer times out, so no wait is ever real.
"""

from holdfast.late import late

__getattr__ = late(__name__, "bus", "device", "samples")
