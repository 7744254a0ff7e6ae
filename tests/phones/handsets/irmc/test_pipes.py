import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.handsets.irmc.pipes import MAKERS, Pipe, modem_pipe, obex_pipe
from holdfast.phones.links.descriptors import AltSetting, Endpoint, Transfer
from holdfast.phones.virtual.irmc.function import ACM, WMC

TESTING = 0x1209  # pid.codes
BULK = (Endpoint(0x81, Transfer.BULK, 64), Endpoint(0x02, Transfer.BULK, 64))


def server(interface, data, extra=b""):
    union = bytes((5, 0x24, 0x06, interface, data))
    return (
        AltSetting(interface, 0, 0x02, 0x0B, 0, (), union + extra),
        AltSetting(data, 0, 0x0A, 0, 0),
        AltSetting(data, 1, 0x0A, 0, 0, BULK),
    )


def test_a_wmc_function_is_a_pipe_with_an_idle_setting():
    assert obex_pipe(WMC) == Pipe(control=0, data=1, active=1, idle=0)


def test_a_modem_is_a_pipe_that_must_be_switched():
    assert modem_pipe(ACM, TESTING) == Pipe(control=0, data=1, active=0, idle=None)


def device(*functions):
    return tuple(AltSetting(9 + n, 0, *function) for n, function in enumerate(functions))


@pytest.mark.parametrize("vendor", sorted(MAKERS))
def test_the_modem_of_a_phone_maker_is_asked(vendor):
    assert modem_pipe(ACM[:2], vendor)


@pytest.mark.parametrize("vendor", [0x2341, 0x12D1, 0x1546])
def test_boards_data_cards_and_receivers_are_not_asked(vendor):
    assert modem_pipe(ACM[:2], vendor) is None


@pytest.mark.parametrize(
    "other",
    [(0x02, 0x06, 0), (0x02, 0x0D, 0), (0x02, 0x0E, 0), (0xE0, 1, 3), (6, 1, 1), (0xFF, 0x42, 1)],
    ids=["ethernet", "ncm", "mbim", "rndis", "mtp", "adb"],
)
def test_the_modem_of_a_smartphone_or_a_data_card_is_not_asked(other):
    assert modem_pipe((*ACM, *device(other)), 0x04E8) is None
    assert obex_pipe((*WMC, *device(other))) == obex_pipe(WMC)


def test_the_general_server_comes_before_others_and_before_the_modem():
    syncml = bytes.fromhex("16 24 19 01") + bytes(16) + b"\0\1"
    modem = tuple(
        AltSetting(s.interface + 6, s.alternate, s.cls, s.subcls, s.protocol, s.endpoints)
        for s in ACM
    )
    general = tuple(
        AltSetting(s.interface + 4, s.alternate, s.cls, s.subcls, s.protocol, s.endpoints,
                   s.extra.replace(b"\x05\x24\x06\0\1", b"\x05\x24\x06\4\5"))
        for s in WMC
    )  # fmt: skip
    settings = (*modem, *server(2, 3, syncml), *general)
    found = [obex_pipe(part) for part in (settings, settings[:6], modem)]
    assert [pipe and pipe.control for pipe in found] == [4, 2, None]
    assert modem_pipe(modem, TESTING).control == 6


@pytest.mark.parametrize(
    "settings",
    [
        (),
        WMC[:2],
        (AltSetting(0, 0, 0x08, 0x06, 0x50, BULK),),
        (AltSetting(0, 0, 0x02, 0x02, 0x00), AltSetting(1, 0, 0x0A, 0, 0, BULK)),
    ],
    ids=["nothing", "no-active-setting", "mass-storage", "no-at-modem"],
)
def test_other_devices_have_no_pipe(settings):
    assert obex_pipe(settings) is None
    assert modem_pipe(settings, TESTING) is None


@given(st.binary(max_size=60))
def test_descriptors_of_any_sort_do_no_harm(extra):
    obex_pipe((AltSetting(0, 0, 0x02, 0x0B, 0, (), extra), *WMC[1:]))
