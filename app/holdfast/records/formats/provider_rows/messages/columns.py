"""Which columns of the providers are written to a file, and how their values are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from holdfast.records.formats.provider_rows.rows import Row, number, text

NONE = "null"
"""What stands in a file for a value that there is none of."""

SMS_NUMBERS: Mapping[str, int] = MappingProxyType(
    {"protocol": 0, "date": 0, "read": 0, "status": -1, "locked": 0, "date_sent": 0}
)
"""What a message holds where the provider was not told, which is the same as not holding it."""
SMS_TEXTS = ("address", "subject", "body", "service_center")
MMS_NUMBERS = (
    "sub_cs", "exp", "m_type", "v", "m_size", "pri", "rr", "d_rpt", "rpt_a", "st", "retr_st",
    "retr_txt_cs", "read_status", "resp_st", "text_only", "locked",
)  # fmt: skip
MMS_TEXTS = (
    "m_id", "ct_t", "ct_l", "ct_cls", "m_cls", "tr_id", "d_tm", "d_tm_tok", "retr_txt", "resp_txt",
)  # fmt: skip
PART_NUMBERS = ("seq", "chset", "ctt_s")
PART_TEXTS = ("ct", "name", "cd", "fn", "cid", "cl", "ctt_t")
ADDR_NUMBERS = ("type", "charset")
CALL_NUMBERS: Mapping[str, int] = MappingProxyType(
    {"duration": 0, "date": 0, "presentation": 1, "features": 0}
)
CALL_TEXTS = ("post_dial_digits", "via_number")
PLAIN = "text/plain"
FROM, TO = 137, 151
INBOX = 1
OWN = "insert-address-token"
"""What Android writes where the phone's own number belongs."""

_UTF_8 = 106
_LARGEST = 2**63 - 1
_SECONDS_UP_TO = 100_000_000_000


def whole(row: Row, column: str) -> int | None:
    """A column as a whole number; None where it holds none that a provider can keep."""
    try:
        value = number(row, column)
    except OverflowError:
        return None
    return value if value is not None and abs(value) <= _LARGEST else None


def milliseconds(seconds: int) -> int:
    """A multimedia message's date as a file has it.

    A number that would be too small for milliseconds stays, as readers take it for seconds.
    """
    told = seconds * 1000
    if told < _SECONDS_UP_TO:
        return seconds
    return told if told <= _LARGEST else 0


def seconds(told: int) -> int:
    """A date of a file, in milliseconds or seconds, as the provider has it."""
    return told // 1000 if told >= _SECONDS_UP_TO else told


def subject_of(row: Row) -> str:
    """The subject of a multimedia message: Android keeps its bytes, each as a letter."""
    subject = text(row, "sub")
    if subject.isascii() or whole(row, "sub_cs") != _UTF_8:
        return subject
    try:
        return subject.encode("latin-1").decode("utf-8", "surrogatepass")
    except UnicodeError:
        return subject


def kept_subject(subject: str, charset: int | None) -> str:
    """A subject as Android keeps it, the inverse of `subject_of`."""
    if charset != _UTF_8:
        return subject
    return subject.encode("utf-8", "surrogatepass").decode("latin-1")


def others(row: Row, addresses: Iterable[Row]) -> Iterator[str]:
    """The other side of a multimedia message: who sent it, or whom it was sent to."""
    received = whole(row, "msg_box") == INBOX
    for one in addresses:
        address = text(one, "address")
        sent_it = whole(one, "type") == FROM
        if address not in ("", NONE, OWN) and sent_it == received:
            yield address
