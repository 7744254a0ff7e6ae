"""The one base of every trouble that can be said to a person.

A `Problem` is a thing that goes wrong in the world: a cable is pulled, a disk is full, a
password is wrong. Rooms subclass it, one class per thing, as dataclasses whose fields carry
what the sentence needs; `holdfast.wording.problems` holds the sentence itself. Whatever
reaches the border and is not a `Problem` is a bug.
"""


class Problem(Exception):  # noqa: N818 - the word the person and the code share
    """A known trouble: shown as a sentence, never as a trace."""
