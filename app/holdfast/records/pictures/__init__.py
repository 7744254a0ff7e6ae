"""Pictures and videos: small, upright copies, and what their cameras wrote of them.

What a phone calls a picture is hostile input. It is opened by a **worker**, a process of its
own with limits on memory and time, which a bad picture may take down alone; the next one gets
a new worker. Between the two runs a pipe of length-prefixed messages. No Qt.

- near side: `thumbnails` asks · `process` starts, waits, kills · `messages` what runs between
- far side: `worker` answers · `limits` what it denies itself · `scaling` one picture to one
  thumbnail · `mending` what is cut short · `frames` one frame of a video, by PyAV, which comes
  with ``holdfast[video]``
- what cameras wrote, read by hand and bounded: `camera` joins `exif` `xmp` `png`; `movies` has
  the headers of videos; `dates` `orientation` `sniffing` serve them all
"""
