"""What a phone says of failures: the errno, and the words of its own C library."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType


@contextmanager
def worded() -> Iterator[None]:
    """Tell failures in the phone's words, whatever this computer's are, and without its paths."""
    try:
        yield
    except OSError as error:
        raise refusal(error.errno or errno.EIO) from None


_WORDS: Mapping[int, str] = MappingProxyType(
    {
        errno.EACCES: "Permission denied",
        errno.EPERM: "Operation not permitted",
        errno.ENOENT: "No such file or directory",
        errno.EEXIST: "File exists",
        errno.ENOTDIR: "Not a directory",
        errno.EISDIR: "Is a directory",
        errno.ENOTEMPTY: "Directory not empty",
        errno.EROFS: "Read-only file system",
        errno.ENOSPC: "No space left on device",
        errno.ENAMETOOLONG: "File name too long",
        errno.EINVAL: "Invalid argument",
        errno.EXDEV: "Cross-device link",
        errno.ELOOP: "Too many symbolic links encountered",
        errno.EBUSY: "Device or resource busy",
    }
)


def refusal(number: int) -> OSError:
    """Return the failure with an errno."""
    return OSError(number, _WORDS.get(number, os.strerror(number)))
