"""Android phones over the Android Debug Bridge; nothing is installed on them."""

from holdfast.late import late

__getattr__ = late(
    __name__, "handset", "introducing", "key_files", "reaching", "server", "streams", "talk"
)
