from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.protocols.irmc.app_parameters import (
    Parameter,
    read_parameters,
    write_parameters,
)


@given(st.dictionaries(st.integers(0, 255), st.binary(max_size=255), max_size=5))
def test_parameters_come_back_as_they_were(values):
    assert read_parameters(write_parameters(values)) == values


@given(st.binary(max_size=60))
def test_any_bytes_are_parameters_of_some_sort(data):
    assert sum(2 + len(value) for value in read_parameters(data).values()) <= len(data)


def test_a_parameter_that_is_cut_off_ends_the_reading():
    assert read_parameters(bytes.fromhex("01 02 4142 02 09 43")) == {Parameter.LUID: b"AB"}
