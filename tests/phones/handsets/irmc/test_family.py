"""Sessions begun on what other sessions left behind."""

import pytest
import usb.util

from holdfast.phones.virtual.device import Outbox
from holdfast.phones.virtual.irmc.behaviours import Wrapped
from holdfast.records.model.kinds import Kind
from tests.phones.handsets.contract import read
from tests.phones.handsets.irmc.rig import IrmcRig


@pytest.mark.parametrize("cable", ["wmc", "acm"])
def test_a_session_that_nobody_ended_does_not_keep_the_next_one_out(tmp_path, cable):
    rig = IrmcRig(tmp_path / "phone", small=True, usb=cable)
    [port] = rig.usb.ports()
    device = rig.usb.open(port)
    rig.open(device)
    usb.util.dispose_resources(device._device)  # as the system does when a program is killed

    handset = rig.connect()

    assert len(read(handset, Kind.CONTACTS)) == 12
    handset.close()


@pytest.mark.parametrize("cable", ["wmc", "acm"])
@pytest.mark.parametrize("ended", [True, False])
def test_a_phone_that_ends_no_full_packet_is_not_waited_for(tmp_path, cable, ended):
    class Forgetful(Outbox):
        def put(self, data, *, ended=ended):
            super().put(data, ended=ended)

    rig = IrmcRig(tmp_path / "phone", small=True, usb=cable)
    vars(rig.device.function)["_outbox"] = Forgetful(512)
    sizes = (*range(498, 504), *range(1010, 1016))  # with 11 bytes before them: full packets
    for size in sizes:
        (rig.folder / "photos" / f"{size}.jpg").write_bytes(bytes(size))
    (rig.folder / "photos" / "large.jpg").write_bytes(bytes(200_000))  # packets of 32 KiB
    handset = rig.connect()
    assert len(read(handset, Kind.PHOTOS)) == 6 + len(sizes) + 1
    assert rig.bus.clock.waited == 0
    handset.close()


@pytest.mark.parametrize("cable", ["wmc", "acm"])
def test_whatever_goes_wrong_the_pipe_is_given_back(tmp_path, cable):
    class Bug(Wrapped):
        def connect(self, target):
            raise ZeroDivisionError

    rig = IrmcRig(tmp_path / "phone", small=True, usb=cable, behave=Bug)
    [port] = rig.usb.ports()
    device = rig.usb.open(port)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            rig.open(device)
        assert not device.in_use
