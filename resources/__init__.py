"""Things that are not code: typeface, icons, the sample phone, translations."""
