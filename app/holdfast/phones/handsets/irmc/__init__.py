"""The driver for phones that speak IrMC over OBEX: the Sidekick's contemporaries.

A *conversation* carries OBEX requests over a link and picks itself up after a silence. *Record
stores* are read whole where that can be cut safely, else LUID by LUID. *Folders* are walked
for photos and files, which stream. The *family* knows such a phone by its USB descriptors.
"""

from holdfast.late import late

__getattr__ = late(__name__, "conversation", "handset", "quirks")
