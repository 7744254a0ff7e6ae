from icalendar import Calendar

from holdfast.actions.mirroring.combining import joined_calendars, joined_cards

ZONE = (
    "BEGIN:VTIMEZONE\r\nTZID:Europe/Oslo\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\n"
    "TZOFFSETFROM:+0200\r\nTZOFFSETTO:{offset}\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)


def calendar(*blocks):
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join(blocks) + "END:VCALENDAR\r\n").encode()


def event(name):
    return (
        f"BEGIN:VEVENT\r\nUID:{name}\r\nSUMMARY:{name}\r\n"
        "DTSTART;TZID=Europe/Oslo:20091001T100000\r\n"
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\nEND:VEVENT\r\n"
    )


def test_a_zone_that_all_explain_alike_is_written_once():
    zone = ZONE.format(offset="+0100")

    joined = b"".join(
        joined_calendars([calendar(zone, event("one")), calendar(zone, event("two"))])
    )

    one = Calendar.from_ical(joined)
    assert len(one.walk("VTIMEZONE")) == 1
    assert [str(found["UID"]) for found in one.walk("VEVENT")] == ["one", "two"]
    assert len(one.walk("VALARM")) == 2


def test_a_zone_explained_otherwise_keeps_its_own_calendar():
    one = calendar(ZONE.format(offset="+0100"), event("one"))
    other = calendar(ZONE.format(offset="+0300"), event("other"))

    found = Calendar.from_ical(b"".join(joined_calendars([one, other, one])), multiple=True)

    assert [len(each.walk("VEVENT")) for each in found] == [2, 1]
    assert found[1].to_ical() == Calendar.from_ical(other).to_ical()


def test_without_any_calendar_there_is_none():
    assert b"".join(joined_calendars([])) == b""


def test_folded_lines_and_bare_line_breaks_survive():
    folded = (
        calendar(event("one"))
        .replace(b"SUMMARY:one", b"SUMMARY:BEGIN\n :VEVENT")
        .replace(b"\r\n", b"\n")
    )

    joined = Calendar.from_ical(b"".join(joined_calendars([folded])))

    assert str(joined.walk("VEVENT")[0]["SUMMARY"]) == "BEGIN:VEVENT"


def test_a_card_without_a_last_line_break_does_not_swallow_the_next():
    assert b"".join(joined_cards([b"END:VCARD", b"BEGIN:VCARD\r\n"])) == (
        b"END:VCARD\r\nBEGIN:VCARD\r\n"
    )


def test_a_zone_that_nobody_explained_is_not_explained_by_another_calendar():
    told, untold = (
        each.replace(b"Europe/Oslo", b"Own/Zone")
        for each in (
            calendar(ZONE.format(offset="+0100"), event("told")),
            calendar(event("untold")),
        )
    )

    for calendars in ([told, untold], [untold, told]):
        found = Calendar.from_ical(b"".join(joined_calendars(calendars)), multiple=True)
        assert [len(each.walk("VTIMEZONE")) for each in found] in ([1, 0], [0, 1])


def test_zones_without_end_are_spread_over_calendars():
    many = [
        calendar(
            ZONE.format(offset="+0100").replace("Europe/Oslo", f"Own/{n}"),
            event(str(n)).replace("Europe/Oslo", f"Own/{n}"),
        )
        for n in range(30)
    ]

    found = Calendar.from_ical(b"".join(joined_calendars(many)), multiple=True)

    assert max(len(each.walk("VTIMEZONE")) for each in found) == 20
    assert sum(len(each.walk("VEVENT")) for each in found) == 30
