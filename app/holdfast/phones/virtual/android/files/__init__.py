"""The folders an Android phone shows, over a folder of this computer."""
