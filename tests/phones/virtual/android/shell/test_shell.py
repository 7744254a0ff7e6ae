from __future__ import annotations

import io
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.phones.virtual.android.shell.shell import OLD_NOT_FOUND, Shell
from tests.phones.virtual.android.rig import Rig


@pytest.fixture
def rig(tmp_path):
    return Rig(tmp_path)


@pytest.mark.parametrize(
    ("script", "printed"),
    [
        ("echo one; echo two\necho three # no more", "one\ntwo\nthree\n"),
        ("echo 'a  b' \"c  d\" e\\ f", "a  b c  d e f\n"),
        ("echo 'it'\\''s' \"a\\\"b\\$c\"", "it's a\"b$c\n"),
        ("echo a#b '#c' # d", "a#b #c\n"),
        ("a='x  y'; echo $a \"$a\" ${a}z ${#a}", "x y x  y x yz 4\n"),
        ("echo ${none:-other word} ${none}.", "other word .\n"),
        ("echo $(echo in; echo side) `echo back`", "in side back\n"),
        ("echo \"$(printf 'a\\n\\n')\"", "a\n"),
        ("false; echo $?; true; echo $?", "1\n0\n"),
        ("false && echo a || echo b; true && echo c || echo d", "b\nc\n"),
        ("! false && echo turned", "turned\n"),
        ("printf 'b\\na\\n' | sort | head -n 1", "a\n"),
        ("if false; then echo a; elif true; then echo b; else echo c; fi", "b\n"),
        ("if [ -d /sdcard ] && [ ! -f /sdcard ]; then echo folder; fi", "folder\n"),
        ("if test 2 -lt 10 -a a != b; then echo less; fi", "less\n"),
        ("for x in 1 'two three' 4; do echo \"<$x>\"; done", "<1>\n<two three>\n<4>\n"),
        ("for x in 1 2 3; do if [ $x = 2 ]; then continue; fi; echo $x; done", "1\n3\n"),
        ("i=0; while [ $i -lt 3 ]; do i=$((i+1)); echo $i; done", "1\n2\n3\n"),
        ("while true; do echo once; break; done", "once\n"),
        ("until false; do echo once; break; done", "once\n"),
        ("(cd /sdcard; x=1); echo $PWD$x", "/\n"),
        ("{ echo a; echo b; } | wc -l", "2\n"),
        ("x=1 y=2; echo $x$y", "12\n"),
        (
            'set -- a \'b c\'; for x in "$@"; do echo "[$x]"; done; echo $# $2',
            "[a]\n[b c]\n2 b c\n",
        ),
        ("echo $((2 + 3 * 4)) $(( (1+1) * -3 )) $((7 / 2)) $((7 % 4)) $((1 < 2))", "14 -6 3 3 1\n"),
        ("eval 'echo a; echo b'; sh -c 'echo $0 $1' zero one", "a\nb\nzero one\n"),
        ("cat <<END\nsome text\nEND\necho after", "some text\nafter\n"),
        ("echo a; exit 3; echo b", "a\n"),
        ("sh -c 'exit 4'; echo $?", "4\n"),
        ("echo $'a\\tb\\x41\\u00e9'", "a\tbAé\n"),
        ("echo a \\\n  b", "a b\n"),
        ("echo 'a\nb'", "a\nb\n"),
        ("command echo a; exec echo b; echo c", "a\nb\n"),
    ],
)
def test_a_script_does_what_the_phones_shell_does(rig, script, printed):
    assert rig.run(script)[1:] == (printed.encode(), b"")


def test_lines_are_read_into_variables_as_they_are(rig):
    script = 'while read -r x rest; do printf \'%s:%s\\n\' "$x" "$rest"; done'
    assert rig.out(script, b"a b  c\\n\n \xffz\n") == "a:b  c\\n\n\udcffz:\n"


def test_a_loop_reads_a_file_while_its_commands_read_nothing_of_it(rig):
    (rig.root / "tmp/names").write_bytes("ä\nb c\n".encode())
    script = 'while IFS= read -r x; do echo "[$x]"; done < /data/local/tmp/names'
    assert rig.out(script) == "[ä]\n[b c]\n"


@pytest.mark.parametrize(
    ("script", "status", "said"),
    [
        ("nosuch", 127, "/system/bin/sh: nosuch: inaccessible or not found\n"),
        (
            "/system/bin/nosuch",
            127,
            "/system/bin/sh: /system/bin/nosuch: inaccessible or not found\n",
        ),
        ("echo x > /x", 1, "/system/bin/sh: can't create /x: Read-only file system\n"),
        (
            "cat < /sdcard/none",
            1,
            "/system/bin/sh: can't open /sdcard/none: No such file or directory\n",
        ),
        ("echo 'a", 1, "/system/bin/sh: no closing quote\n"),
        ("fi", 1, "/system/bin/sh: syntax error: unexpected 'fi'\n"),
        ("if true; then echo", 1, "/system/bin/sh: syntax error: unexpected EOF\n"),
        ("echo )", 1, "/system/bin/sh: syntax error: unexpected ')'\n"),
        ("echo $((1/0))", 1, "/system/bin/sh: zero divisor\n"),
        ("sh /sdcard/none", 127, "/system/bin/sh: /sdcard/none: No such file or directory\n"),
        ("cd /none", 2, "/system/bin/sh: cd: /none: No such file or directory\n"),
    ],
)
def test_what_goes_wrong_is_said_in_the_shells_words(rig, script, status, said):
    assert rig.run(script) == (status, b"", said.encode())


