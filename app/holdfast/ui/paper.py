"""Pages to print: laid out from HTML, for a printer and as PDF."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument

_MARGIN = 18.0
"""Millimetres."""


def document(html: str) -> QTextDocument:
    """Lay out a page; black on white, whatever the window's theme is."""
    made = QTextDocument()
    made.setHtml(html)
    return made


def pdf(html: str, title: str) -> bytes:
    """Return the same page as a PDF of size A4, called `title`."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    document(html).print_(writer)
    del writer  # it ends the file
    return bytes(buffer.data().data())
