import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.protocols.adb.banner import MAX_BANNER, Banner, parse, write

words = st.text(st.characters(exclude_characters=";=,:\0 ", exclude_categories=["Cs", "Z", "C"]))
names = words.filter(lambda text: text and text != "features")


@given(names, st.dictionaries(names, words, max_size=4), st.frozensets(names, max_size=6))
def test_a_banner_is_read_back(state, properties, features):
    said = Banner(state, properties, features)
    if len(write(said)) < MAX_BANNER:
        assert parse(write(said)) == said


def test_no_nul_follows_the_last_feature():
    assert write(Banner("host", features=frozenset({"shell_v2", "cmd"}))) == (
        b"host::features=cmd,shell_v2"
    )


def test_a_phones_banner_is_understood():
    found = parse(
        b"device::ro.product.name=beryllium;ro.product.model=POCO F1;"
        b"ro.product.device=beryllium;features=shell_v2,cmd,stat_v2\0"
    )
    assert (found.state, found.model) == ("device", "POCO F1")
    assert found.features == {"shell_v2", "cmd", "stat_v2"}


@pytest.mark.parametrize("odd", [b"", b"\0", b"device", b"device:", b"device::", b"::;;=;=x,"])
def test_an_odd_banner_is_read_as_far_as_it_goes(odd):
    assert parse(odd).features == frozenset()


@given(st.binary(max_size=100))
def test_no_banner_is_too_odd(data):
    parse(data)


def test_a_banner_without_end_is_cut():
    assert len(parse(b"device::a=" + b"x" * 10_000_000).properties["a"]) < MAX_BANNER
