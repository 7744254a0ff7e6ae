"""Pages to print: laid out from HTML, for a printer and as PDF."""

from __future__ import annotations

import re

from PySide6.QtCore import QBuffer, QByteArray, QEventLoop, QIODevice, QMarginsF, Qt, QUrl
from PySide6.QtGui import (
    QImage,
    QImageReader,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextDocument,
)

_MARGIN = 18.0
"""Millimetres."""
_PICTURE = 480
"""Pixels of the longer side of a picture on paper."""
_SCREEN_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_TALK_STYLE = """
div{background-color:#eceef1;margin:6px 90px 6px 0}div.out{background-color:#d3e6ff;
margin:6px 0 6px 90px}p{margin:2px 6px}h1{font-size:16pt}td,th{padding:2px 6px}
"""


def document(html: str) -> QTextDocument:
    """Lay out a page; black on white, whatever the window's theme is."""
    made = QTextDocument()
    made.setHtml(html)
    return made


def pdf(html: str, title: str) -> bytes:
    """Return the same page as a PDF of size A4, called `title`."""
    return _printed(document(html), title)


def talk_pdf(html: str, title: str) -> bytes:
    """Return a page of messages or calls as a PDF of size A4; may run in any thread.

    Pictures are as wide as the paper at most, and nothing is loaded that is not in the page.
    """
    # A document sets timers, for which a thread of Python has nobody before it has a loop.
    loop = QEventLoop()
    made = _Talk()
    made.setDefaultStyleSheet(_TALK_STYLE)
    made.setHtml(
        _SCREEN_STYLE.sub("", html)
        .replace("<article", "<div")
        .replace("</article>", "</div>")
        .replace("<header>", "<p>")
        .replace("</header>", "</p>")
    )
    done = _printed(made, title)
    del made, loop
    return done


class _Talk(QTextDocument):
    """A document that shows the pictures it carries, and asks for no others."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """The picture in a data address, no wider than the paper; nothing for all others."""
        address = name.toString() if isinstance(name, QUrl) else name
        head, _, text = address.partition(";base64,")
        if kind != QTextDocument.ResourceType.ImageResource.value or head[:11] != "data:image/":
            return None
        buffer = QBuffer()
        buffer.setData(QByteArray.fromBase64(text.encode("ascii", "ignore")))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer)
        reader.setAutoTransform(True)
        size = reader.size()
        if not size.isValid():
            return QImage()
        if size.width() > _PICTURE or size.height() > _PICTURE:
            size.scale(_PICTURE, _PICTURE, Qt.AspectRatioMode.KeepAspectRatio)
            reader.setScaledSize(size)
        return reader.read()


def _printed(page: QTextDocument, title: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    page.print_(writer)
    del writer  # it ends the file
    return bytes(buffer.data().data())
