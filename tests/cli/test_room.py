"""At the command line a plan tells what will not fit."""

from __future__ import annotations

from holdfast.phones.virtual.mtp.behaviours import Full
from holdfast.phones.virtual.mtp.device import virtual_mtp
from holdfast.phones.virtual.store import wipe_sample
from tests.cli.test_meanwhile import Plugged


def test_a_plan_says_what_is_needed_and_what_is_free(with_vault):
    terminal = Plugged(with_vault.folder, with_vault.capture, with_vault.clock)
    folder = terminal.phone(family="mtp")
    assert terminal("backup", "--sample", folder).status == 0
    wipe_sample(folder)
    phone = virtual_mtp(folder, terminal.clock, lambda service: Full(service, 1000))
    terminal.bus.plug(phone)

    said = terminal("restore", "latest", "--dry-run")
    shape = terminal("restore", "latest", "--dry-run", "--json").json
    phone.close()

    assert "This needs" in said.err
    assert "has 1.0 kB free" in said.err
    (short,) = shape["shortages"]
    assert short["storage"] == "Phone"
    assert short["needed"] > short["free"] == 1000
