"""Files that hold several items, cut into files that hold one each."""
