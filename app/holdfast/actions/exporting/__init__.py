"""The making of exports: plain files, one file of many items, tables, pages, and the viewer."""
