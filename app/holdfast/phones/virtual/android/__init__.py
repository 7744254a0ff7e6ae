"""An Android phone in software: adbd, a shell, and providers over SQLite stores."""
