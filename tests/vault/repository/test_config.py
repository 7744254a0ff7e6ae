import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.vault.repository.config import (
    DEGREE,
    Config,
    is_irreducible,
    random_polynomial,
)


def test_a_config_reads_back_as_it_was_written():
    config = Config.generate()
    assert Config.decode(config.encode()) == config
    assert len(config.id) == 64


def test_the_chunker_polynomial_is_irreducible_and_of_the_degree_restic_asks_for():
    for _ in range(5):
        polynomial = random_polynomial()
        assert polynomial.bit_length() == DEGREE + 1
        assert is_irreducible(polynomial)


def test_polynomials_that_restic_uses_are_found_irreducible():
    # Rabin's own in restic's documentation, and one from a repository restic 0.14 made.
    assert is_irreducible(0x3DA3358B4DC173)
    assert is_irreducible(0x2A8A4EFD1E426F)


@given(st.integers(2, 2**20), st.integers(2, 2**20))
def test_a_product_of_polynomials_is_found_reducible(left, right):
    product = 0
    for bit in range(right.bit_length()):
        if right >> bit & 1:
            product ^= left << bit
    assert not is_irreducible(product)


@pytest.mark.parametrize(
    "changed", [{"version": 1}, {"version": 3}, {"version": "two"}, {"id": None}, {"extra": 1}]
)
def test_only_version_2_is_read(changed):
    fields = json.loads(Config.generate().encode()) | changed
    if "extra" in changed:
        assert Config.decode(json.dumps(fields).encode()).id == fields["id"]
        return
    fields = {key: value for key, value in fields.items() if value is not None}
    with pytest.raises(ValueError, match=r"."):
        Config.decode(json.dumps(fields).encode())


@given(st.binary() | st.sampled_from([b"[]", b"1", b"null", b'""', b"{}"]))
def test_what_is_no_config_is_refused(data):
    with pytest.raises(ValueError, match=r"."):
        Config.decode(data)
