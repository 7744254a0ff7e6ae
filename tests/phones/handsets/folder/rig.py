"""A folder that can be pulled out, fall silent or fail at any operation on it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from holdfast.phones.handsets.folder.files import DiskFiles
from holdfast.phones.handsets.folder.handset import FolderHandset
from holdfast.phones.handsets.folder.opening import open_folder
from holdfast.records.formats.tables import read_table
from holdfast.records.model.kinds import Kind

CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:{name};;;;\r\nFN:{name}\r\nTEL:{number}\r\nEND:VCARD\r\n"
EVENT = (
    "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART:2009101{day}T090000Z\r\nSUMMARY:{title}\r\nEND:VEVENT\r\n"
)
TODO = "BEGIN:VTODO\r\nUID:{uid}\r\nSUMMARY:{title}\r\nEND:VTODO\r\n"
ZONE = (
    "BEGIN:VTIMEZONE\r\nTZID:{zone}\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
    "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)
HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Somebody//EN\r\n"
TAIL = "END:VCALENDAR\r\n"
SMS = '<sms address="+4912{n}" date="125521{n}000000" type="1" body="Text {n}" />'

MESSAGE = "<?xml version='1.0' encoding='UTF-8'?>\n<smses count=\"1\">\n{sms}\n</smses>\n"


def card(name: str, number: str = "123") -> str:
    return CARD.format(name=name, number=number)


def event(uid: str, day: int = 1, title: str = "Dinner") -> str:
    return EVENT.format(uid=uid, day=day, title=title)


SMALL_CARD = {
    "Contacts/Ada.vcf": card("Ada"),
    "Contacts/Grace.vcf": card("Grace"),
    "pb.vcf": card("Barbara") + card("Frances") + card("Jean"),
    "cal.ics": HEAD
    + ZONE.format(zone="Here")
    + event("1", 1)
    + event("2", 2)
    + TODO.format(uid="3", title="Buy milk")
    + TODO.format(uid="4", title="Call Ada")
    + TAIL,
    "Calendar/one.ics": HEAD + event("9", 5, "Alone") + TAIL,
    "To-dos/one.ics": HEAD + TODO.format(uid="8", title="Alone") + TAIL,
    "Notes/list.txt": "Shopping\nbread\n",
    "Notes/a.vnt": "BEGIN:VNOTE\r\nVERSION:1.1\r\nBODY:Knots\r\nEND:VNOTE\r\n",
    "sms.xml": "<?xml version='1.0'?>\n<smses count=\"3\">\n"
    + "\n".join(SMS.format(n=n) for n in (1, 2, 3))
    + "\n</smses>\n",
    "calls.vcf": card("Jane").replace(
        "END:", "X-IRMC-CALL-DATETIME;MISSED:20091011T090000\r\nEND:"
    ),
    "people.csv": "Name,Phone\r\nKatherine,555-1\r\nDorothy,555-2\r\nMary,555-3\r\n",
    "DCIM/100/IMG_1.JPG": "\xff\xd8 picture 1",
    "DCIM/100/IMG_2.JPG": "\xff\xd8 picture 2",
    "movie.mp4": "film",
    "Documents/letter.odt": "letter",
    "readme.txt": "just a text",
    ".Trashes/gone.vcf": card("Nobody"),
    "DCIM/.thumbnails/1.jpg": "preview",
    "DCIM/100/._IMG_1.JPG": "a shadow",
}
"""A small card with something of every kind, alone and in collections, and with junk."""


def lay_out(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("latin-1"))
    return folder


class Faults:
    """Counts what is asked of the disk, and lets it fail when its turn has come."""

    def __init__(self) -> None:
        self.transfers = 0
        self.gone = False
        self._due: dict[int, int] = {}

    def unplug_at(self, n: int) -> None:
        self._due[self.transfers + n] = errno.ENODEV

    def time_out_at(self, n: int) -> None:
        self._due[self.transfers + n] = errno.ETIMEDOUT

    def stall_at(self, n: int) -> None:
        self._due[self.transfers + n] = errno.EIO

    def forget_faults(self) -> None:
        self._due.clear()
        self.gone = False

    def met(self) -> None:
        self.transfers += 1
        number = self._due.pop(self.transfers, errno.ENODEV if self.gone else 0)
        if number:
            self.gone = number == errno.ENODEV
            raise OSError(number, os.strerror(number))


class FailingFiles(DiskFiles):
    """The real disk, but each listing, opening and chunk is a transfer that may fail."""

    def __init__(self, root: Path, faults: Faults) -> None:
        super().__init__(root)
        self._faults = faults

    def there(self) -> bool:
        return not self._faults.gone and super().there()

    def listed(self, place):
        self._faults.met()
        return super().listed(place)

    def read(self, path) -> Iterator[bytes]:
        self._faults.met()
        for chunk in super().read(path):
            self._faults.met()
            yield chunk

    def write(self, path, chunks: Iterable[bytes], modified) -> None:
        self._faults.met()
        super().write(path, chunks, modified)

    def replace(self, path, chunks: Iterable[bytes], modified) -> None:
        self._faults.met()
        super().replace(path, chunks, modified)


class FolderRig:
    def __init__(self, folder: Path, files: dict[str, str]) -> None:
        self.folder = lay_out(folder, files)
        self.bus = Faults()

    def connect(self) -> FolderHandset:
        self.bus.forget_faults()
        info = open_folder(self.folder).info
        return FolderHandset(FailingFiles(self.folder, self.bus), info)

    def held(self) -> dict[Kind, list[bytes]]:
        """What the small card holds, written down by hand where it lies in collections."""
        return {
            Kind.CONTACTS: [
                *(card(n).encode() for n in ("Ada", "Grace", "Barbara", "Frances", "Jean")),
                *(each.data + each.rows for each in read_table(self._bytes("people.csv"))),
            ],
            Kind.CALENDAR: [
                *((HEAD + each + TAIL).encode() for each in (event("1", 1), event("2", 2))),
                self._bytes("Calendar/one.ics"),
            ],
            Kind.TODOS: [
                (HEAD + TODO.format(uid="3", title="Buy milk") + TAIL).encode(),
                (HEAD + TODO.format(uid="4", title="Call Ada") + TAIL).encode(),
                self._bytes("To-dos/one.ics"),
            ],
            Kind.NOTES: [self._bytes("Notes/list.txt"), self._bytes("Notes/a.vnt")],
            Kind.MESSAGES: [MESSAGE.format(sms=SMS.format(n=n)).encode() for n in (1, 2, 3)],
            Kind.CALLS: [self._bytes("calls.vcf")],
            Kind.PHOTOS: [
                self._bytes(name)
                for name in ("DCIM/100/IMG_1.JPG", "DCIM/100/IMG_2.JPG", "movie.mp4")
            ],
            Kind.FILES: [
                self._bytes(name)
                for name in (
                    "pb.vcf",
                    "cal.ics",
                    "sms.xml",
                    "people.csv",
                    "Documents/letter.odt",
                    "readme.txt",
                )
            ],
        }

    def _bytes(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()
