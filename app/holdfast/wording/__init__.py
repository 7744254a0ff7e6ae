"""Every sentence a person reads, in window and terminal alike.

Plain functions over plain data, no Qt and no terminal. A *line* is one sentence without its
full stop or a label; a *sentence* ends with one. Counts come before adjectives, and whoever
shows a digest may choose a shorter form of it but never cuts one off. `i18n` finds the
language; every other module is named after what it words.
"""

from holdfast.late import late

__getattr__ = late(
    __name__,
    "action_problems",
    "android_problems",
    "checks",
    "forget_problems",
    "forgetting",
    "held_problems",
    "mirror_problems",
    "mirrors",
    "phone_problems",
    "rehearsals",
    "vault_problems",
)
