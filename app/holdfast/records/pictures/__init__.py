"""Pictures: small, upright copies and the date they were taken.

What a phone calls a picture is hostile input. It is opened by a **worker**, a process of its
own with a limit on memory and time, which a bad picture may take down alone; the next one
gets a new worker. Between the two runs a pipe of length-prefixed messages. No Qt.

- `thumbnails` the near side: starts, asks, kills · `worker` the far side · `messages` what
  runs between them · `scaling` one picture to one thumbnail · `exif` the date
"""