def test_an_old_shell_says_that_something_is_not_found(rig):
    shell = Shell({}, rig.files, not_found=OLD_NOT_FOUND)
    err = io.BytesIO()
    assert shell.run("x", io.BytesIO(), io.BytesIO(), err) == 127
    assert err.getvalue() == b"/system/bin/sh: x: not found\n"


def test_streams_are_sent_where_redirections_say(rig):
    script = "{ echo a; echo b >&2; } > /sdcard/one 2>&1; echo c >> /sdcard/one; cat /sdcard/one"
    assert rig.run(script) == (0, b"a\nb\nc\n", b"")
    assert rig.run("nosuch 2>/dev/null; echo x >&2 2>/dev/null") == (0, b"", b"x\n")


def test_patterns_find_files_unless_they_are_quoted(rig):
    rig.run("mkdir -p /sdcard/D/E")
    rig.run("touch /sdcard/D/a.jpg '/sdcard/D/b c.jpg' /sdcard/D/.h /sdcard/D/E/x.jpg")
    assert rig.out('for x in /sdcard/D/*.jpg; do echo "$x"; done') == (
        "/sdcard/D/a.jpg\n/sdcard/D/b c.jpg\n"
    )
    assert rig.out("cd /sdcard; echo */?/*.jpg D/[ab]*g") == "D/E/x.jpg D/a.jpg D/b c.jpg\n"
    assert rig.out("echo '/sdcard/*' /sdcard/*.none") == "/sdcard/* /sdcard/*.none\n"
    # The shell may go through /data, not list it.
    assert rig.out("cd /data/local/tmp; echo > mine-1; echo /data/local/tmp/mine-*") == (
        "/data/local/tmp/mine-1\n"
    )


def test_words_reach_a_program_byte_for_byte(rig):
    hostile = 'O\'Neil, "x" $HOME `id` \\ Row: 7 _id=\n\u202e🎉;&|'
    quoted = "'" + hostile.replace("'", "'\\''") + "'"
    rig.run(f"content insert --bind data1:s:{quoted}".encode())
    assert rig.calls == [["content", "insert", "--bind", f"data1:s:{hostile}"]]


def test_a_script_in_a_file_gets_its_arguments(rig):
    (rig.root / "tmp/s.sh").write_bytes(b"echo $1-$2\nexit 6\n")
    assert rig.run("sh /data/local/tmp/s.sh a b") == (6, b"a-b\n", b"")


def test_what_runs_in_the_background_costs_no_sum(rig):
    before = rig.clock.waited
    rig.run("content a & content b & content c & wait")
    assert rig.clock.waited - before == pytest.approx(0.5)
    before = rig.clock.waited
    rig.run("content a; content b; content c")
    assert rig.clock.waited - before == pytest.approx(1.5)
    before = rig.clock.waited
    rig.run("for x in 1 2 3 4 5 6 7 8; do sleep 1 & done; wait")
    assert rig.clock.waited - before == pytest.approx(2.0)


def test_a_shell_at_a_terminal_runs_each_command_when_it_is_whole(rig):
    out, err = io.BytesIO(), io.BytesIO()
    typed = io.BytesIO(b"echo a\nif true\nthen echo b\nfi\necho )\necho c\nexit 2\necho d\n")
    assert rig.shell.converse(typed, out, err) == 2
    assert out.getvalue() == b"a\nb\nc\n"
    assert b"unexpected ')'" in err.getvalue()


def test_deep_nesting_is_refused_instead_of_breaking_the_phone(rig):
    assert rig.run("(" * 500 + ")" * 500)[0] == 1
    assert rig.run("echo " + "$(echo " * 500 + ")" * 500)[0] == 1


def test_ten_thousand_commands_are_read_and_started_fast(rig):
    line = "content insert --uri content://com.android.contacts/data --bind raw_contact_id:i:7 "
    line += (
        "--bind mimetype:s:'vnd.android.cursor.item/name' --bind data1:s:'O'\\''Neil' || echo bad\n"
    )
    begun = time.perf_counter()
    assert rig.run(line * 10_000) == (0, b"", b"")
    # 60 microseconds on a quiet machine; the bound is for busy ones.
    assert (time.perf_counter() - begun) / 10_000 < 0.0003
    assert len(rig.calls) == 10_000


PIECES = [
    "echo",
    "a",
    "$x",
    "${x}",
    "${",
    "}",
    "$(",
    ")",
    "`",
    "'",
    '"',
    "\\",
    "\n",
    ";",
    "&",
    "&&",
    "||",
]
PIECES += [
    "|",
    "<",
    ">",
    ">>",
    "2>&1",
    "<<E",
    "E",
    "if",
    "then",
    "fi",
    "for",
    "in",
    "do",
    "done",
    "{",
    "(",
]
PIECES += [
    "*",
    "[",
    "]",
    "#",
    "!",
    "$((",
    "1+",
    "))",
    "$'\\ud800'",
    "=",
    "x=",
    "shift",
    "read",
    "wait",
    "\xff",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["", " "])), max_size=30))
def test_no_script_breaks_the_shell(words):
    script = "".join(piece + gap for piece, gap in words)
    with tempfile.TemporaryDirectory() as folder:
        status, _, _ = Rig(Path(folder)).run(script)
    assert 0 <= status <= 255
