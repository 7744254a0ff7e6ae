"""What the protocols are called that drivers speak; it stands in backups, and never changes."""

from __future__ import annotations

ANDROID = "Android (ADB)"
MTP = "MTP"
PTP = "PTP"
