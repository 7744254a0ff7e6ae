"""A phone in file-transfer mode in software, as Android serves MTP."""
