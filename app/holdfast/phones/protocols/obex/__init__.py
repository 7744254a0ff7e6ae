"""OBEX 1.x without I/O: both ends of a conversation about named objects.

A *packet* is an opcode (or response code), its length, a few fixed fields and *headers*. A
*header* is an id whose top two bits tell its form: text, bytes, one byte, four bytes. A client
*asks* and gets bytes to send; what comes back goes into `receive`, which yields events. The
phone says *Continue* until an object is whole; the body streams through and never piles up. A
*target* names the service behind the connection (IrMC, folder browsing); a directed connection
has an *id*, which comes first in every later request.
"""
