"""Files that travel compressed: when that pays, and how they are expanded safely."""

from __future__ import annotations

from collections.abc import Iterator

import zstandard

from holdfast.phones.handsets.handset import Garbled

_PART = 512
_MOST_WINDOW = 1 << 24
_COMPRESSED = frozenset(
    b"3gp 7z aac aif apk avif br bz2 dng flac gif gz heic heif jar jpeg jpg jxl lz4 m4a m4v mkv "
    b"mov mp3 mp4 obb ogg opus png rar tgz webm webp wma wmv xz zip zst docx xlsx pptx odt ods "
    b"epub pdf crypt12 crypt14 crypt15".split()
)


def pays(path: bytes) -> bool:
    """Whether a file of this name may become shorter: pictures, films and archives do not."""
    _, dot, ending = path.rpartition(b"/")[2].rpartition(b".")
    return not dot or ending.lower() not in _COMPRESSED


def expanded(pieces: Iterator[memoryview]) -> Iterator[bytes]:
    """Yield what the zstd stream in `pieces` holds, in pieces of bounded size.

    Raises `Garbled` when it is broken or cut off, or wants more than 16 MiB of memory.
    """
    frame = zstandard.ZstdDecompressor(max_window_size=_MOST_WINDOW).decompressobj()
    try:
        for part in _parts(pieces):
            if frame.eof:
                raise Garbled("bytes behind the end of a zstd stream")
            data = frame.decompress(part)
            if data:
                yield data
    except zstandard.ZstdError as error:
        raise Garbled(f"a broken zstd stream: {error}") from error
    if not frame.eof or frame.unused_data:
        raise Garbled("a zstd stream without its end")


def _parts(pieces: Iterator[memoryview]) -> Iterator[memoryview]:
    """Cut `pieces` small: one byte may stand for 32 KiB."""
    for piece in pieces:
        for start in range(0, len(piece), _PART):
            yield piece[start : start + _PART]
