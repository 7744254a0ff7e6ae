"""What phones are called, so that a person tells them apart."""

from __future__ import annotations

from holdfast.ui.titles import distinct


def test_phones_of_one_model_are_numbered_and_the_first_keeps_its_name() -> None:
    named = distinct({"a": "Pixel 4", "b": "Nokia 6230", "c": "Pixel 4", "d": "Pixel 4"})

    assert named == {"a": "Pixel 4", "b": "Nokia 6230", "c": "Pixel 4 (2)", "d": "Pixel 4 (3)"}
