"""Putting files on a phone that has no room, takes no writing, is cut off, or has twins."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from holdfast.phones.handsets.handset import HandsetProblem, ItemRefused, PhoneFull
from holdfast.phones.links.link import LinkProblem, Unplugged
from holdfast.phones.protocols.mtp.codes import AccessCapability, Op, Property, Response
from holdfast.phones.protocols.mtp.datasets import StorageInfo
from holdfast.phones.virtual.mtp.behaviours import Full, NoDates, Wrapped
from holdfast.phones.virtual.mtp.lists import Retold
from holdfast.phones.virtual.mtp.service import Reply, told
from holdfast.progress import Task
from holdfast.records.model.item import NewItem
from holdfast.records.model.kinds import Kind
from holdfast.wording.problems import say
from tests.phones.handsets.mtp.rig import CARD, INTERNAL, JPEG, MTIME, MtpRig, read

WHEN = datetime.fromtimestamp(MTIME, UTC)
LONG = JPEG * 200
FAILED = Response.GeneralError
NO_RENAMING = frozenset({Op.SetObjectPropValue})


def new(*path: str, data: bytes = JPEG) -> NewItem:
    return NewItem(Kind.PHOTOS, "/".join(path), "", lambda: (data,), len(data), path, WHEN)


def litter(rig: MtpRig) -> list[str]:
    return [name for name in rig.on_disk() if ".holdfast-" in name]


class AllNames(Retold):
    """Tells one name where it holds several."""

    def __init__(self, inner, names):
        super().__init__(inner)
        self._names = names

    def retell(self, handle, code, value):
        return self._names.get(value, value) if code == Property.ObjectFileName else value


class LateWatcher(Wrapped):
    """Notices a folder that was made on it only `late` requests later, by another number then.

    So does QEMU's usb-mtp on a busy computer: it hears from that of what is in its folder.
    """

    def __init__(self, inner, late):
        super().__init__(inner)
        self._late = late
        self._unnoticed = []

    def answer(self, request):
        self._notice()
        reply = super().answer(request)
        if request.op == Op.SendObjectInfo and reply.code == Response.OK:
            self._overlook(self.objects.node(reply.params[2]))
        return replace(reply, code=Response.StoreFull) if reply.code == FAILED else reply

    def _overlook(self, node):
        if node is not None:
            self.objects.forget(node)
            self._unnoticed.append((self._late, node))

    def _notice(self):
        waiting = [(late - 1, node) for late, node in self._unnoticed]
        for node in (node for late, node in waiting if late <= 0):
            self.objects.add(node.parent, node.name, self.objects.reserve(), is_folder=True)
        self._unnoticed = [(late, node) for late, node in waiting if late > 0]


class Misnumbered(Wrapped):
    """Promises a new file the number of another one, which came to be meanwhile."""

    def answer(self, request):
        reply = super().answer(request)
        if request.op == Op.SendObjectInfo and reply.code == Response.OK:
            other = next(
                node for root in self.objects.roots.values() for node in _files(self, root)
            )
            reply = replace(reply, params=(*reply.params[:2], other.handle))
        return reply


def _files(service, root):
    return (node for node in service.objects.below(root) if not node.folder)


def test_a_file_too_large_for_a_card_is_refused_alone_with_words(tmp_path):
    rig = MtpRig(tmp_path / "phone", card={"DCIM/1.jpg": b"1"})
    huge = NewItem(Kind.PHOTOS, "x", "", lambda: (b"",), 5 << 30, ("SD card", "DCIM", "film.mp4"))
    with closing(rig.connect()) as handset:
        with pytest.raises(ItemRefused) as refused:
            handset.add(huge, Task())
        assert handset.add(new("SD card", "DCIM", "2.jpg"), Task()) == "SD card/DCIM/2.jpg"
    assert "too large" in refused.value.answer
    assert say(refused.value).what
    assert litter(rig) == []


def test_a_phone_that_fills_up_in_the_middle_says_so_and_keeps_no_half(tmp_path):
    rig = MtpRig(tmp_path / "phone", behave=lambda service: Full(service, len(LONG) + 10))
    with closing(rig.connect()) as handset:
        key = handset.add(new("Phone", "DCIM", "one.jpg", data=LONG), Task())
        with pytest.raises(PhoneFull):
            handset.add(new("Phone", "DCIM", "two.jpg", data=LONG), Task())
        assert read(handset)[key] == LONG
    assert litter(rig) == []
    assert f"{INTERNAL}/DCIM/two.jpg" not in rig.on_disk()


@pytest.mark.parametrize("code", [Response.StoreFull, Response.ObjectTooLarge])
def test_a_phone_that_finds_no_room_only_at_the_end_keeps_no_half(tmp_path, code):
    class Late:
        def __init__(self, inner):
            self.inner = inner

        def write(self, piece):
            self.inner.write(piece)

        def end(self, *, whole):
            self.inner.end(whole=False)
            return Reply(code)

    rig = MtpRig(tmp_path / "phone", taking=lambda request, onward: Late(onward(request)))
    expected = PhoneFull if code == Response.StoreFull else ItemRefused
    with closing(rig.connect()) as handset, pytest.raises(expected):
        handset.add(new("Phone", "DCIM", "one.jpg", data=LONG), Task())
    assert litter(rig) == []


def only_to_read(*storages: int):
    def answered(request, onward):
        reply = onward(request)
        if request.op == Op.GetStorageInfo and request.param(0) >> 16 in storages:
            info = StorageInfo.decode(reply.body.read(1 << 12))
            access = next(codes)
            return told(replace(info, access=access).encode())
        if request.op == Op.SendObjectInfo and request.param(0) >> 16 in storages:
            return Reply(Response.StoreReadOnly)
        return reply

    some = (AccessCapability.ReadOnly, AccessCapability.ReadOnlyWithObjectDeletion)
    codes = iter(some * 99)
    return answered


def test_a_phone_whose_storages_are_only_to_read_offers_no_restore(tmp_path):
    rig = MtpRig(tmp_path / "phone", answered=only_to_read(1))
    with closing(rig.connect()) as handset:
        assert not any(each.can_add or each.can_remove for each in handset.support())
        assert read(handset)


def test_what_lay_on_a_card_that_is_only_to_read_goes_to_the_phone(tmp_path):
    rig = MtpRig(tmp_path / "phone", card={"DCIM/1.jpg": b"1"}, answered=only_to_read(2))
    with closing(rig.connect()) as handset:
        assert all(each.can_add for each in handset.support())
        assert handset.add(new("SD card", "DCIM", "2.jpg"), Task()) == "Phone/DCIM/2.jpg"
        with pytest.raises(HandsetProblem):
            handset.update("SD card/DCIM/1.jpg", new("SD card", "DCIM", "1.jpg"), Task())
    assert rig.place("DCIM/1.jpg", CARD).read_bytes() == b"1"


def test_a_phone_that_keeps_no_dates_still_has_every_byte(tmp_path):
    rig = MtpRig(tmp_path / "phone", behave=NoDates)
    with closing(rig.connect()) as handset:
        key = handset.add(new("Phone", "DCIM", "2.jpg"), Task())
        assert read(handset)[key] == JPEG
    assert int(rig.place("DCIM/2.jpg").stat().st_mtime) != MTIME


@pytest.mark.parametrize("without", [frozenset(), NO_RENAMING], ids=["renames", "does not"])
@pytest.mark.parametrize("n", [*range(1, 24, 2), 40])
def test_an_upload_cut_at_any_transfer_overwrites_nothing_and_is_swept(tmp_path, n, without):
    files = {"DCIM/one.jpg": b"the owner's"}
    rig = MtpRig(tmp_path / "phone", files=files, without=without)
    handset = rig.connect()
    rig.bus.unplug_at(n)
    key = ""
    try:
        key = handset.add(new("Phone", "DCIM", "one.jpg", data=LONG), Task())
    except LinkProblem as problem:
        assert isinstance(problem, Unplugged)  # noqa: PT017 - late cuts come after it
    handset.close()
    rig.bus.forget_faults()
    with closing(rig.connect()) as again:
        shown = read(again)
        assert not [name for name in shown if ".holdfast-" in name]
        assert shown["Phone/DCIM/one.jpg"] == b"the owner's"
        if key:
            assert shown[key] == LONG
        later = again.add(new("Phone", "DCIM", "two.jpg"), Task())
        assert read(again)[later] == JPEG
    assert litter(rig) == []
    assert rig.place("DCIM/one.jpg").read_bytes() == b"the owner's"


@pytest.mark.parametrize("late", [1, 2, 5, 9])
def test_a_phone_may_notice_a_folder_late_and_by_another_number(tmp_path, late):
    rig = MtpRig(
        tmp_path / "phone",
        files={},
        without=NO_RENAMING,
        behave=lambda service: LateWatcher(service, late),
    )
    paths = [("Phone", "Trip", day, f"{n}.jpg") for day in ("Monday", "Tuesday") for n in range(2)]
    with closing(rig.connect()) as handset:
        keys = [handset.add(new(*path), Task()) for path in paths]
        assert keys == ["/".join(path) for path in paths]
        assert read(handset) == dict.fromkeys(keys, JPEG)


def test_a_folder_that_somebody_made_meanwhile_is_taken(tmp_path):
    rig = MtpRig(tmp_path / "phone", files={"Trip/a.jpg": b"1"}, without=NO_RENAMING)
    with closing(rig.connect()) as handset:
        handset.add(new("Phone", "Trip", "b.jpg"), Task())
        rig.place("Trip/Monday").mkdir()
        rig.put("Trip/Monday/c.jpg", b"the owner's")
        keys = [
            handset.add(new("Phone", "Trip", "Monday", name), Task()) for name in ("c.jpg", "d")
        ]
        assert keys == ["Phone/Trip/Monday/c (1).jpg", "Phone/Trip/Monday/d"]
    assert rig.place("Trip/Monday/c.jpg").read_bytes() == b"the owner's"


def test_a_folder_that_never_shows_refuses_its_files_alone(tmp_path):
    rig = MtpRig(tmp_path / "phone", files={}, behave=lambda service: LateWatcher(service, 10_000))
    with closing(rig.connect()) as handset:
        with pytest.raises(ItemRefused):
            handset.add(new("Phone", "Trip", "a.jpg"), Task())
        assert handset.add(new("Phone", "a.jpg"), Task()) == "Phone/a.jpg"


OWNERS = {"DCIM/1.jpg": b"the owner's"}


def test_what_is_swept_after_a_broken_upload_is_never_another_file(tmp_path):
    rig = MtpRig(
        tmp_path / "phone",
        files=OWNERS,
        without=NO_RENAMING,
        behave=Misnumbered,
    )
    with closing(rig.connect()) as handset, pytest.raises(ValueError, match="announced"):
        handset.add(replace(new("Phone", "DCIM", "2.jpg", data=LONG), size=len(LONG) - 20), Task())
    assert rig.on_disk() == {f"{INTERNAL}/{name}": data for name, data in OWNERS.items()}


def test_what_is_removed_soon_after_is_never_another_file(tmp_path):
    rig = MtpRig(tmp_path / "phone", files=OWNERS, without=NO_RENAMING, behave=Misnumbered)
    with closing(rig.connect()) as handset:
        key = handset.add(new("Phone", "DCIM", "2.jpg"), Task())
        handset.remove(Kind.PHOTOS, key, Task())
    assert rig.on_disk() == {f"{INTERNAL}/{name}": data for name, data in OWNERS.items()}


def test_what_a_killed_restore_left_is_swept_by_the_next_and_never_backed_up(tmp_path):
    left, owners = ".holdfast-0123456789ab.part", ".holdfast-notes.part.txt"
    rig = MtpRig(tmp_path / "phone", files={f"DCIM/{left}": b"half", f"DCIM/{owners}": b"mine"})
    with closing(rig.connect()) as handset:
        assert set(read(handset)) == {f"Phone/DCIM/{owners}"}
        handset.add(new("Phone", "DCIM", "x.jpg"), Task())
    assert litter(rig) == [f"{INTERNAL}/DCIM/{owners}"]


TWINS = {"one/a.jpg": b"1", "two/a.jpg": b"2", "two/b.jpg": b"3"}
BOTH = {"one": "Trip", "two": "Trip"}


@pytest.mark.parametrize("without", [frozenset(), frozenset({Op.GetObjectPropList})])
def test_two_folders_of_one_name_lose_nothing_and_stay_apart(tmp_path, without):
    rig = MtpRig(
        tmp_path / "phone",
        files=TWINS,
        without=without,
        behave=lambda service: AllNames(service, BOTH),
    )
    with closing(rig.connect()) as handset:
        found = read(handset)
        assert sorted(found.values()) == [b"1", b"2", b"3"]
        keys = {data: key for key, data in found.items()}
        handset.remove(Kind.PHOTOS, keys[b"2"], Task())
        handset.update(keys[b"3"], new(*keys[b"3"].split("/"), data=b"new"), Task())
        assert read(handset) == {keys[b"1"]: b"1", keys[b"3"]: b"new"}
        added = handset.add(new("Phone", "Trip", "a.jpg", data=b"4"), Task())
        assert read(handset)[added] == b"4"
    assert rig.place("one/a.jpg").read_bytes() == b"1"
    assert rig.place("two/b.jpg").read_bytes() == b"new"


def test_two_files_of_one_name_are_never_taken_for_each_other(tmp_path):
    files = {"one/a.jpg": b"1", "one/b.jpg": b"2"}
    rig = MtpRig(
        tmp_path / "phone",
        files=files,
        behave=lambda service: AllNames(service, {"b.jpg": "a.jpg"}),
    )
    with closing(rig.connect()) as handset:
        keys = {data: key for key, data in read(handset).items()}
        handset.remove(Kind.PHOTOS, keys[b"1"], Task())
    assert rig.on_disk() == {f"{INTERNAL}/one/b.jpg": b"2"}


def test_folders_that_differ_in_case_alone_are_both_kept_and_met_again(tmp_path):
    rig = MtpRig(tmp_path / "phone", files={"Trip/a.jpg": b"1", "TRIP/a.jpg": b"2"})
    with closing(rig.connect()) as handset:
        assert read(handset) == {"Phone/Trip/a.jpg": b"1", "Phone/TRIP/a.jpg": b"2"}
    target = MtpRig(tmp_path / "other", files={})
    with closing(target.connect()) as handset:
        keys = [
            handset.add(new("Phone", folder, "a.jpg", data=data), Task())
            for folder, data in (("Trip", b"1"), ("TRIP", b"2"))
        ]
        assert read(handset) == dict(zip(keys, (b"1", b"2"), strict=True))
    assert len(list(target.place("").iterdir())) == 1
