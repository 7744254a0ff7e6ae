"""Byte pipes with timeouts: what they promise is in `link`, the pipes are beside it.

A *port* is one appearance of a device on a USB bus, known from listing alone. A *device* is
opened from its port and says who it is and which *settings* (alternate settings of its
interfaces) it has. A *link* is the pipe a driver speaks through: lent by a device, by a
socket, or played back from a record.
"""
