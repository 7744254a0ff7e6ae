"""What the protocols are called that drivers speak; it stands in backups, and never changes."""

from __future__ import annotations

ANDROID = "Android (ADB)"
AT = "AT commands"
FOLDER = "Folder"
IRMC = "IrMC over OBEX"
MTP = "MTP"
PTP = "PTP"
