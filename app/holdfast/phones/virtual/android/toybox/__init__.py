"""The small programs that every Android phone has for its files and its texts."""
