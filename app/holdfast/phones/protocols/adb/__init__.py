"""The Android Debug Bridge without I/O: what the host and adbd say to each other.

A message is a header of 24 bytes and a payload; streams are opened in them by a service's name,
and the services that Holdfast uses (`shell`, `exec`, `sync`) have codecs of their own. Both
sides are here: the driver speaks as the host, virtual handsets as the device.
"""
