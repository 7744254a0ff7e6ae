"""Rows as providers may hold them, hostile texts included."""

from __future__ import annotations

from hypothesis import strategies as st

from holdfast.records.formats.provider_rows.rows import ProviderRows

HARD = "\x00\x01\t\n\r\x0b\x1f \x7f\x85\u2028\ufffd\ufffe\uffff\ud83d\ude00\U0001f600<>&\"';~"
letters = st.one_of(st.sampled_from(HARD), st.characters(codec=None))
texts = st.one_of(
    st.text(letters, max_size=30),
    st.sampled_from(("", "null", " null ", "&#55357;", "]]>", "\ud83d", "&amp;", "-1")),
)
numbers = st.integers(-(2**63) + 1, 2**63 - 1)
seldom = st.one_of(st.integers(-2, 7), numbers)


def _rows(numbered: tuple[str, ...], worded: tuple[str, ...]):
    columns = dict.fromkeys(numbered, seldom) | dict.fromkeys(worded, texts)
    return st.fixed_dictionaries({}, optional=columns)


sms = _rows(
    ("protocol", "date", "date_sent", "type", "read", "seen", "status", "locked", "sub_id"),
    ("address", "body", "subject", "service_center", "creator"),
)
calls = _rows(
    ("type", "date", "duration", "presentation", "features", "new", "is_read"),
    ("number", "name", "post_dial_digits", "via_number"),
)
mms = _rows(
    ("date", "date_sent", "msg_box", "read", "m_type", "exp", "st", "thread_id"),
    ("sub", "m_id", "tr_id", "ct_t"),
)
addrs = st.lists(_rows(("type", "charset"), ("address",)), max_size=3)
parts = st.lists(_rows(("seq", "chset"), ("ct", "name", "cl", "cid", "text")), max_size=3)


@st.composite
def multimedia(draw):
    row = draw(mms)
    if draw(st.booleans()):
        row["sub_cs"] = 106
    given = [{"_id": 40 + n, **part} for n, part in enumerate(draw(parts))]
    tables = {"mms": (row,), "addr": tuple(draw(addrs)), "part": tuple(given)}
    blobs = {part["_id"]: draw(st.binary(max_size=20)) for part in given if draw(st.booleans())}
    return ProviderRows("mms", tables), blobs


def of(provider: str, row):
    return ProviderRows(provider, {provider: (row,)})


simple = st.one_of(
    sms.map(lambda row: of("sms", row)),
    calls.map(lambda row: of("calls", row)),
)
