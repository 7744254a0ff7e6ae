import pytest

from tests.phones.handsets.contract import HandsetContract
from tests.phones.handsets.irmc.rig import IrmcRig


class TestOverWmc(HandsetContract):
    @pytest.fixture
    def rig(self, tmp_path):
        return IrmcRig(tmp_path / "phone", small=True)


class TestOverAModem(HandsetContract):
    @pytest.fixture
    def rig(self, tmp_path):
        return IrmcRig(tmp_path / "phone", small=True, usb="acm")


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
