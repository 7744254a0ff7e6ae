import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.handsets.handset import SessionRefused
from holdfast.phones.handsets.irmc.modem import switch_to_obex
from holdfast.phones.handsets.irmc.pipes import MAKERS, Pipe, obex_pipe
from holdfast.phones.links.descriptors import AltSetting, Endpoint, Transfer
from holdfast.phones.links.link import NoAnswer
from holdfast.phones.virtual.irmc.function import ACM, WMC
from tests.phones.handsets.irmc.test_conversation import Scripted

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
    assert obex_pipe(WMC, TESTING) == Pipe(control=0, data=1, active=1, idle=0, modem=False)


def test_a_modem_is_a_pipe_that_must_be_switched():
    assert obex_pipe(ACM, TESTING) == Pipe(control=0, data=1, active=0, idle=None, modem=True)


def device(*functions):
    return tuple(AltSetting(9 + n, 0, *function) for n, function in enumerate(functions))


@pytest.mark.parametrize("vendor", sorted(MAKERS))
def test_the_modem_of_a_phone_maker_is_asked(vendor):
    assert obex_pipe(ACM[:2], vendor)


@pytest.mark.parametrize("vendor", [0x2341, 0x12D1, 0x1546])
def test_boards_data_cards_and_receivers_are_not_asked(vendor):
    assert obex_pipe(ACM[:2], vendor) is None


@pytest.mark.parametrize(
    "other",
    [(0x02, 0x06, 0), (0x02, 0x0D, 0), (0x02, 0x0E, 0), (0xE0, 1, 3), (6, 1, 1), (0xFF, 0x42, 1)],
    ids=["ethernet", "ncm", "mbim", "rndis", "mtp", "adb"],
)
def test_the_modem_of_a_smartphone_or_a_data_card_is_not_asked(other):
    assert obex_pipe((*ACM, *device(other)), 0x04E8) is None
    assert obex_pipe((*WMC, *device(other)), 0x04E8) == obex_pipe(WMC, TESTING)


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
    found = [obex_pipe(part, TESTING) for part in (settings, settings[:6], modem)]
    assert [pipe and pipe.control for pipe in found] == [4, 2, 6]
    assert [pipe and pipe.modem for pipe in found] == [False, False, True]


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
    assert obex_pipe(settings, TESTING) is None


@given(st.binary(max_size=60))
def test_descriptors_of_any_sort_do_no_harm(extra):
    obex_pipe((AltSetting(0, 0, 0x02, 0x0B, 0, (), extra), *WMC[1:]), TESTING)


def test_each_maker_s_words_are_tried_until_one_is_understood():
    link = Scripted(b"\r\nOK\r\n", b"\r\nERROR\r\n", b"\r\nCONNECT\r\n")
    switch_to_obex(link)
    assert link.heard == [b"AT\r", b"AT+CPROT=0\r", b"AT*EOBEX\r"]


def test_a_modem_that_knows_no_obex_says_so():
    with pytest.raises(SessionRefused):
        switch_to_obex(Scripted(b"\r\nOK\r\n", *[b"\r\nERROR\r\n"] * 9))


def test_a_pipe_that_does_not_know_at_may_speak_obex_already():
    link = Scripted()
    switch_to_obex(link)
    assert link.heard == [b"AT\r"]
    with pytest.raises(NoAnswer):
        link.read(1, 1)


def test_a_modem_that_says_other_things_now_and_then_is_left_in_good_time():
    waited = 0.0

    class Slow(Scripted):
        def read(self, size, timeout):
            nonlocal waited
            waited += timeout * 0.9
            return b"RING\r\n"

    with pytest.raises(SessionRefused):
        switch_to_obex(Slow(), lambda: waited)
    assert waited < 100


def test_a_chattering_modem_is_not_listened_to_for_ever():
    class Chatter(Scripted):
        def read(self, size, timeout):
            return b"RING\r\n"

    with pytest.raises(SessionRefused):
        switch_to_obex(Chatter())
