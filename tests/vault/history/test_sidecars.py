from __future__ import annotations

import json

import pytest

from holdfast.records.model.coverage import Coverage, Reason, State
from holdfast.records.model.handset import HandsetInfo, StorageInfo
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Outcome, Receipt, ReceiptLine, Step, Uncarried, Why
from holdfast.vault.history import sidecars
from holdfast.vault.history.layout import FOLDERS

INFO = HandsetInfo(
    "lx-0042",
    "LX0042",
    "Dängér",
    "Sidekick \udcff",
    "IrMC over OBEX",
    "1.2",
    "2009-10-03T14:02:00",
    (StorageInfo("Card", 2**40, None),),
)
COVERAGE = (
    Coverage(Kind.CONTACTS, State.COMPLETE, 412, 412, "each LUID"),
    Coverage(Kind.NOTES, State.REFUSED, 0, None, "", Reason.DENIED, "0xC3"),
)


def test_a_handset_comes_back_as_it_was():
    data = sidecars.encode_handset(INFO)

    assert sidecars.decode_handset(data) == INFO
    assert "Dängér" in data.decode()


def test_coverage_comes_back_as_it_was():
    assert sidecars.decode_coverage(sidecars.encode_coverage(COVERAGE)) == COVERAGE


def test_a_receipt_comes_back_as_it_was():
    line = ReceiptLine(Kind.CONTACTS, Step.ADD, Outcome.ALTERED, "Anna", "F1", "2", "one number")
    left = (Uncarried(Kind.CALLS, Why.KIND_NOT_HELD, 12), Uncarried(Kind.NOTES, Why.NO_FORM, 1))
    receipt = Receipt("a" * 64, "lx-0077", "b" * 64, "c" * 64, (line,), 3, "d" * 64, uncarried=left)

    assert sidecars.decode_receipt(sidecars.encode_receipt(receipt)) == receipt


def test_a_receipt_of_nothing_comes_back_as_it_was():
    receipt = Receipt("a" * 64, "lx-0077", "", "", ())

    assert sidecars.decode_receipt(sidecars.encode_receipt(receipt)) == receipt


def test_a_receipt_of_an_older_version_left_nothing_out():
    receipt = Receipt("a" * 64, "lx-0077", "", "", ())
    told = json.loads(sidecars.encode_receipt(receipt))
    del told["uncarried"]

    assert sidecars.decode_receipt(json.dumps(told).encode()) == receipt


def test_a_receipt_has_one_line_of_text_an_item_whatever_its_title():
    titles = ['\n"Anna"', "[]", "Zo\u00eb \udcff", "}"]
    lines = tuple(
        ReceiptLine(Kind.NOTES, Step.ADD, Outcome.CONFIRMED, title, title) for title in titles
    )
    receipt = Receipt("a" * 64, "lx-0077", "b" * 64, "c" * 64, lines)
    data = sidecars.encode_receipt(receipt)

    assert sidecars.decode_receipt(data) == receipt
    told = [row.strip().rstrip(",") for row in data.decode().splitlines() if '"title"' in row]
    assert [json.loads(row)["title"] for row in told] == titles


def test_words_of_a_later_version_are_taken_with_care():
    told = {
        "kinds": [
            {"kind": "alarms", "state": "complete", "count": 3},
            {"kind": "notes", "state": "mostly", "count": 3, "reason": "mood"},
        ]
    }

    assert sidecars.decode_coverage(json.dumps(told).encode()) == (
        Coverage(Kind.NOTES, State.PARTIAL, 3),
    )


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff", b'"a"', b"[" * 100_000])
def test_what_is_no_sidecar_is_refused(data):
    for decode in (sidecars.decode_handset, sidecars.decode_coverage, sidecars.decode_receipt):
        with pytest.raises(sidecars.SidecarUnreadable):
            decode(data)


@pytest.mark.parametrize("name", ["", None, 7, "\ud800", "a\nb"])
def test_a_handset_without_a_plain_id_is_refused(name):
    with pytest.raises(sidecars.SidecarUnreadable):
        sidecars.decode_handset(json.dumps({"id": name}).encode())


def test_the_readme_names_every_folder():
    assert all(folder in sidecars.README_TEXT for folder in FOLDERS.values())
