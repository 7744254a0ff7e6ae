"""The states of the cards on the page *Safety*: from what was read to what they say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from holdfast.actions.retention import PRESETS, Preset, Rules
from holdfast.ui.look import Meaning
from holdfast.ui.safety_readings import SafetyReading
from holdfast.wording import checks, forgetting, keeping, rehearsals, safety
from holdfast.wording.i18n import sentences
from holdfast.wording.safety_labels import Act, Topic, act


@dataclass(frozen=True, slots=True)
class CardState:
    """What the head of a card shows: how it stands, in a sentence, and since when."""

    meaning: Meaning
    sentence: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """All there is to word the cards: what was `read`, and whether the sheet was typed back."""

    read: SafetyReading
    sheet_proven: bool
    now: datetime


def card_states(of: Standing) -> dict[Topic, CardState]:
    """The state of every card."""
    return {
        Topic.SHEET: _sheet(of),
        Topic.CHECK: _check(of),
        Topic.REHEARSAL: _rehearsal(of),
        Topic.KEPT: _kept(of),
        Topic.COPIES: _copies(of),
        Topic.PASSWORDS: _passwords(of),
        Topic.VAULT: _vault(of),
    }


def preset_of(rules: Rules) -> Preset | None:
    """The preset that `rules` are, or None where they are one's own."""
    return next((name for name, preset in PRESETS.items() if preset == rules), None)


def rules_name(rules: Rules) -> str:
    """What rules are called."""
    preset = preset_of(rules)
    return act(Act.OWN_RULES) if preset is None else forgetting.preset(preset)


def _sheet(of: Standing) -> CardState:
    if of.sheet_proven:
        return CardState(Meaning.SAFE, safety.sheet_proven())
    return CardState(Meaning.ATTENTION, safety.sheet_open())


def _check(of: Standing) -> CardState:
    last, share = of.read.check, of.read.share
    read = checks.rota(share) if share is not None and share.packs else ""
    if last is None:
        return CardState(Meaning.ATTENTION, safety.never_checked(), read)
    when = safety.checked(last.when, of.now, read_all=last.read_all)
    if last.damaged:
        return CardState(Meaning.DANGER, checks.damaged(last.damaged), when)
    return CardState(Meaning.SAFE, safety.check_sound(), sentences(when, read))


def _rehearsal(of: Standing) -> CardState:
    last, due = of.read.rehearsal, of.read.due
    if due is None:
        return CardState(Meaning.CALM, safety.nothing_to_rehearse())
    next_one = rehearsals.due(due, of.now)
    if last is None:
        late = due.when <= of.now
        meaning = Meaning.ATTENTION if late else Meaning.CALM
        return CardState(meaning, safety.never_rehearsed(), next_one)
    said = sentences(safety.rehearsed(last.time, of.now), next_one)
    if not last.whole:
        return CardState(Meaning.DANGER, safety.rehearsed_short(), said)
    meaning = Meaning.SAFE if due.when > of.now else Meaning.ATTENTION
    return CardState(meaning, safety.rehearsed_whole(), said)


def _kept(of: Standing) -> CardState:
    stay, go = of.read.retention.stay, of.read.retention.go
    if not stay:
        return CardState(Meaning.CALM, keeping.no_phone())
    first = min(entry.time for entry in (*go, *(each.snapshot for each in stay)))
    said = keeping.oldest(first.astimezone().date())
    if of.read.rules.everything:
        return CardState(Meaning.SAFE, keeping.keeps_everything(len(stay)), said)
    name = rules_name(of.read.rules)
    if go:
        return CardState(Meaning.CALM, keeping.could_go(len(go), name), said)
    return CardState(Meaning.SAFE, keeping.keeps_by_rule(name), said)


def _copies(of: Standing) -> CardState:
    mirror = of.read.mirror
    sentence = safety.one_copy(here=of.read.same_disk)
    if mirror is None:
        return CardState(Meaning.ATTENTION, sentence)
    folder = str(mirror.folder)
    if mirror.when is None:
        return CardState(Meaning.ATTENTION, sentence, safety.mirror_away(folder))
    said = sentences(safety.mirrored(folder), safety.mirrored_when(mirror.when, of.now))
    return CardState(Meaning.ATTENTION, sentence, said)


def _passwords(of: Standing) -> CardState:
    read = of.read
    sentence = safety.passwords(len(read.keys))
    if not read.keychain:
        return CardState(Meaning.CALM, sentence, safety.no_keychain())
    said = safety.in_keychain() if read.kept else safety.not_in_keychain()
    return CardState(Meaning.SAFE if read.kept else Meaning.CALM, sentence, said)


def _vault(of: Standing) -> CardState:
    read = of.read
    return CardState(
        Meaning.CALM, safety.vault_at(read.place, read.backups), safety.vault_size(read.size)
    )
