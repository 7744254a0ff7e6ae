from __future__ import annotations

import ast
import dataclasses
import importlib
import pkgutil
import re
import typing
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import holdfast
from holdfast.actions.choosing import SeveralNamed
from holdfast.actions.retention import Why
from holdfast.errors import Problem
from holdfast.phones.handsets.android.asleep import Maker
from holdfast.phones.links.link import Busy, NoAnswer, Unplugged
from holdfast.records.model.kinds import Kind
from holdfast.records.pictures.thumbnails import Refusal
from holdfast.vault.repository.problems import DiskFull, VaultProblem, WrongPassword
from holdfast.wording import languages
from holdfast.wording.problems import Said, say, sentence
from holdfast.wording.pseudo import LONG

FOR_A_TERMINAL = re.compile(r"“holdfast |(?<![-\w])--[a-z]|Run “(?!adb)")
RIGHTFUL = frozenset({"doctor.to_install", "safety.restic_lines"})
"""What is copied from the window into a terminal."""
ABOVE = ("holdfast.ui", "holdfast.cli", "holdfast.__main__")
SAMPLES = {
    str: "words",
    int: 3,
    float: 2.5,
    Path: Path("/a/place"),
    Kind: Kind.NOTES,
    Refusal: next(iter(Refusal)),
    Maker: Maker.XIAOMI,
    datetime: datetime(2009, 10, 3, 14, 2, tzinfo=UTC),
    tuple[str, ...]: ("one", "two"),
    tuple[Kind, ...]: (Kind.NOTES, Kind.PHOTOS),
    tuple[Why, ...]: (Why.PINNED, Why.NEWEST),
    VaultProblem: DiskFull("/a/place"),
}


def every_problem() -> list[type[Problem]]:
    """Every class that is raised: those that no other one refines."""
    for module in pkgutil.walk_packages(holdfast.__path__, "holdfast."):
        if not module.name.startswith(ABOVE) and module.name != "holdfast.resources":
            importlib.import_module(module.name)
    found: list[type[Problem]] = []
    waiting: list[type[Problem]] = [Problem]
    while waiting:
        cls = waiting.pop()
        waiting.extend(cls.__subclasses__())
        if cls.__module__.startswith("holdfast.") and not cls.__subclasses__():
            found.append(cls)
    return sorted(found, key=lambda cls: cls.__qualname__)


def sample(cls: type[Problem]) -> Problem:
    if not dataclasses.is_dataclass(cls):
        return cls()
    hints = typing.get_type_hints(cls)
    return cls(**{field.name: SAMPLES[hints[field.name]] for field in dataclasses.fields(cls)})


@pytest.mark.parametrize("cls", every_problem(), ids=lambda cls: cls.__name__)
def test_every_problem_has_words(cls):
    said = say(sample(cls))

    for words in (said.what, said.kept, said.next):
        assert not words or words[-1] == "."
        assert "{" not in words
    assert said.what


@pytest.mark.parametrize("cls", every_problem(), ids=lambda cls: cls.__name__)
def test_in_the_window_no_problem_names_what_is_for_a_terminal(cls):
    said = say(sample(cls))

    assert not FOR_A_TERMINAL.search(f"{said.what} {said.kept} {said.next}")
    assert not said.verb or FOR_A_TERMINAL.search(said.verb)


def test_the_window_says_nothing_else_that_is_for_a_terminal():
    """No function of the wording that names a verb or an option is called by the window."""
    said = set(_functions_saying(FOR_A_TERMINAL)) - RIGHTFUL
    root = Path(holdfast.__file__).parent / "ui"
    used = {
        f"{node.value.id}.{node.attr}"
        for file in root.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }

    assert len(said) > 10
    assert said & used == set()


def _functions_saying(pattern: re.Pattern[str]) -> Iterator[str]:
    for file in (Path(holdfast.__file__).parent / "wording").glob("*.py"):
        for node in ast.parse(file.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                texts = (each.value for each in ast.walk(node) if isinstance(each, ast.Constant))
                if any(isinstance(text, str) and pattern.search(text) for text in texts):
                    yield f"{file.stem}.{node.name}"


@pytest.mark.parametrize("cls", every_problem(), ids=lambda cls: cls.__name__)
def test_every_problem_has_words_in_another_language(cls):
    languages.choose(LONG)

    assert sentence(sample(cls)).startswith("[")


def test_a_class_without_words_is_not_passed_over():
    class Unworded(Problem):
        pass

    with pytest.raises(LookupError):
        say(Unworded())
    del Unworded


def test_a_problem_says_what_was_kept_and_what_to_do_next():
    assert say(Unplugged()) == Said(
        "The phone is no longer connected.",
        "What had arrived is kept, and every older backup is whole.",
        "Plug it in again and repeat; it goes on from there.",
    )


def test_what_is_known_of_a_trouble_is_said():
    assert "gnome-phone-manager" in sentence(Busy("gnome-phone-manager"))
    assert "Another program" in sentence(Busy())


@pytest.mark.parametrize(
    ("problem", "named", "advice"),
    [
        (Busy("ModemManager", "cdc_acm", "ttyACM0"), ("ModemManager", "ttyACM0"), "half a minute"),
        (Busy("minicom", "cdc_acm", "ttyACM1"), ("minicom", "ttyACM1"), "Close that program"),
        (Busy("gvfsd-mtp"), ("Files (GNOME) is using this phone", "gvfsd-mtp"), "Eject"),
        (Busy("gvfs-gphoto2-volume-monitor"), ("Files (GNOME)",), "handsets --free"),
        (
            Busy("kiod6"),
            ("Dolphin (KDE) is using this phone", "kiod6"),
            "Eject the phone in Dolphin",
        ),
        (Busy("adb"), ("developer tool adb",), "adb kill-server"),
        (Busy("", "cdc_acm", "ttyACM0"), ("cdc_acm",), "Unplug"),
        (Busy("Holdfast"), ("Holdfast",), "Close that program"),
    ],
)
def test_whoever_holds_a_phone_is_named_with_what_to_do(problem, named, advice):
    said = say(problem)
    assert all(name in said.what for name in named)
    assert advice in f"{said.next} {said.verb}"
    assert "1 second." in sentence(NoAnswer(0.2))


def test_a_wrong_password_names_the_vault():
    assert sentence(WrongPassword("/v")) == (
        "This is not the password of /v. Nothing was changed. "
        "Try again, or type the recovery sheet."
    )


def test_a_name_on_two_phones_is_told_apart_by_the_phones():
    one = SeveralNamed("contacts/0001", ("contacts/0001",) * 2, ("75E0", "026B"))
    assert sentence(one) == (
        "More than one phone has something called “contacts/0001”: 75E0, 026B. "
        "Say which phone with --handset."
    )
    several = SeveralNamed("Ada", tuple(f"contacts/{n}" for n in range(7)), ("75E0",))
    assert "contacts/4 and 2 more. Use one of these names." in sentence(several)
