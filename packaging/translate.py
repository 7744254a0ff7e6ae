"""Brings resources/locale up to date with the code, or with --check says where it is not."""

from __future__ import annotations

import sys
from collections.abc import Collection
from pathlib import Path

from babel.messages.catalog import Catalog
from translating import catalogues
from translating.extracting import template, unreadable
from translating.faults import counts, faults
from translating.languages import COMPLETE, LANGUAGES, Language

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "app" / "holdfast"
FOLDER = ROOT / "resources" / "locale"
_MOST = 40


def main(
    arguments: list[str],
    code: Path = CODE,
    folder: Path = FOLDER,
    complete: Collection[str] = COMPLETE,
) -> int:
    """Write the catalogues of `folder` anew from `code`, or check them; 1 on any fault.

    In the languages `complete` a sentence that is missing or in doubt is one.
    The compiled catalogues are kept beside the others and committed, so that an installation
    from the source, a wheel and a frozen program all find them without a step of their own.
    """
    if arguments not in ([], ["--check"]):
        print("translate takes nothing but --check", file=sys.stderr)
        return 2
    wanted = template(code)
    if not arguments:
        _write(wanted, folder)
    found = unreadable(code) + _out_of_date(wanted, folder)
    for language in LANGUAGES:
        found += _of_language(language, wanted, folder, complete=language.code in complete)
    for fault in found[:_MOST]:
        print(fault)
    if len(found) > _MOST:
        print(f"… and {len(found) - _MOST} more")
    return 1 if found else 0


def _write(wanted: Catalog, folder: Path) -> None:
    catalogues.keep(catalogues.template_file(folder), catalogues.as_text(wanted))
    for language in LANGUAGES:
        file = catalogues.catalogue_file(folder, language)
        made = catalogues.merged(catalogues.read(file, language), wanted)
        catalogues.keep(file, catalogues.as_text(made))
        catalogues.keep(
            file.with_suffix(".mo"), catalogues.compiled(catalogues.read(file, language))
        )
        done, of = counts(made)
        print(f"{language.name}: {done} of {of} sentences")


def _out_of_date(wanted: Catalog, folder: Path) -> list[str]:
    file = catalogues.template_file(folder)
    if file.exists() and catalogues.same(file.read_bytes(), catalogues.as_text(wanted)):
        return []
    return [f"{file.name} is out of date: `python3 packaging/dev.py translate` writes it anew"]


def _of_language(language: Language, wanted: Catalog, folder: Path, *, complete: bool) -> list[str]:
    file = catalogues.catalogue_file(folder, language)
    if not file.exists():
        return [f"{language.code}: there is no catalogue"]
    made = catalogues.read(file, language)
    found = faults(made, wanted, language, complete=complete)
    binary = file.with_suffix(".mo")
    if not binary.exists() or binary.read_bytes() != catalogues.compiled(made):
        found.append(f"{binary.name} was not compiled from {file.name} as it is now")
    return [f"{language.code}: {fault}" for fault in found]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
