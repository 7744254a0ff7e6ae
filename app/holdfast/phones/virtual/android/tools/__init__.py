"""The programs on an Android phone: content, getprop, appops, am, pm and toybox."""
