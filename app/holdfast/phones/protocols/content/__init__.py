"""The language of Android's `content` tool: commands in, printed rows out, nothing escaped."""
