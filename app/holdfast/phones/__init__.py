"""Talking to phones: `handsets | virtual` stand on `protocols | links`.

A *link* is a byte pipe with timeouts. A *protocol* turns bytes into events and back, without
I/O. A *handset* joins one protocol to one link and answers with items. A *virtual handset* is
the device side of a protocol in software, behind pyusb's own backend interface.
"""
