import pytest

from tests.phones.handsets.contract import HandsetContract
from tests.phones.handsets.irmc.rig import IrmcRig, add_the_rest

MAKERS = {"AT^SQWE=3": "SIEMENS"}
"""Whom the driver must know by name: only a Siemens is a modem again after +++."""


def whole(rig):
    add_the_rest(rig.folder)
    return rig


class TestOverWmc(HandsetContract):
    @pytest.fixture
    def rig(self, tmp_path):
        return whole(IrmcRig(tmp_path / "phone", small=True))


class TestOverAModem(HandsetContract):
    @pytest.fixture
    def rig(self, tmp_path):
        return whole(IrmcRig(tmp_path / "phone", small=True, usb="acm"))


class TestWithTheSmallestPackets(HandsetContract):
    """Every object takes several packets, so the phone holds little to keep it cheap."""

    @pytest.fixture
    def rig(self, tmp_path):
        rig = IrmcRig(tmp_path / "phone", small=True, max_packet=255)
        for kind in ("contacts", "calendar", "to-dos", "notes"):
            for path in sorted((rig.folder / kind).iterdir())[2:]:
                path.unlink()
        for photo in sorted((rig.folder / "photos").rglob("*.JPG")):
            photo.write_bytes(photo.read_bytes()[:600])
        return rig


@pytest.mark.parametrize("level", [2, 3], indirect=True)
class TestBelowLevelFour(HandsetContract):
    """Phones that know no LUIDs: their stores are read whole, or index by index."""

    @pytest.fixture
    def level(self, request):
        return request.param

    @pytest.fixture
    def rig(self, tmp_path, level):
        rig = IrmcRig(tmp_path / "phone", small=True, card={"level": level})
        for kind in ("contacts", "calendar", "to-dos", "notes", "photos/Phone/DCIM/100MEDIA"):
            for path in sorted((rig.folder / kind).iterdir())[3:]:
                path.unlink()
        return rig


@pytest.mark.parametrize("switch", ["AT*EOBEX", "AT^SQWE=3", "AT+MODE=22"])
class TestSwitched(HandsetContract):
    """Phones whose modem turns to OBEX at their maker's own command."""

    @pytest.fixture
    def rig(self, tmp_path, switch):
        card = {"switch": switch, "manufacturer": MAKERS.get(switch, "Holdfast")}
        rig = IrmcRig(tmp_path / "phone", small=True, usb="acm", card=card)
        for kind in ("contacts", "calendar", "to-dos", "notes", "photos/Phone/DCIM/100MEDIA"):
            for path in sorted((rig.folder / kind).iterdir())[2:]:
                path.unlink()
        return rig
