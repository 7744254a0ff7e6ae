"""The Media Transfer Protocol without I/O: containers, datasets, values; both sides."""
