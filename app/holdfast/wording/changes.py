"""Field-level changes as a person tells them: "Phone, mobile: 555 0100 → 555 0199"."""

from __future__ import annotations

from datetime import timedelta

from holdfast.records.formats.dates import Moment
from holdfast.records.formats.fields import Field
from holdfast.records.matching import diff
from holdfast.wording import fields, window
from holdfast.wording.i18n import _

_LONGEST = 60
_CUT = "…"


def change(of: diff.FieldChange) -> str:
    """One change in one line: what came, what went, or what became what."""
    if of.label == "done":
        return _ticked(of)
    if of.before is None or of.after is None:
        return _came_or_went(of)
    if of.moved:
        return _("{value}: {before} → {after}").format(
            value=_short(fields.value(of.after)), before=name(of.before), after=name(of.after)
        )
    if of.label in _TEXTS:
        return _text(of.before, of.after, of.span)
    return _both(of.before, of.after)


def name(field: Field) -> str:
    """What a field is called in a change."""
    special = {
        "title": window.field_title,
        "text": window.field_text,
        "photo": window.field_photo,
        "done": window.field_done,
    }
    if field.label == "unread":
        return _("Line that could not be read")
    return special[field.label]() if field.label in special else fields.label(field)


_TEXTS = frozenset(("note", "description", "comment", "text", "address", "address-label"))


def _ticked(of: diff.FieldChange) -> str:
    done = of.after is not None and of.after.value == "yes"
    return _("Ticked as done") if done else _("No longer ticked as done")


def _came_or_went(of: diff.FieldChange) -> str:
    field = of.after or of.before
    if field is None:
        return ""
    form = _("{name} added: {value}") if of.before is None else _("{name} removed: {value}")
    return form.format(name=name(field), value=_short(fields.value(field)))


def _both(before: Field, after: Field) -> str:
    old, new = _short(fields.value(before)), _short(fields.value(after))
    called = name(after)
    if name(before) != called:
        called = _("{before}, now {after}").format(before=name(before), after=called)
    if old == new:
        # Their difference is in what is not said: a zone, seconds, another picture.
        return _("{name}: {value}, changed").format(name=called, value=new)
    said = _("{name}: {old} → {new}").format(name=called, old=old, new=new)
    shift = _shift(before, after)
    return _("{change} ({shift})").format(change=said, shift=shift) if shift else said


def _shift(before: Field, after: Field) -> str:
    """How far a moment moved: "1 hour later"; empty where that cannot be told."""
    old, new = before.meaning, after.meaning
    if not isinstance(old, Moment) or not isinstance(new, Moment) or old.all_day != new.all_day:
        return ""
    if (old.when.tzinfo is None) != (new.when.tzinfo is None):
        return ""
    apart = new.when - old.when
    if abs(apart) < timedelta(minutes=1):
        return ""
    form = _("{span} later") if apart > timedelta(0) else _("{span} earlier")
    return form.format(span=fields.span(abs(apart)))


def _text(before: Field, after: Field, span: tuple[slice, slice] | None) -> str:
    """What of a longer text changed: the words that came, went or took others' place."""
    if span is None:
        return _both(before, after)
    old, new = _short(before.value[span[0]]), _short(after.value[span[1]])
    if not old and not new:
        return _both(before, after)
    if not old:
        return _("{name}: “{new}” added").format(name=name(after), new=new)
    if not new:
        return _("{name}: “{old}” removed").format(name=name(after), old=old)
    return _("{name}: “{old}” → “{new}”").format(name=name(after), old=old, new=new)


def _short(text: str) -> str:
    """A value in one line, cut in its middle where it is long."""
    line = " ".join(text.split())
    if len(line) <= _LONGEST:
        return line
    half = (_LONGEST - len(_CUT)) // 2
    return f"{line[:half].rstrip()}{_CUT}{line[-half:].lstrip()}"
