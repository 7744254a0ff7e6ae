"""Keeps the catalogues: takes sentences out of the code, merges, compiles and judges them."""
