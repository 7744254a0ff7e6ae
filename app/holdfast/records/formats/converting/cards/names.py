"""Which properties of a vCard are texts, lists, dates or links, and their names elsewhere."""

from __future__ import annotations

from types import MappingProxyType

TEXTS = frozenset(
    (
        "FN",
        "NOTE",
        "TITLE",
        "ROLE",
        "TEL",
        "EMAIL",
        "MAILER",
        "LABEL",
        "SORT-STRING",
        "PRODID",
        "X-ABLABEL",
        "X-PHONETIC-FIRST-NAME",
        "X-PHONETIC-MIDDLE-NAME",
        "X-PHONETIC-LAST-NAME",
    )
)
"""Properties whose value is one text, commas and semicolons included."""
LISTS = frozenset(("CATEGORIES", "NICKNAME"))
"""Properties whose value is a list of texts between commas."""
FIELD_COUNTS = MappingProxyType({"N": 5, "ADR": 7, "ORG": 1})
"""Structured properties, with how many fields they have at least."""
ONCE = frozenset(("N", "BDAY", "ANNIVERSARY", "GENDER", "KIND", "PRODID", "REV", "UID"))
"""Properties that vCard 4.0 has once at most, but for those that have an ALTID (RFC 6350, 3.3)."""
DATES = frozenset(("BDAY", "ANNIVERSARY", "DEATHDATE", "REV"))
"""Properties whose value is a date, or says in words what is known of it."""
LINKS = frozenset(
    ("URL", "IMPP", "FBURL", "CALURI", "CALADRURI", "SOURCE", "UID", "MEMBER", "RELATED")
)
"""Properties whose value is most often a URI."""
MEDIA = frozenset(("PHOTO", "LOGO", "SOUND", "KEY"))
"""Properties whose value is bytes or a link to them."""

PHONETIC = ("X-PHONETIC-LAST-NAME", "X-PHONETIC-FIRST-NAME", "X-PHONETIC-MIDDLE-NAME")
"""What the fields of Japan's SOUND;X-IRMC-N are called by everybody else."""

ANNIVERSARIES = (
    "X-ANNIVERSARY",
    "X-EVOLUTION-ANNIVERSARY",
    "X-KADDRESSBOOK-X-ANNIVERSARY",
    "X-MS-ANNIVERSARY",
)
"""Names of ANNIVERSARY before vCard 4.0, the most widely read first."""
RELATIONS = MappingProxyType(
    {
        "X-SPOUSE": "spouse",
        "X-EVOLUTION-SPOUSE": "spouse",
        "X-KADDRESSBOOK-X-SPOUSESNAME": "spouse",
        "X-MS-SPOUSE": "spouse",
        "X-ASSISTANT": "assistant",
        "X-EVOLUTION-ASSISTANT": "assistant",
        "X-KADDRESSBOOK-X-ASSISTANTSNAME": "assistant",
        "X-MS-ASSISTANT": "assistant",
        "X-MANAGER": "manager",
        "X-EVOLUTION-MANAGER": "manager",
        "X-KADDRESSBOOK-X-MANAGERSNAME": "manager",
        "X-MS-MANAGER": "manager",
        "X-MS-CHILD": "child",
    }
)
"""Names of RELATED of one type before vCard 4.0, by that type."""
APPLE_RELATIONS = frozenset(
    (
        "assistant",
        "brother",
        "child",
        "daughter",
        "father",
        "friend",
        "manager",
        "mother",
        "parent",
        "partner",
        "sister",
        "son",
        "spouse",
    )
)
"""Types of RELATED that Apple's X-ABLabel has a constant for."""
MESSENGERS = MappingProxyType(
    {
        "X-AIM": "aim",
        "X-GADUGADU": "gg",
        "X-GOOGLE-TALK": "gtalk",
        "X-GTALK": "gtalk",
        "X-GROUPWISE": "groupwise",
        "X-ICQ": "icq",
        "X-JABBER": "xmpp",
        "X-MSN": "msnim",
        "X-QQ": "qq",
        "X-SIP": "sip",
        "X-SKYPE": "skype",
        "X-SKYPE-USERNAME": "skype",
        "X-YAHOO": "ymsgr",
        # Kontact kept its own names for years.
        "X-MESSAGING/AIM-ALL": "aim",
        "X-MESSAGING/GADU-ALL": "gg",
        "X-MESSAGING/GROUPWISE-ALL": "groupwise",
        "X-MESSAGING/ICQ-ALL": "icq",
        "X-MESSAGING/IRC-ALL": "irc",
        "X-MESSAGING/MSN-ALL": "msnim",
        "X-MESSAGING/SKYPE-ALL": "skype",
        "X-MESSAGING/TWITTER-ALL": "twitter",
        "X-MESSAGING/XMPP-ALL": "xmpp",
        "X-MESSAGING/YAHOO-ALL": "ymsgr",
    }
)
"""Names of IMPP before RFC 4770, with the scheme each stands for; best known first."""
SERVICES = MappingProxyType({"jabber": "xmpp", "gadugadu": "gg", "yahoo": "ymsgr", "msn": "msnim"})
"""Apple's X-SERVICE-TYPE where it is not the scheme."""

GENDERS = MappingProxyType({"male": "M", "female": "F"})
"""Words of GENDER's letters, as everybody writes them in X-GENDER."""
GENDER_LETTERS = ("M", "F", "O", "N", "U")
"""The sexes of RFC 6350, 6.2.7."""
