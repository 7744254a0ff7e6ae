"""Hypothesis strategies for OBEX, shared by its tests."""

from hypothesis import strategies as st

from holdfast.phones.protocols.obex.headers import Header

_U32 = 0xFFFFFFFF

# A text that ends in NUL cannot be told from its terminator.
texts = st.text(st.characters(), max_size=60).filter(lambda text: not text.endswith("\0"))


def _header(header_id):
    value = {
        0x00: texts,
        0x40: st.binary(max_size=200),
        0x80: st.integers(0, 0xFF),
        0xC0: st.integers(0, _U32),
    }[header_id & 0xC0]
    return st.builds(Header, st.just(header_id), value)


headers = st.lists(st.integers(0, 0xFF).flatmap(_header), max_size=8)
