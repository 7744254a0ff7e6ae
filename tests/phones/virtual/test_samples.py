import subprocess
import sys

from holdfast.phones.virtual.samples import create_sample, open_sample, wipe_sample

_DESK = """
import sys
import holdfast.actions.desk
print(*[name for name in sys.modules if name.startswith("holdfast.phones.virtual")])
"""


def test_a_desk_without_a_sample_phone_loads_none_of_their_code():
    done = subprocess.run(
        [sys.executable, "-c", _DESK], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["holdfast.phones.virtual"]


def test_a_sample_phone_is_made_emptied_and_opened(tmp_path):
    made = create_sample(tmp_path / "phone", family="at", small=True)
    wipe_sample(tmp_path / "phone")
    open_sample(tmp_path / "phone").close()
    assert made.family == "at"
