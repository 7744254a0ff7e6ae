"""The making of a mirror folder: its manifest, its files, and the pages among them."""
