"""The contract of drivers, kept on every way a phone serves files."""

from typing import Any

import pytest

from holdfast.phones.protocols.mtp.codes import Op
from holdfast.phones.virtual.mtp.service import Manners
from tests.phones.handsets.contract import HandsetContract
from tests.phones.handsets.mtp.rig import FILES, JPEG, MtpRig

TINY = {"DCIM/1.jpg": JPEG, "a.txt": b"x" * 700}
PTP = frozenset(
    {
        Op.GetObjectPropList,
        Op.GetObjectPropValue,
        Op.SetObjectPropValue,
        Op.GetObjectPropsSupported,
        Op.GetObjectPropDesc,
        Op.GetPartialObject64,
        Op.SendPartialObject,
        Op.BeginEditObject,
        Op.EndEditObject,
        Op.TruncateObject,
    }
)


class MtpContract(HandsetContract):
    """Some thirty transfers stand for all of them, but in the deep run."""

    bent: dict[str, Any] = {}  # noqa: RUF012 - read only

    @pytest.fixture
    def rig(self, tmp_path):
        return MtpRig(tmp_path / "phone", **self.bent)

    def points(self, rig):
        last = self.transfers_of_a_full_read(rig)
        return range(1, last + 1, max(1, last // 30))


class TestAndroid(MtpContract):
    pass


class TestObjectByObject(MtpContract):
    bent = {"without": frozenset({Op.GetObjectPropList})}  # noqa: RUF012 - read only


class TestCameraMode(MtpContract):
    bent = {  # noqa: RUF012 - read only
        "without": PTP,
        "extensions": "",
        "shown": ("DCIM", "Pictures"),
        "files": {
            "DCIM/Camera/IMG_0001.jpg": JPEG,
            "Pictures/日本 2009.jpg": JPEG[:400],
            "DCIM/Camera/IMG.aae": b"plain",
        },
    }

    def test_it_takes_nothing(self, handset):
        assert not any(each.can_add or each.can_update for each in handset.support())
        assert handset.info.protocol == "PTP"


class TestHeadersApart(MtpContract):
    bent = {  # noqa: RUF012 - read only
        "manners": Manners(split_header=True),
        "files": {name: data for name, data in FILES.items() if data},
    }


class TestTwoStorages(MtpContract):
    bent = {"card": {"DCIM/Camera/IMG_0001.jpg": JPEG[:99]}}  # noqa: RUF012 - read only


class AtEveryTransfer(MtpContract):
    def points(self, rig):
        return range(1, self.transfers_of_a_full_read(rig) + 1)


@pytest.mark.deep
class TestAndroidAtEveryTransfer(AtEveryTransfer):
    bent = {"files": TINY}  # noqa: RUF012 - read only


@pytest.mark.deep
class TestObjectByObjectAtEveryTransfer(AtEveryTransfer):
    bent = {**TestObjectByObject.bent, "files": TINY}  # noqa: RUF012 - read only


@pytest.mark.deep
class TestHeadersApartAtEveryTransfer(AtEveryTransfer):
    bent = {**TestHeadersApart.bent, "files": TINY}  # noqa: RUF012 - read only
