"""Android phones over the Android Debug Bridge; nothing is installed on them."""
