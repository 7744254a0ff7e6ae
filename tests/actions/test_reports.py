from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from holdfast.actions.plain_traces import plain_message, plain_place
from holdfast.actions.reports import crashes_kept, reports_in, tidy_crashes, write_report

# Nothing of these may stand in a report: they are what a phone and its owner would bring.
NAME = "Zsófia Quillfeather"
NUMBER = "+36 20 555 0199"
PASSWORD = "correct-horse-battery-staple-9"  # noqa: S105 - planted to be looked for
PLANTED = ("Zsófia", "Quillfeather", "555", "0199", "horse", PASSWORD, "amara")


def failed():
    try:
        return dict[str, Exception]()["no such key"]
    except KeyError as error:
        return error


def caught(call, *arguments) -> BaseException:
    try:
        call(*arguments)
    except BaseException as error:  # noqa: BLE001 - whatever comes is reported
        return error
    raise AssertionError


def lose(contact: str, password: str) -> None:
    text = f"{contact} {password}"
    raise RuntimeError(text)


def read(contact: str, number: str, password: str) -> None:
    try:
        int(number)
    except ValueError as error:
        error.add_note(contact)
        try:
            lose(contact, password)
        finally:
            dict[str, str]()[number]


def open_in_home(home: str) -> None:
    Path(home, "private.vcf").read_bytes()


def test_a_report_has_the_trace_and_the_version(tmp_path):
    file = write_report(failed(), tmp_path / "logs")

    text = file.read_text("utf-8")
    assert file.parent == tmp_path / "logs"
    assert text.startswith("Holdfast ")
    assert "KeyError: 'no such key'" in text
    assert "in failed" in text


def test_where_no_report_can_be_written_none_is_promised(tmp_path):
    (tmp_path / "logs").touch()

    assert write_report(failed(), tmp_path / "logs") is None
    assert write_report(failed(), None) is None


def test_a_report_has_nothing_of_what_a_phone_or_its_owner_brought(tmp_path):
    error = caught(read, NAME, NUMBER, PASSWORD)
    text = write_report(error, tmp_path).read_text("utf-8")

    assert [planted for planted in PLANTED if planted in text] == []
    assert "in read" in text
    assert "in lose" in text
    assert text.index("ValueError: invalid literal") < text.index("RuntimeError: …")
    assert text.rstrip().endswith("KeyError: …")


def test_a_file_in_somebodys_home_is_not_named_but_the_trouble_is(tmp_path):
    home = tmp_path / "home" / "amara"
    text = write_report(caught(open_in_home, str(home)), tmp_path).read_text("utf-8")

    assert "FileNotFoundError: [Errno 2] No such file or directory: …" in text
    assert "amara" not in text
    assert "private" not in text.split("FileNotFoundError")[1]


def test_the_folders_above_the_program_are_left_out():
    home = "/home/amara quill/.venv/lib/python3.11"
    assert plain_place(f"{home}/site-packages/usb/core.py") == "site-packages/usb/core.py"
    assert plain_place(f"{home}/json/decoder.py") == "json/decoder.py"
    assert plain_place("/home/amara/holdfast/ui/bugs.py") == "holdfast/ui/bugs.py"
    assert plain_place(r"C:\Users\Amara\holdfast\ui\bugs.py") == "holdfast/ui/bugs.py"
    assert plain_place("/home/amara/script.py") == "script.py"


def test_an_exception_that_cannot_be_said_is_reported_without_words(tmp_path):
    class MuteError(Exception):
        def __str__(self) -> str:
            raise ValueError

    assert plain_message(MuteError()) == ""
    assert "MuteError" in write_report(MuteError(), tmp_path).read_text("utf-8")


def test_causes_that_run_in_a_circle_end(tmp_path):
    first, second = RuntimeError(), RuntimeError()
    first.__cause__, second.__cause__ = second, first

    assert write_report(first, tmp_path).read_text("utf-8").count("RuntimeError") == 2


def test_a_group_tells_what_kinds_it_holds(tmp_path):
    group = ExceptionGroup(NAME, [KeyError(NAME), OSError()])
    text = write_report(group, tmp_path).read_text("utf-8")

    assert "with KeyError" in text
    assert "Quillfeather" not in text


def test_two_reports_of_one_second_do_not_overwrite_each_other(tmp_path):
    files = {write_report(failed(), tmp_path) for _ in range(3)}

    assert set(reports_in(tmp_path)) == files
    assert len(files) == 3


CRASH = """
import faulthandler, sys
from pathlib import Path
from holdfast.actions.reports import crashes_kept

def deep_down(contact):
    with crashes_kept(Path(sys.argv[1])):
        faulthandler._sigsegv()

deep_down(sys.argv[2])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="ends otherwise there")
def test_where_a_process_broke_is_a_report_at_the_next_start(tmp_path):
    home = tmp_path / "amara"
    home.mkdir()
    script = home / "script.py"
    script.write_text(CRASH, "utf-8")
    logs = tmp_path / "logs"
    ended = subprocess.run([sys.executable, script, logs, NAME], capture_output=True, check=False)
    assert ended.returncode < 0

    with crashes_kept(logs):
        (report,) = reports_in(logs)
        text = report.read_text("utf-8")

    assert "Segmentation fault" in text
    assert "in deep_down" in text
    assert [planted for planted in PLANTED if planted in text] == []
    assert list(logs.iterdir()) == [report]


def test_a_process_that_ends_well_leaves_nothing(tmp_path):
    with crashes_kept(tmp_path / "logs"):
        assert len(list((tmp_path / "logs").iterdir())) == 1

    assert list((tmp_path / "logs").iterdir()) == []


def test_without_a_folder_nothing_is_kept_and_nothing_fails(tmp_path):
    (tmp_path / "file").touch()
    with crashes_kept(None), crashes_kept(tmp_path / "file"):
        pass

    assert reports_in(tmp_path / "nowhere") == ()
    assert tidy_crashes(tmp_path / "nowhere") == ()
