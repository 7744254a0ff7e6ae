"""What phones hold, seen as records: the nouns, the formats, their sameness, their pictures.

`matching | pictures` stand on `formats`, which stands on `model`. Exact bytes are the truth
and live in the vault; everything here is a view of them.
"""
