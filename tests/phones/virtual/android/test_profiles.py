"""What the releases differ in."""

from holdfast.phones.virtual.android.profiles import PROFILES, properties


def test_each_release_tells_what_it_is():
    told = {name: properties(profile, "S1") for name, profile in PROFILES.items()}
    assert {name: each["ro.build.version.sdk"] for name, each in told.items()} == {
        "6": "23",
        "11": "30",
        "16": "36",
    }
    assert all(each["ro.serialno"] == "S1" for each in told.values())
    assert told["11"]["ro.product.manufacturer"] == "Google"
    assert "sys.user.0.ce_available" not in told["6"]
    assert told["16"]["sys.user.0.ce_available"] == "true"


def test_old_releases_offer_few_features_and_new_ones_many():
    assert "shell_v2" not in PROFILES["6"].features
    assert "sendrecv_v2_brotli" in PROFILES["11"].features
    assert "delayed_ack" not in PROFILES["11"].features
    assert "delayed_ack" in PROFILES["16"].features
