"""A rehearsal's parts: what the vault's own record says, where it is put back, what came of it."""

from holdfast.late import late

__getattr__ = late(__name__, "kept_record", "result", "stage")
