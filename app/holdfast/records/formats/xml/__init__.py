"""XML as message backups have it: `elements` and their attributes, `values` of those."""
