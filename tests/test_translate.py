"""The catalogues' tooling: extraction, merging, compiling, and what it finds wrong."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest
import translate
from translating import catalogues
from translating.catalogues import catalogue_file, template_file
from translating.extracting import template, unreadable
from translating.faults import faults
from translating.languages import COMPLETE, LANGUAGES

from holdfast.wording.languages import ENGLISH
from holdfast.wording.languages import LANGUAGES as SPOKEN

CODE = """
from holdfast.wording.i18n import _, counted
def one(): return _("Copied to {folder}.")
def parts(): return _("Two "
                      "halves…")
def many(n): return counted("{n} photo", "{n} photos", n)
"""
GERMAN, TURKISH, CHINESE = (
    next(language for language in LANGUAGES if language.code == code)
    for code in ("de", "tr", "zh_CN")
)


@pytest.fixture
def code(tmp_path):
    folder = tmp_path / "code"
    folder.mkdir()
    (folder / "words.py").write_text(CODE, "utf-8")
    return folder


@pytest.fixture
def folder(tmp_path, code):
    assert translate.main([], code, tmp_path / "locale", complete=()) == 0
    return tmp_path / "locale"


def translated(file: Path, wanted: dict[str, str | tuple[str, ...]], language=GERMAN) -> None:
    catalogue = catalogues.read(file, language)
    for source, text in wanted.items():
        catalogue.get(source).string = text
    file.write_bytes(catalogues.as_text(catalogue))


def faults_of(code, source, text, language=GERMAN, *, complete=False):
    wanted = template(code)
    catalogue = catalogues.merged(catalogues.read(Path("none.po"), language), wanted)
    catalogue.get(source).string = text
    return faults(catalogue, wanted, language, complete=complete)


def test_every_marked_sentence_is_found(code):
    assert {entry.id for entry in template(code) if entry.id} == {
        "Copied to {folder}.",
        "Two halves…",
        ("{n} photo", "{n} photos"),
    }


def test_a_sentence_put_together_at_run_time_cannot_be_translated(code):
    (code / "more.py").write_text('def bad(x): return _(f"Hello {x}")\n', "utf-8")

    assert unreadable(code) == ["more.py:1: not a plain sentence"]


def test_there_is_a_catalogue_for_each_language(folder):
    assert template_file(folder).exists()
    assert all(catalogue_file(folder, language).exists() for language in LANGUAGES)


def test_fresh_catalogues_have_no_fault_and_are_not_written_twice(code, folder):
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}

    assert translate.main(["--check"], code, folder, complete=()) == 0
    assert translate.main([], code, folder, complete=()) == 0
    assert {p: p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_each_language_counts_by_its_own_rule(folder, language):
    file = catalogue_file(folder, language)
    forms = tuple(f"{{n}} form {number}" for number in range(language.forms))
    translated(file, {"{n} photo": forms}, language)
    file.with_suffix(".mo").write_bytes(catalogues.compiled(catalogues.read(file, language)))
    spoken = gettext.translation("holdfast", str(folder), [language.code])

    assert spoken.ngettext("{n} photo", "{n} photos", 1) == forms[0]
    assert spoken.ngettext("{n} photo", "{n} photos", 5) == forms[-1]


def test_the_program_offers_the_languages_that_have_catalogues():
    assert set(SPOKEN) == {ENGLISH, *(language.code for language in LANGUAGES)}
    assert {language.code for language in LANGUAGES} >= COMPLETE


def test_a_sentence_that_is_missing_is_named_where_none_may_be(code, folder, capsys):
    assert translate.main(["--check"], code, folder, complete=("de",)) == 1
    said = capsys.readouterr().out
    assert "de: “Two halves…” is not translated" in said
    assert "fr:" not in said


def test_a_new_sentence_makes_the_catalogues_out_of_date(code, folder, capsys):
    (code / "more.py").write_text('def new(): return _("Unheard of")\n', "utf-8")

    assert translate.main(["--check"], code, folder, complete=()) == 1
    said = capsys.readouterr().out
    assert "holdfast.pot is out of date" in said
    assert "de: “Unheard of” is not in the catalogue" in said


def test_a_sentence_that_is_gone_is_named(code, folder, capsys):
    (code / "words.py").write_text(CODE.replace("Copied", "Saved"), "utf-8")

    assert translate.main(["--check"], code, folder, complete=()) == 1
    assert "de: “Copied to {folder}.” is said nowhere any more" in capsys.readouterr().out


def test_a_translation_that_was_not_compiled_is_named(code, folder, capsys):
    translated(catalogue_file(folder, GERMAN), {"Two halves…": "Zwei Hälften…"})

    assert translate.main(["--check"], code, folder, complete=()) == 1
    assert "holdfast.mo was not compiled" in capsys.readouterr().out


def test_what_a_translator_wrote_outlives_the_next_extraction(code, folder):
    translated(catalogue_file(folder, GERMAN), {"Two halves…": "Zwei Hälften…"})
    (code / "more.py").write_text('def new(): return _("Unheard of")\n', "utf-8")

    assert translate.main([], code, folder, complete=()) == 0
    spoken = gettext.translation("holdfast", str(folder), ["de"])
    assert spoken.gettext("Two halves…") == "Zwei Hälften…"
    assert spoken.gettext("Unheard of") == "Unheard of"


def test_a_changed_sentence_is_in_doubt_and_not_spoken(code, folder):
    translated(catalogue_file(folder, GERMAN), {"Copied to {folder}.": "Kopiert nach {folder}."})
    (code / "words.py").write_text(CODE.replace("Copied to", "Copied into"), "utf-8")
    translate.main([], code, folder, complete=())
    catalogue = catalogues.read(catalogue_file(folder, GERMAN), GERMAN)

    assert catalogue.get("Copied into {folder}.").fuzzy
    assert faults(catalogue, template(code), GERMAN, complete=False) == []
    assert "“Copied into {folder}.” is in doubt" in faults(
        catalogue, template(code), GERMAN, complete=True
    )
    spoken = gettext.translation("holdfast", str(folder), ["de"])
    assert spoken.gettext("Copied into {folder}.") == "Copied into {folder}."


def test_a_complete_language_misses_nothing(code):
    wanted = template(code)
    catalogue = catalogues.merged(catalogues.read(Path("none.po"), GERMAN), wanted)

    assert len(faults(catalogue, wanted, GERMAN, complete=True)) == 3


@pytest.mark.parametrize(
    ("source", "text", "fault"),
    [
        ("Copied to {folder}.", "Kopiert nach {ordner}.", "has other placeholders"),
        ("Copied to {folder}.", "Kopiert nach {folder.", "has other placeholders"),
        ("Copied to {folder}.", "<b>Kopiert</b> nach {folder}.", "has other tags"),
        ("Copied to {folder}.", "Kopiert nach {folder}. ", "begins or ends with other blanks"),
        ("Copied to {folder}.", "Kopiert nach {folder}", "ends in another mark"),
        ("Two halves…", "Zwei Hälften", "ends in another mark"),
    ],
)
def test_a_translation_keeps_what_is_not_words(code, source, text, fault):
    assert faults_of(code, source, text) == [f"“{source}” {fault}"]


def test_chinese_ends_its_sentences_its_own_way(code):
    assert faults_of(code, "Copied to {folder}.", "已复制到 {folder}。", CHINESE) == []


def test_a_plural_form_too_few_is_a_fault(code):
    assert faults_of(code, "{n} photo", ("{n} fotoğraf", ""), TURKISH) == [
        "“{n} photo” has not 2 plural forms"
    ]


def test_another_plural_rule_in_the_header_is_a_fault(code):
    wanted = template(code)
    catalogue = catalogues.merged(catalogues.read(Path("none.po"), GERMAN), wanted)

    assert faults(catalogue, wanted, CHINESE, complete=False) == [
        "the plural rule is not “nplurals=1; plural=0;”"
    ]


def test_an_unknown_word_is_refused(code, tmp_path, capsys):
    assert translate.main(["--chek"], code, tmp_path, complete=()) == 2
