"""The small programs that tell of the phone and its time: id, uname, date, sleep, true, false."""

from __future__ import annotations

from datetime import UTC

from holdfast.phones.virtual.android.tool import Call
from holdfast.phones.virtual.android.toybox.kit import Kit, WrongUseError, options, say

_GROUPS = (
    "2000(shell),1004(input),1007(log),1011(adb),1015(sdcard_rw),1028(sdcard_r),3001(net_bt_admin),"
    "3002(net_bt),3003(inet),3006(net_bw_stats),3009(readproc)"
)
_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


def identity(_kit: Kit, call: Call) -> int:
    """Tell who the shell is."""
    flags, _ = options(call, "unrgGZ")
    short = ("shell" if "n" in flags else "2000") + "\n"
    whole = f"uid=2000(shell) gid=2000(shell) groups={_GROUPS} context=u:r:shell:s0\n"
    say(call, short if flags.keys() & {"u", "g"} else whole)
    return 0


def whoami(_kit: Kit, call: Call) -> int:
    """Tell the name of the shell's user."""
    say(call, "shell\n")
    return 0


def uname(_kit: Kit, call: Call) -> int:
    """Tell of the kernel."""
    flags, _ = options(call, "snrvmao")
    parts = {"s": "Linux", "n": "localhost", "r": "5.10.198", "v": "#1 SMP", "m": "aarch64"}
    shown = (
        list(parts) if "a" in flags else [letter for letter in parts if letter in flags] or ["s"]
    )
    say(call, " ".join(parts[letter] for letter in shown) + "\n")
    return 0


def date(kit: Kit, call: Call) -> int:
    """Tell the time on the phone's clock."""
    flags, words = options(call, "u")
    now = kit.clock().astimezone(UTC if "u" in flags else kit.zone_of(call))
    form = words[0].removeprefix("+") if words else "%a %b %e %H:%M:%S %Z %Y"
    form = form.replace("%s", str(int(now.timestamp()))).replace("%N", f"{now.microsecond}000")
    say(call, now.strftime(form) + "\n")
    return 0


def sleep(kit: Kit, call: Call) -> int:
    """Let time pass on the phone's clock."""
    for word in call.argv[1:]:
        unit = _UNITS.get(word[-1:])
        try:
            kit.clock.advance(float(word[:-1]) * unit if unit else float(word))
        except ValueError:
            raise WrongUseError(f"bad {word}") from None
    return 0


def yes(_kit: Kit, _call: Call) -> int:
    """Succeed."""
    return 0


def no(_kit: Kit, _call: Call) -> int:
    """Fail."""
    return 1
