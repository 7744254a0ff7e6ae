"""The program `content`: asks a provider and prints what it answers."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping

from holdfast.phones.virtual.android.phone import AndroidPhone
from holdfast.phones.virtual.android.providers.errors import SECURITY, ProviderError
from holdfast.phones.virtual.android.providers.provider import Provider
from holdfast.phones.virtual.android.providers.uris import Uri, parse_uri
from holdfast.phones.virtual.android.tool import Call, Tool
from holdfast.phones.virtual.android.tools.printing import printed
from holdfast.phones.virtual.android.tools.words import Command, MisuseError, parse

START_SECONDS = 0.5
"""What one start of the program takes on the phone's clock."""
_USAGE = """usage: adb shell content [subcommand] [options]

usage: adb shell content insert --uri <URI> [--user <USER_ID>] --bind <COLUMN>:<TYPE>:<VALUE>...
usage: adb shell content update --uri <URI> [--user <USER_ID>] --bind ... [--where <SQL>]
usage: adb shell content delete --uri <URI> [--user <USER_ID>] [--where <SQL>]
usage: adb shell content query --uri <URI> [--user <USER_ID>] [--projection <A>:<B>...]
         [--where <SQL>] [--sort <SQL>]
usage: adb shell content call --uri <URI> --method <NAME> [--arg <TEXT>] [--extra <BINDING>...]
usage: adb shell content read --uri <URI> [--user <USER_ID>]

"""
_PERMISSIONS = {
    "com.android.contacts": ("contacts.ContactsProvider2", "CONTACTS"),
    "com.android.calendar": ("calendar.CalendarProvider2", "CALENDAR"),
    "sms": ("telephony.SmsProvider", "SMS"),
    "mms": ("telephony.MmsProvider", "SMS"),
    "mms-sms": ("telephony.MmsSmsProvider", "SMS"),
    "call_log": ("contacts.CallLogProvider", "CALL_LOG"),
    "media": ("media.MediaProvider", "EXTERNAL_STORAGE"),
}
_PIECE = 256 * 1024
_WRITING = ("insert", "update", "delete", "write")
_TRACE = (
    "\tat android.os.Parcel.createExceptionOrNull(Parcel.java:3011)\n"
    "\tat android.database.DatabaseUtils.readExceptionFromParcel(DatabaseUtils.java:190)\n"
    "\tat com.android.commands.content.Content$Command.execute(Content.java:534)\n"
    "\tat com.android.commands.content.Content.main(Content.java:735)\n"
)


def content(phone: AndroidPhone) -> Tool:
    """The program on `phone`."""

    def run(call: Call) -> int:
        phone.spend(START_SECONDS)
        phone.processes["content"] += 1
        try:
            command = parse([_java(word) for word in call.argv[1:]], phone.profile)
        except MisuseError as misused:
            call.out.write(_USAGE.encode() + b"\n[ERROR] " + _bytes(f"{misused}\n"))
            return 0
        uri = parse_uri(command.uri)
        try:
            _execute(phone, command, uri, call)
        except ProviderError as error:
            said = f"Error while accessing provider:{uri.authority or 'null'}\n{error.text}\n"
            call.err.write(_bytes(said + _TRACE))
        return 0

    return run


def _java(word: str) -> str:
    """A word as Java reads it; bytes that are no text become marks of that."""
    return word.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _execute(phone: AndroidPhone, command: Command, uri: Uri, call: Call) -> None:
    provider = phone.provider(uri.authority, command.user)
    if command.verb not in ("call", "gettype"):
        _check_permission(phone, command, uri)
    _VERBS[command.verb](phone, provider, command, uri, call)


def _check_permission(phone: AndroidPhone, command: Command, uri: Uri) -> None:
    writing = command.verb in _WRITING
    allowed = phone.profile.writable if writing else phone.profile.readable
    if uri.authority in allowed:
        return
    name, group = _PERMISSIONS[uri.authority]
    what, permission = ("writing", "WRITE") if writing else ("reading", "READ")
    raise ProviderError(
        SECURITY,
        f"Permission Denial: {what} com.android.providers.{name} uri {uri.text} from pid=4711,"
        f" uid=2000 requires android.permission.{permission}_{group}, or grantUriPermission()",
    )


def _query(phone: AndroidPhone, provider: Provider, command: Command, uri: Uri, call: Call) -> None:
    found = provider.query(uri, command.projection, command.where, command.sort)
    for piece in printed(found, wide=phone.profile.wide_integers):
        call.out.write(piece)


def _insert(_: AndroidPhone, provider: Provider, command: Command, uri: Uri, call: Call) -> None:
    del call
    provider.insert(uri, command.values)


def _update(_: AndroidPhone, provider: Provider, command: Command, uri: Uri, call: Call) -> None:
    del call
    provider.update(uri, command.values, command.where)


def _delete(_: AndroidPhone, provider: Provider, command: Command, uri: Uri, call: Call) -> None:
    del call
    provider.delete(uri, command.where)


def _call(_: AndroidPhone, provider: Provider, command: Command, uri: Uri, call: Call) -> None:
    answer = provider.call(uri, command.method or "", command.arg)
    said = "null"
    if answer is not None:
        said = f"Bundle[{{{', '.join(f'{key}={value}' for key, value in answer.items())}}}]"
    call.out.write(_bytes(f"Result: {said}\n"))


def _read(_: AndroidPhone, provider: Provider, command: Command, uri: Uri, call: Call) -> None:
    del command
    with provider.open(uri) as file:
        while piece := file.read(_PIECE):
            call.out.write(piece)


def _write(_: AndroidPhone, provider: Provider, command: Command, uri: Uri, call: Call) -> None:
    del command
    with provider.open(uri, writing=True) as file:
        shutil.copyfileobj(call.stdin, file)


def _gettype(_: AndroidPhone, provider: Provider, command: Command, uri: Uri, call: Call) -> None:
    del command
    call.out.write(_bytes(f"Result: {provider.kind_of(uri) or 'null'}\n"))


_VERBS: Mapping[str, Callable[[AndroidPhone, Provider, Command, Uri, Call], None]] = {
    "query": _query,
    "insert": _insert,
    "update": _update,
    "delete": _delete,
    "call": _call,
    "read": _read,
    "write": _write,
    "gettype": _gettype,
}
