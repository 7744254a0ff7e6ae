"""The guide that comes with Holdfast: every topic is there, and every link leads somewhere."""

from __future__ import annotations

import re

import pytest

from holdfast.ui.guide import LINK, Topic, load, search, topic_of

LINKS = re.compile(r"\]\(([^)]+)\)")


@pytest.mark.parametrize("topic", list(Topic))
def test_every_topic_has_a_page_with_a_heading_and_links_that_lead_somewhere(topic):
    (page,) = [page for page in load("en") if page.topic is topic]

    assert page.title
    assert len(page.text) > 200
    for link in LINKS.findall(page.text):
        assert topic_of(link) is not None or link.startswith("https://")
        assert topic_of(link) is not None or not link.startswith(LINK)


def test_a_language_without_a_guide_gets_the_english_one():
    assert load("tlh") == load("en")


def test_a_page_with_the_word_in_its_heading_comes_first():
    found = search(load("en"), "Sheet RECOVERY")

    assert found[0].topic is Topic.RECOVERY_SHEET
    assert len(found) > 1


def test_a_link_out_of_the_guide_is_no_topic():
    assert topic_of("https://restic.net") is None
    assert topic_of("privacy") is None
    assert topic_of("topic:privacy") is Topic.PRIVACY
