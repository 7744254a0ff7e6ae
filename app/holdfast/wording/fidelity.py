"""What of a backup will not fit another phone, or files of another form."""

from __future__ import annotations

from holdfast.records.formats.converting.contents import Loss
from holdfast.records.matching.fidelity import Example, Fidelity, Shortfall
from holdfast.records.model.kinds import Kind
from holdfast.wording import kinds
from holdfast.wording.i18n import _, ngettext, number


def headline(report: Fidelity) -> str:
    """A sentence on the whole report: "374 of 411 contacts fit whole"."""
    if report.kind is None:
        items = kinds.items(report.items)
    else:
        items = kinds.count(report.kind, report.items)
    if report.whole == report.items:
        form = ngettext("{items} fits whole.", "All {items} fit whole.", report.items)
        return form.format(items=items)
    form = ngettext("{whole} of {items} fits whole.", "{whole} of {items} fit whole.", report.whole)
    return form.format(whole=number(report.whole), items=items)


def a_phone() -> str:
    """What the reasons speak of where a backup goes to a phone."""
    return _("this phone")


def a_form() -> str:
    """What the reasons speak of where a backup becomes files of another form."""
    return _("this form")


def lines(report: Fidelity, target: str) -> tuple[str, ...]:
    """One line a shortfall, in the report's order; `target` is one of the two above."""
    return tuple(line(entry, target) for entry in report.shortfalls)


def line(of: Shortfall, target: str) -> str:
    """What becomes of how many values, and why: "37 numbers will not fit: …"."""
    if of.why is Loss.UNREAD:
        return _("{what} could not be read and will not be carried over").format(
            what=things(of.label, of.values)
        )
    return _("{what}: {why}").format(what=_outcome(of), why=why(of, target))


def _outcome(of: Shortfall) -> str:
    count = of.values
    changed = ngettext("{what} will be changed", "{what} will be changed", count)
    forms = {
        Loss.TOO_LONG: ngettext("{what} will be cut short", "{what} will be cut short", count),
        Loss.NO_TYPE: _without_detail(of),
        Loss.NO_RULE: ngettext("{what} will be made simpler", "{what} will be made simpler", count),
        Loss.NO_ZONE: ngettext(
            "{what} will lose its time zone", "{what} will lose their time zone", count
        ),
    }
    lost = ngettext("{what} will not fit", "{what} will not fit", count)
    form = forms.get(of.why, changed) if of.changed else lost
    return form.format(what=things(of.label, count))


_TYPED = frozenset(("phone", "email", "im", "address", "url"))
"""Labels whose values are told apart by types that people know ("mobile", "work")."""


def _without_detail(of: Shortfall) -> str:
    if of.label in _TYPED:
        return ngettext("{what} will lose its type", "{what} will lose their type", of.values)
    return ngettext("{what} will lose a detail", "{what} will lose a detail", of.values)


def why(of: Shortfall, target: str) -> str:
    """The reason for a shortfall, as the end of a sentence about `target`."""
    return _reason(of).format(target=target)


def _reason(of: Shortfall) -> str:
    if of.why is Loss.TOO_MANY:
        return _too_many(of)
    if of.why is Loss.TOO_LONG and of.limit is not None:
        return _too_long(of.label, of.limit)
    no_place = _("{target} has no place for that")
    no_types = _("{target} does not tell such types apart")
    return {
        Loss.NO_PROPERTY: no_place,
        Loss.NO_TYPE: no_types if of.label in _TYPED else no_place,
        Loss.TOO_LONG: _("too long for {target}"),
        Loss.NO_FORM: _("{target} has no way to write that"),
        Loss.NO_RULE: _("{target} does not know such a rule"),
        Loss.NO_ZONE: _("{target} does not know time zones"),
    }.get(of.why, _("{target} cannot hold that"))


def _too_long(label: str, limit: int) -> str:
    if label == "photo":
        form = ngettext("{target} takes {n} byte", "{target} takes {n} bytes", limit)
    else:
        form = ngettext("{target} keeps {n} character", "{target} keeps {n} characters", limit)
    return form.replace("{n}", number(limit))


def _too_many(of: Shortfall) -> str:
    owner = _owner(of.kind)
    if of.limit is None:
        form = _("{target} keeps fewer per {owner}")
    elif of.of_each_type:
        form = ngettext(
            "{target} keeps one of each type per {owner}",
            "{target} keeps {n} of each type per {owner}",
            of.limit,
        )
    else:
        form = ngettext(
            "{target} keeps one per {owner}", "{target} keeps {n} per {owner}", of.limit
        )
    return form.replace("{owner}", owner).replace("{n}", number(of.limit or 0))


