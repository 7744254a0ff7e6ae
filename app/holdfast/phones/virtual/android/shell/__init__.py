"""The shell of an Android phone: enough of mksh to run the lines that clients send."""
