import pytest

from holdfast.phones.handsets.mtp.quirks import USUAL, quirks_of
from holdfast.phones.protocols.mtp.datasets import DeviceInfo

UNKNOWN = (0x1209, 0x0001)


def of_stack(extensions, manufacturer=""):
    info = DeviceInfo(extensions=extensions, manufacturer=manufacturer)
    return quirks_of(*UNKNOWN, info)


def test_an_unknown_device_has_usual_manners():
    assert quirks_of(*UNKNOWN) is USUAL
    assert of_stack("microsoft.com: 1.0;") is USUAL


def test_a_galaxy_is_known_by_its_numbers():
    galaxy = quirks_of(0x04E8, 0x6860)
    assert galaxy.distrust_object_info
    assert not galaxy.broken_prop_list
    assert quirks_of(0x04E8, 0x685C).broken_prop_list


@pytest.mark.parametrize(("wanted", "asked"), [(500, 499), (1012, 1011), (499, 499), (512, 512)])
def test_a_galaxy_is_never_asked_for_a_part_that_ends_with_a_full_packet(wanted, asked):
    assert quirks_of(0x04E8, 0x6860).partial(wanted) == asked
    assert USUAL.partial(wanted) == wanted


def test_a_stack_is_known_by_what_it_calls_its_extensions():
    assert of_stack("microsoft.com: 1.0; android.com: 1.0;").slow
    assert of_stack("microsoft.com/WPDNA: 1.0; sonyericsson.com/SE: 1.0").junk_headers
    assert not of_stack("microsoft.com/WPDNA: 1.0; sonyericsson.com/SE; android.com").junk_headers
    assert of_stack("sony.net/WMFU: 1.0").broken_prop_list
    assert of_stack("", "Microsoft").separate_header


def test_numbers_come_before_the_stack():
    info = DeviceInfo(extensions="android.com: 1.0;")
    assert quirks_of(0x04E8, 0x6860, info).device == "Samsung Galaxy"


def test_umtp_responder_is_known_by_its_authors_though_its_numbers_are_those_of_a_pixel():
    info = DeviceInfo(extensions="android.com: 1.0;", manufacturer="Viveris Technologies")
    assert quirks_of(0x18D1, 0x4EE1, info).broken_prop_list
    assert not quirks_of(0x18D1, 0x4EE1, DeviceInfo(manufacturer="Google")).broken_prop_list
