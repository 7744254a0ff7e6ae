"""The catalogues as files: read, brought up to date, written only where they changed."""

from __future__ import annotations

import copy
import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from translating.languages import Language

DOMAIN = "holdfast"
_PASSING = (b'"POT-Creation-Date:', b'"PO-Revision-Date:', b'"Generated-By:')


def empty(comment: str, locale: str | None = None) -> Catalog:
    """A catalogue without a sentence, with `comment` at its head."""
    made = Catalog(
        locale=locale,
        domain=DOMAIN,
        project="Holdfast",
        version="1",
        msgid_bugs_address="Holdfast",
        last_translator="Holdfast",
        language_team="Holdfast",
        charset="utf-8",
        fuzzy=False,
    )
    made.header_comment = comment
    return made


def template_file(folder: Path) -> Path:
    """Where the sentences without any translation lie in `folder`."""
    return folder / f"{DOMAIN}.pot"


def catalogue_file(folder: Path, language: Language) -> Path:
    """Where the translator of `language` writes."""
    return folder / language.code / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(file: Path, language: Language) -> Catalog:
    """The catalogue in `file`; an empty one, if there is none yet."""
    if not file.exists():
        return _begun(language)
    with file.open("rb") as opened:
        # Babel knows a rule for each language; the header's own is what gettext will follow.
        return read_po(opened, locale=language.code, domain=DOMAIN)


def merged(old: Catalog, template: Catalog) -> Catalog:
    """`old` with exactly the sentences of `template`; near matches are marked as fuzzy."""
    made = copy.deepcopy(old)
    made.update(template, update_header_comment=False, update_creation_date=False)
    for entry in made:
        entry.flags.discard("python-format")
    return made


def as_text(catalogue: Catalog) -> bytes:
    """The catalogue as a .po or .pot file; places without line numbers, which change daily."""
    written = io.BytesIO()
    write_po(written, catalogue, include_lineno=False, sort_by_file=True, ignore_obsolete=True)
    return written.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as a .mo file, without what is in doubt."""
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def same(first: bytes, second: bytes) -> bool:
    """Whether two files say the same, whenever and by whatever they were written."""
    return _lasting(first) == _lasting(second)


def keep(file: Path, content: bytes) -> bool:
    """Write `content` if `file` says something else; return whether that was so."""
    if file.exists() and same(file.read_bytes(), content):
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return True


def _begun(language: Language) -> Catalog:
    made = empty(
        f"# {language.name} sentences of Holdfast.\n# Not reviewed by native speakers.",
        language.code,
    )
    made.mime_headers = [
        (name, language.plurals if name == "Plural-Forms" else value)
        for name, value in made.mime_headers
    ]
    return made


def _lasting(content: bytes) -> list[bytes]:
    return [line for line in content.splitlines() if not line.startswith(_PASSING)]
