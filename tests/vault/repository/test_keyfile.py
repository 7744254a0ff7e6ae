import base64
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.vault.repository.config import Config
from holdfast.vault.repository.keyfile import (
    ScryptCost,
    describe_keyfile,
    encode_keyfile,
    open_keyfile,
)
from holdfast.vault.repository.seal import Key
from tests.vault.repository.vaults import CHEAP, PASSWORD

NOW = datetime(2009, 10, 12, 8, 30, tzinfo=UTC)
MASTER = Key.from_bytes(bytes(range(64)))

FROM_RESTIC = b"""{"created":"2026-11-23T21:10:50.891113482Z","username":"root","hostname":"vm",
"kdf":"scrypt","N":32768,"r":8,"p":1,
"salt":"3A6349bAA7jNqAxeShj3O3+O/r8pDvExQ3YAph9Nyrj9bxJvEKt5/pJjltsIGu1+u3gzhQ84dV2cJYoJ7W2nBQ==",
"data":"PLZ42Sq7JOyGHCG7BDDvHQoluchGZOGS7wsC6y8bvEm0aml7IP+EAcKFIHyx3liP3JhaaB53UH9F5vZ6gygsDLSmK5YWg6obgxMylq01oZxpOpfNJdTaEOdURkLOtl2DG2zsjQLjjai174pMI623gwNcMuyeSho+cgA9NNmUPxrrsRSrclt9WJ08kLH9Zpgk1MeEYOSNlP76oRSyIhSbkA=="}
"""
CONFIG_FROM_RESTIC = base64.b64decode(
    "SXBwoW4JFAGNh+GVqRSaL4duRUTrJ8OE+c8nK/gbIq+riqvf/YBcszEO140MN1OZsRkq5XJpWR62PkbffhAMZGHaifNr"
    "grfz6YmXA1S3QyvISnz4pOmJUlVj2olr52TeMfEbjQYirALxRzx5GpRFceLeC1f51G57UPUayVzAtSmKB6xfO9bAdJXt"
    "fmJLvAyWuPwXB72oUbOitnc="
)


def keyfile(**changed: object) -> bytes:
    fields = json.loads(encode_keyfile(PASSWORD, MASTER, CHEAP, NOW)) | changed
    return json.dumps(fields).encode()


@settings(deadline=None, max_examples=20)
@given(st.text(min_size=1))
def test_the_password_opens_the_key_file_and_another_does_not(password):
    data = encode_keyfile(password, MASTER, CHEAP, NOW)
    assert open_keyfile(data, password) == MASTER
    assert open_keyfile(data, password + " ") is None


def test_a_key_file_that_restic_wrote_opens_with_its_config():
    key = open_keyfile(FROM_RESTIC, "golden")
    assert key is not None
    config = Config.decode(key.open(CONFIG_FROM_RESTIC))
    assert config.id == "f10979383efeee4d6464c00bddd74f74512743ca30afd9b33a3bc2df255275de"
    assert config.polynomial == 0x2A8A4EFD1E426F


def test_a_key_file_hides_the_key_and_tells_when_it_was_made():
    data = encode_keyfile(PASSWORD, MASTER, CHEAP, NOW)
    assert json.loads(data)["created"] == "2009-10-12T08:30:00Z"
    assert len(base64.b64decode(json.loads(data)["salt"])) == 64
    for part in (MASTER.encrypt, MASTER.k, MASTER.r):
        assert base64.b64encode(part) not in data


def test_trying_a_password_of_a_new_vault_is_dear():
    cost = ScryptCost()
    assert 128 * cost.n * cost.r >= 32 * 1024 * 1024
    assert cost.p >= 4


@pytest.mark.parametrize(
    "changed",
    [
        {"N": 1 << 40},
        {"N": 1000},
        {"N": 0},
        {"N": -2},
        {"N": "many"},
        {"r": 1 << 20},
        {"p": 1 << 20},
        {"p": 0},
        {"kdf": "argon2"},
        {"salt": 5},
        {"salt": "not base64!"},
        {"data": None},
    ],
)
def test_a_key_file_that_asks_for_the_absurd_is_refused_at_once(changed):
    with pytest.raises(ValueError, match=r"."):
        open_keyfile(keyfile(**changed), PASSWORD)


@given(
    st.binary() | st.sampled_from([b"[]", b"1", b"null", b"{}", b'{"N":1}', b'{"kdf":"scrypt"}'])
)
def test_what_is_no_key_file_is_refused(data):
    with pytest.raises(ValueError, match=r"."):
        open_keyfile(data, PASSWORD)


def test_a_changed_key_file_does_not_open():
    data = json.loads(keyfile())["data"]
    sealed = bytearray(base64.b64decode(data))
    sealed[20] ^= 1
    assert open_keyfile(keyfile(data=base64.b64encode(sealed).decode()), PASSWORD) is None


def test_who_made_a_key_file_and_when_is_told_without_a_password():
    made = describe_keyfile(FROM_RESTIC)
    assert (made.username, made.hostname) == ("root", "vm")
    assert made.created == datetime(2026, 11, 23, 21, 10, 50, 891113, tzinfo=UTC)
    assert describe_keyfile(keyfile(created="once", username=None)).created is None


@pytest.mark.parametrize("data", [b"", b"[]", b"null", b"1", b'{"kdf":"argon"}', b"{}"])
def test_what_is_no_key_file_has_no_maker(data):
    with pytest.raises(ValueError, match=r"."):
        describe_keyfile(data)
