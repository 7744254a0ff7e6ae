"""The password of every vault that is made to be measured."""

PASSWORD = "bench"  # noqa: S105 - of vaults that hold made-up people only
