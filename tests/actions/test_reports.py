from holdfast.actions.reports import write_report


def failed():
    try:
        return dict[str, Exception]()["no such key"]
    except KeyError as error:
        return error


def test_a_report_has_the_trace_and_the_version(tmp_path):
    file = write_report(failed(), tmp_path / "logs")

    text = file.read_text()
    assert file.parent == tmp_path / "logs"
    assert text.startswith("Holdfast ")
    assert "KeyError: 'no such key'" in text
    assert "in failed" in text


def test_where_no_report_can_be_written_none_is_promised(tmp_path):
    (tmp_path / "logs").touch()

    assert write_report(failed(), tmp_path / "logs") is None
    assert write_report(failed(), None) is None
