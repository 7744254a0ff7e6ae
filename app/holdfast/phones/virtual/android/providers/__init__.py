"""The content providers of an Android phone over SQLite stores, manners included."""
