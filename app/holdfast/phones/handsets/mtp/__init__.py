"""Phones in file-transfer mode: photos and files by the Media Transfer Protocol."""
