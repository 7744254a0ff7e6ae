from __future__ import annotations

import gc

from holdfast.ui.collector import Collector


def test_what_was_there_before_is_not_gone_through_until_the_end(qapp) -> None:
    del qapp
    gc.unfreeze()
    collector = Collector()
    try:
        assert not gc.isenabled()
        assert gc.get_freeze_count() > 10_000
    finally:
        collector.close()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
