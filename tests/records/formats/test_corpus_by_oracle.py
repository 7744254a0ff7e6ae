"""Every line of every real file, held against a reading that shares nothing with ours."""

from __future__ import annotations

import os
import statistics
from pathlib import Path

import pytest

from tests.records.formats.oracle.comparing import Verdict
from tests.records.formats.oracle.content_lines import boundary
from tests.records.formats.oracle.corpus import Judgement, files, judge, set_aside, table
from tests.records.formats.oracle.reading import read
from tests.records.formats.oracle.transport import open_transport

CORPUS = Path(os.environ.get("HOLDFAST_CORPUS", "/nowhere"))
pytestmark = pytest.mark.skipif(not files(CORPUS), reason="corpus: absent (set HOLDFAST_CORPUS)")


@pytest.fixture(scope="module")
def judgements() -> list[Judgement]:
    return list(judge(CORPUS))


@pytest.fixture(scope="module")
def kept(judgements) -> list[Judgement]:
    return [one for one in judgements if one.set_aside is None]


def test_nearly_all_properties_read_as_the_oracle_reads_them(judgements, kept, record_property):
    record_property("corpus", table(judgements))
    right = sum(one.comparison.count(Verdict.RIGHT) for one in kept)
    wrong = "\n".join(str(one) for one in kept if not one.comparison.equal)
    assert right >= 0.995 * sum(one.comparison.properties for one in kept), wrong


def test_no_line_is_lost(kept):
    lost = [(one.path.name, line) for one in kept for line in one.comparison.lost]
    assert lost == []


def test_the_oracle_itself_passes_over_no_line(judgements):
    content = [one.path for one in judgements if one.kind != "smsxml"]
    assert {path.name: passed for path in content if (passed := passed_over(path))} == {}


def passed_over(path: Path) -> list[int]:
    """The numbers of the lines that the oracle makes nothing of."""
    data = path.read_bytes()
    spans = [range(line.first, line.last + 1) for item in read(data) for line in item.lines]
    told = {number for span in spans for number in span}
    told |= {line.number for line in open_transport(data).lines if line.blank or boundary(line)}
    return [line.number for line in open_transport(data).lines if line.number not in told]


def test_items_are_cut_where_the_oracle_cuts_them(kept):
    assert [str(one) for one in kept if not one.comparison.same_items] == []


def test_few_files_are_set_aside_and_none_without_need(judgements):
    aside = [one for one in judgements if one.set_aside is not None]
    assert len(aside) < 0.05 * len(judgements)
    assert [one.path.name for one in aside if one.comparison.equal] == []
    assert all(set_aside().values())


def test_no_file_takes_long_and_most_take_a_moment(judgements):
    assert [one.path.name for one in judgements if one.seconds > 10] == []
    assert statistics.median(one.seconds for one in judgements) < 0.02