def _owner(kind: Kind) -> str:
    return {
        Kind.CONTACTS: _("contact"),
        Kind.CALENDAR: _("event"),
        Kind.TODOS: _("to-do"),
        Kind.NOTES: _("note"),
    }.get(kind, _("item"))


def example(of: Example) -> str:
    """One value that does not fit: 'Ada Lovelace: "…" becomes "…"'."""
    who = of.title or _("No name")
    text = " ".join(of.text.split()) or of.name
    kept = " ".join(of.kept.split())
    if kept and kept != text:
        return _("{who}: “{text}” becomes “{kept}”").format(who=who, text=text, kept=kept)
    return _("{who}: {text}").format(who=who, text=text)


def things(label: str, count: int) -> str:
    """How many values of a label: "37 numbers", "1 address"."""
    forms = _card_things(count) | _event_things(count)
    other = ngettext("{n} other detail", "{n} other details", count)
    return forms.get(label, other).format(n=number(count))


def _card_things(n: int) -> dict[str, str]:
    return {
        "name": ngettext("{n} name", "{n} names", n),
        "phonetic-name": ngettext("{n} spoken name", "{n} spoken names", n),
        "nickname": ngettext("{n} nickname", "{n} nicknames", n),
        "phone": ngettext("{n} number", "{n} numbers", n),
        "email": ngettext("{n} email address", "{n} email addresses", n),
        "im": ngettext("{n} messenger name", "{n} messenger names", n),
        "address": ngettext("{n} address", "{n} addresses", n),
        "address-label": ngettext("{n} address label", "{n} address labels", n),
        "organisation": ngettext("{n} organisation", "{n} organisations", n),
        "job-title": ngettext("{n} job title", "{n} job titles", n),
        "role": ngettext("{n} role", "{n} roles", n),
        "birthday": ngettext("{n} birthday", "{n} birthdays", n),
        "anniversary": ngettext("{n} anniversary", "{n} anniversaries", n),
        "date": ngettext("{n} date", "{n} dates", n),
        "related": ngettext("{n} related person", "{n} related people", n),
        "gender": ngettext("{n} gender", "{n} genders", n),
        "language": ngettext("{n} language", "{n} languages", n),
        "photo": ngettext("{n} picture", "{n} pictures", n),
        "note": ngettext("{n} note", "{n} notes", n),
    }


def _event_things(n: int) -> dict[str, str]:
    return {
        "title": ngettext("{n} title", "{n} titles", n),
        "url": ngettext("{n} web page", "{n} web pages", n),
        "position": ngettext("{n} position", "{n} positions", n),
        "time-zone": ngettext("{n} time zone", "{n} time zones", n),
        "categories": ngettext("{n} list of categories", "{n} lists of categories", n),
        "location": ngettext("{n} place", "{n} places", n),
        "start": ngettext("{n} start", "{n} starts", n),
        "end": ngettext("{n} end", "{n} ends", n),
        "due": ngettext("{n} due date", "{n} due dates", n),
        "instance": ngettext("{n} changed instance", "{n} changed instances", n),
        "repeats": ngettext("{n} repetition", "{n} repetitions", n),
        "repeats-also": ngettext("{n} added date", "{n} added dates", n),
        "repeats-except": ngettext("{n} exception", "{n} exceptions", n),
        "alarm": ngettext("{n} reminder", "{n} reminders", n),
        "status": ngettext("{n} status", "{n} statuses", n),
        "completed": ngettext("{n} date of completion", "{n} dates of completion", n),
        "percent": ngettext("{n} percentage", "{n} percentages", n),
        "priority": ngettext("{n} priority", "{n} priorities", n),
        "organizer": ngettext("{n} organiser", "{n} organisers", n),
        "attendee": ngettext("{n} invited person", "{n} invited people", n),
        "contact": ngettext("{n} contact", "{n} contacts", n),
        "resources": ngettext("{n} list of resources", "{n} lists of resources", n),
        "class": ngettext("{n} privacy setting", "{n} privacy settings", n),
        "shown-as": ngettext("{n} busy or free mark", "{n} busy or free marks", n),
        "description": ngettext("{n} text", "{n} texts", n),
        "comment": ngettext("{n} comment", "{n} comments", n),
        "attachment": ngettext("{n} attachment", "{n} attachments", n),
        "unread": ngettext("{n} line", "{n} lines", n),
    }
