"""One frame of a movie, by PyAV where it is installed."""

from __future__ import annotations

import io
import struct
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn, cast

from PIL import Image

from holdfast.records.pictures import messages, orientation
from holdfast.records.pictures.dates import parse_moment
from holdfast.records.pictures.messages import Facts
from holdfast.records.pictures.movies import Movie, checked_seconds
from holdfast.records.pictures.refusing import Unfit

if TYPE_CHECKING:
    from av import VideoFrame
    from av.buffer import Buffer
    from av.container import InputContainer
    from av.video.stream import VideoStream

MAX_PIXELS = 9000 * 5000
"""Largest frame that is decoded: a little more than 8K."""
_CODECS = (
    "h264,hevc,mpeg4,h263,mjpeg,vp8,vp9,libvpx,libvpx-vp9,av1,libdav1d,mpeg1video,mpeg2video,"
    "msmpeg4,msmpeg4v2,wmv1,wmv2,wmv3,vc1,flv,rawvideo,svq1,svq3,prores"
)
_FAMILIES = {"mov": "mov,mp4,m4a,3gp,3g2,mj2", "matroska": "matroska,webm"}
_PROBED = 4 * 1024 * 1024
_DARK_SECONDS = 4.0
_DARK_FRAMES = 240
_PATIENCE = 5.0
_DARK = 32
_LIT_SHARE = 0.02
_MATRIX = struct.Struct("=9i")
_STRANGEST_PIXEL = 4.0


@dataclass(frozen=True, slots=True)
class Still:
    """A frame, upright, no larger than about twice the edge asked for."""

    image: Image.Image
    facts: Facts


def still(data: bytes, form: str, movie: Movie, edge: int) -> Still:
    """The first frame that is not black within the first seconds; raise `Unfit`.

    `form` is FFmpeg's name of the container, `movie` what the headers said.
    """
    try:
        import av  # noqa: PLC0415 - the extra "video"; loads large libraries
        import av.error  # noqa: PLC0415
    except ImportError:
        raise Unfit(messages.NO_VIDEO) from None
    try:
        # FFmpeg is held to one container and known decoders, and opens nothing else by itself.
        with av.open(
            io.BytesIO(data),
            "r",
            format=form,
            io_open=_refuse_to_open,
            metadata_errors="replace",
            container_options=_options(form),
        ) as container:
            return _still(container, movie, edge)
    except av.error.MemoryError:
        raise Unfit(messages.TOO_LARGE) from None


def _options(form: str) -> dict[str, str]:
    return {
        "codec_whitelist": _CODECS,
        "format_whitelist": _FAMILIES.get(form, form),
        "probesize": str(_PROBED),
        "max_streams": "64",
    }


def _refuse_to_open(*_: object, **__: object) -> NoReturn:
    raise PermissionError


def _still(container: InputContainer, movie: Movie, edge: int) -> Still:
    stream = next((s for s in container.streams.video if not _is_cover(s)), None)
    if stream is None:
        raise Unfit(messages.NOT_A_PICTURE)
    _prepare(stream)
    frame = _chosen(container, stream)
    turn = _orientation(frame)
    image = _scaled(frame, stream, edge)
    # A decoder may skip what cannot be seen, so the stream's own word on its size wins.
    width, height = _shown_size(frame, stream)
    return Still(
        orientation.turned(image, turn),
        Facts(
            *orientation.turned_size(width, height, turn),
            movie.taken or parse_moment(container.metadata.get("creation_time", "")),
            movie.seconds or _seconds(container),
        ),
    )


def _is_cover(stream: VideoStream) -> bool:
    return "attached_pic" in str(stream.disposition).lower()


def _prepare(stream: VideoStream) -> None:
    context = stream.codec_context
    if context.name not in _CODECS.split(","):
        raise Unfit(messages.NOT_A_PICTURE)
    if context.width * context.height > MAX_PIXELS:
        raise Unfit(messages.TOO_LARGE)
    context.thread_count = 1
    context.options = {"max_pixels": str(MAX_PIXELS)}


def _seconds(container: InputContainer) -> float | None:
    return checked_seconds(container.duration / 1_000_000 if container.duration else None)


def _chosen(container: InputContainer, stream: VideoStream) -> VideoFrame:
    """The first frame with light in it, else the brightest of the first seconds."""
    brightest: tuple[float, VideoFrame] | None = None
    for frame in _first_frames(container, stream):
        light = _light(frame)
        if brightest is None or light > brightest[0]:
            brightest = (light, frame)
        if light >= _LIT_SHARE:
            break
    if brightest is None:
        raise Unfit(messages.DAMAGED)
    return brightest[1]


def _first_frames(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    """Frames of the first seconds, as long as they decode and patience lasts."""
    start, end = None, time.monotonic() + _PATIENCE
    frames: Iterator[Any] = container.decode(stream)
    for _ in range(_DARK_FRAMES):
        try:
            frame = next(frames, None)
        except (OSError, ValueError):
            return  # cut short: what came before may do
        if frame is None:
            return
        moment = frame.time or 0.0
        start = moment if start is None else start
        yield frame
        if moment - start > _DARK_SECONDS or time.monotonic() > end:
            return


def _light(frame: VideoFrame) -> float:
    """The share of the frame that is not dark."""
    small = frame.reformat(width=64, height=64, format="gray", dst_color_range="JPEG")
    histogram = small.to_image().convert("L").histogram()  # type: ignore[no-untyped-call]
    return float(sum(histogram[_DARK:]) / (64 * 64))


def _shown_size(frame: VideoFrame, stream: VideoStream) -> tuple[int, int]:
    """Width and height with square pixels."""
    aspect = float(stream.sample_aspect_ratio or 1)
    if not 1 / _STRANGEST_PIXEL <= aspect <= _STRANGEST_PIXEL:
        aspect = 1.0
    return max(1, round(frame.width * aspect)), frame.height


def _scaled(frame: VideoFrame, stream: VideoStream, edge: int) -> Image.Image:
    width, height = _shown_size(frame, stream)
    factor = min(1.0, 2 * edge / max(width, height))
    size = max(1, round(width * factor)), max(1, round(height * factor))
    image: Image.Image = frame.to_image(width=size[0], height=size[1], interpolation="AREA")  # type: ignore[no-untyped-call]
    return image


def _orientation(frame: VideoFrame) -> int:
    """How the movie's display matrix turns its frames, mirrors included."""
    sides = cast("Mapping[str, Buffer]", frame.side_data)  # its stub knows of one kind only
    try:
        matrix = bytes(sides["DISPLAYMATRIX"])
    except KeyError:
        return orientation.UPRIGHT
    if len(matrix) < _MATRIX.size:
        return orientation.UPRIGHT
    a, b, _, c, d, *_ = _MATRIX.unpack_from(matrix)
    return orientation.of_matrix(a, b, c, d)
