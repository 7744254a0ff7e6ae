"""All small programs of a phone together, by their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, tzinfo
from types import MappingProxyType

from holdfast.phones.virtual.android.files.files import AndroidFiles
from holdfast.phones.virtual.android.tool import Call, Tool
from holdfast.phones.virtual.android.toybox import changing, finding, listing, system, texts
from holdfast.phones.virtual.android.toybox.kit import Applet, Kit, bound, say
from holdfast.phones.virtual.clock import VirtualClock

APPLETS: Mapping[str, Applet] = MappingProxyType(
    {
        "base64": texts.encode_base64,
        "cat": texts.cat,
        "chmod": changing.chmod,
        "cp": changing.cp,
        "date": system.date,
        "dd": changing.dd,
        "df": listing.df,
        "du": listing.du,
        "echo": texts.echo,
        "false": system.no,
        "find": finding.find,
        "grep": texts.grep,
        "head": texts.head,
        "id": system.identity,
        "ls": listing.ls,
        "md5sum": texts.summed("md5"),
        "mkdir": changing.mkdir,
        "mv": changing.mv,
        "printf": texts.printf,
        "rm": changing.rm,
        "rmdir": changing.rmdir,
        "sha1sum": texts.summed("sha1"),
        "sha256sum": texts.summed("sha256"),
        "sleep": system.sleep,
        "sort": texts.sort,
        "stat": listing.stat,
        "sync": system.yes,
        "tail": texts.tail,
        "touch": changing.touch,
        "true": system.yes,
        "uname": system.uname,
        "wc": texts.wc,
        "whoami": system.whoami,
        "xargs": finding.xargs,
    }
)
_NOTHING: Mapping[str, Tool] = MappingProxyType({})


def phone_tools(
    files: AndroidFiles,
    clock: VirtualClock,
    programs: Mapping[str, Tool] = _NOTHING,
    zone: tzinfo = UTC,
) -> dict[str, Tool]:
    """Return the small programs and `programs` by name, for a `Shell`.

    `find` and `xargs` may start any of them; where both have a name, `programs` win.
    """
    tools: dict[str, Tool] = {}
    kit = Kit(files, clock, tools, zone)
    tools.update({name: bound(kit, applet) for name, applet in APPLETS.items()})
    tools["toybox"] = _by_name(tools)
    tools.update(programs)
    return tools


def _by_name(tools: Mapping[str, Tool]) -> Tool:
    """Return the program that is all of them: its first word says which."""

    def run(call: Call) -> int:
        words = list(call.argv[1:])
        if not words:
            say(call, " ".join(sorted(APPLETS)) + "\n")
            return 0
        if words[0] not in APPLETS:
            call.err.write(f"toybox: Unknown command {words[0]}\n".encode("utf-8", "replace"))
            return 127
        return tools[words[0]](replace(call, argv=words))

    return run
