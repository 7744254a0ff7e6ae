"""The recovery sheet on paper: the page that is printed and saved by the window."""

from __future__ import annotations

import re
import zlib
from datetime import UTC, datetime

import pytest

from holdfast.ui.paper import document, pdf
from holdfast.vault.keys import generate_password, password_from_sheet
from holdfast.wording.recovery_sheet import page

NOW = datetime(2009, 10, 12, 8, 30, tzinfo=UTC)


def test_what_stands_on_paper_may_be_typed_back(qapp) -> None:
    password = generate_password()
    text = document(page(password, "c0ffee" * 10, "/media/disk", NOW)).toPlainText()
    assert password_from_sheet(text) == password
    assert "restic" in text


def test_the_pdf_is_one_page_with_writing_on_it(qapp) -> None:
    data = pdf(page(generate_password(), "c0ffee" * 10, "/media/disk", NOW), "Sheet")
    assert data.startswith(b"%PDF-")
    assert data.rstrip().endswith(b"%%EOF")
    assert re.findall(rb"/Type\s*/Pages[^>]*/Count\s+(\d+)", data) == [b"1"] or (
        len(re.findall(rb"/Type\s*/Page\b", data)) == 1
    )
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    written = b"".join(map(_inflated, streams))
    assert len(re.findall(rb"T[jJ]\b", written)) > 20


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


@pytest.mark.parametrize(
    ("name", "start"), [("a.pdf", b"%PDF-"), ("a.html", b"<!DOCTYPE html>"), ("a.txt", b"HOLDFAST")]
)
def test_the_window_saves_the_sheet_as_it_is_called(room, tmp_path, name, start) -> None:
    room.vault()
    room.window.show_sheet()
    sheet = room.window.sheet
    room.wait(lambda: "HOLDFAST RECOVERY SHEET" in sheet.text.text())
    file = tmp_path / name

    sheet.save_to(file)
    room.wait(lambda: file.exists() and file.stat().st_size > 0)

    assert file.read_bytes().startswith(start)
    assert file.stat().st_mode & 0o077 == 0
