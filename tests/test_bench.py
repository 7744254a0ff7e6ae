"""The bench: what it measures, and that it fails when a figure is over its bound."""

import tomllib
from pathlib import Path

import bench
import pytest
from benches import contacts
from benches.bench import Figure, Result, interleaved
from benches.idle import Spent

from holdfast.records.formats.summary import summarise
from holdfast.records.matching.diff import diff_fields
from holdfast.records.model.kinds import Kind

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def measure(tmp_path):
    """Run benches of given figures against given bounds; returns the exit status."""
    bounds = tmp_path / "bench.toml"

    def run(measured, recorded, names=()):
        bounds.write_text(
            "".join(f"[{name}]\ncost = {value}\n" for name, value in recorded.items())
        )
        benches = {
            name: lambda value=value: Result(
                "x", ("detail",), (Figure("cost", "cost", value, "s"),)
            )
            for name, value in measured.items()
        }
        return bench.main(list(names), benches, bounds)

    return run


@pytest.mark.parametrize(("measured", "status"), [(1.0, 0), (1.19, 0), (1.21, 1)])
def test_over_by_a_fifth_is_too_slow(measure, measured, status, capsys):
    assert measure({"a": measured}, {"a": 1.0}) == status
    assert ("TOO SLOW" in capsys.readouterr().out) == bool(status)


def test_one_that_is_too_slow_fails_all_but_stops_none(measure, capsys):
    assert measure({"a": 9.0, "b": 1.0}, {"a": 1.0, "b": 1.0}) == 1
    assert "b: x" in capsys.readouterr().out


def test_only_what_is_asked_for_is_measured(measure):
    assert measure({"a": 9.0, "b": 1.0}, {"a": 1.0, "b": 1.0}, ["b"]) == 0


def test_a_bench_nobody_knows_is_a_mistake(measure, capsys):
    assert measure({"a": 1.0}, {"a": 1.0}, ["z"]) == 2
    assert "there are: a" in capsys.readouterr().err


def test_every_bench_has_bounds():
    bounds = tomllib.loads((ROOT / "packaging" / "bench.toml").read_text("utf-8"))

    assert set(bounds) == set(bench.BENCHES)
    assert set(bounds["formats"]) == {"list_seconds", "diff_seconds"}


def test_every_full_size_is_one_of_a_bench_and_is_taken_when_asked_for(measure, monkeypatch):
    assert set(bench.AT_FULL_SIZE) <= set(bench.BENCHES)
    large = {"a": lambda: Result("x", (), (Figure("cost", "cost", 9.0, "s"),))}
    monkeypatch.setattr(bench, "AT_FULL_SIZE", large)

    assert measure({"a": 1.0}, {"a": 1.0}, ["a"]) == 0
    assert measure({"a": 1.0}, {"a": 1.0}, ["a", "--full"]) == 1


def test_what_a_standing_window_spends_is_a_share_of_one_core():
    assert Spent(processor=0.3, wall=60.0).percent == pytest.approx(0.5)


def test_works_take_turns_at_going_first_and_are_cleared_up_behind():
    told = []
    rounds = interleaved(
        [lambda: told.append("a"), lambda: told.append("b")], 2, after=lambda: told.append(".")
    )

    assert "".join(told) == "a.b.b.a."
    assert [len(seconds) for seconds in rounds] == [2, 2]


def test_the_address_book_is_the_same_each_time_and_every_edit_shows():
    book = contacts.versions(60)

    assert book == contacts.versions(60)
    assert len({before for before, _ in book}) == 60
    for before, after in book:
        glance = summarise(Kind.CONTACTS, ".vcf", after)
        assert glance.readable
        assert " " in glance.title
        assert diff_fields(before, after, Kind.CONTACTS, ".vcf")


def test_the_address_book_is_a_mix_as_phones_hold_them():
    cards = [before for before, _ in contacts.versions(200)]

    assert sum(b"VERSION:2.1" in card for card in cards) == 100
    assert sum(b"PHOTO" in card for card in cards) == 20
    assert sum(b"QUOTED-PRINTABLE" in card for card in cards) > 10
    assert sum(not card.isascii() for card in cards) > 10
