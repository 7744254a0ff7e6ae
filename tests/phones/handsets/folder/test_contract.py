import pytest

from tests.phones.handsets.contract import HandsetContract
from tests.phones.handsets.folder.rig import SMALL_CARD, FolderRig


class TestFolder(HandsetContract):
    @pytest.fixture
    def rig(self, tmp_path):
        return FolderRig(tmp_path / "card", SMALL_CARD)
