from __future__ import annotations

import pytest

from holdfast.records.pictures.thumbnails import PictureRefused, Refusal
from holdfast.wording import languages
from holdfast.wording.problems import say, sentence
from holdfast.wording.pseudo import LONG


@pytest.mark.parametrize("reason", Refusal)
def test_every_refusal_of_a_picture_says_what_was_kept_and_what_to_do(reason):
    said = say(PictureRefused(reason))
    assert said.what
    assert said.kept == "It is kept as the phone gave it."
    assert said.next


def test_each_refusal_has_words_of_its_own():
    assert len({say(PictureRefused(reason)).what for reason in Refusal}) == len(Refusal)


def test_a_missing_video_support_is_named_with_its_remedy():
    words = sentence(PictureRefused(Refusal.NO_VIDEO_SUPPORT))
    assert "video support is not installed" in words
    assert "holdfast[video]" in words


@pytest.mark.parametrize("reason", Refusal)
def test_every_refusal_can_be_said_in_another_language(reason):
    languages.choose(LONG)
    assert sentence(PictureRefused(reason)).startswith("[")
