"""Message backups in XML, as the app writes them and worse."""

from __future__ import annotations

from random import Random

VALUES = (
    *("null", "", "1", "2", "137", "151", "1257000000000", "-1", "0", "99999999999999999999"),
    *("+49 30 1", "a~b", "insert-address-token", "(Unknown)", "text/plain", "image/jpeg"),
    *("QUJD", "&#55357;&#56832;", "&#55357;", "&#0;", "&#x1F600;", "&amp;lt;", "&bomb;", "&"),
    *("a&#10;b\n\tc", "日本", "\x01", "<", ">", "'", "/>", "\ud83d"),
)
NAMES = (
    *("address", "body", "date", "date_sent", "type", "read", "subject", "sub", "msg_box"),
    *("contact_name", "number", "duration", "ct", "text", "data", "charset", "name", "seq", "b:d"),
)
WRAPPERS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>\n',
    "<?xml version='1.0' encoding='iso-8859-1'?>",
    '<!DOCTYPE smses [<!ENTITY bomb "x"><!ENTITY b2 "&bomb;&bomb;">]>',
    "<!DOCTYPE smses>",
    "<!-- a -- b -->",
    "<![CDATA[<sms body='x'/>]]>",
    "\ufeff",
    "",
)


def backup(random: Random) -> bytes:
    """One file: a prologue, a wrapper that counts, entries."""
    entries = "".join(_entry(random) for _ in range(random.randint(0, 4)))
    wrapper = random.choice(("smses", "calls", "smses", "x"))
    prologue = "".join(random.choice(WRAPPERS) for _ in range(random.randint(0, 2)))
    end = random.choice((f"</{wrapper}>", f"</{wrapper}>", "", "</x>"))
    text = f'{prologue}<{wrapper} count="{random.randint(0, 4)}">{entries}{end}'
    codec = random.choice(("utf-8", "utf-8", "utf-8", "latin-1", "utf-16"))
    return text.encode(codec, "surrogatepass" if codec == "utf-8" else "replace")


def _entry(random: Random) -> str:
    match random.randrange(4):
        case 0:
            return f"<call{_attributes(random)} />"
        case 1:
            parts = "".join(f"<part{_attributes(random)}/>" for _ in range(random.randint(0, 2)))
            addresses = "".join(
                f"<addr{_attributes(random)}/>" for _ in range(random.randint(0, 2))
            )
            inside = f"<parts>{parts}</parts><addrs>{addresses}</addrs>"
            return f"<mms{_attributes(random)}>{inside}{random.choice(('</mms>', ''))}"
        case 2:
            return random.choice((*WRAPPERS, "text", "<sms", "<sms body=", "</sms>"))
        case _:
            return f"<sms{_attributes(random)} />\n"


def _attributes(random: Random) -> str:
    found = []
    for _ in range(random.randint(0, 8)):
        quote = random.choice("\"'")
        value = random.choice(VALUES)
        value = (
            value if random.random() < 0.2 else value.replace("<", "&lt;").replace(quote, "&quot;")
        )
        found.append(f"{random.choice((' ', chr(10)))}{random.choice(NAMES)}={quote}{value}{quote}")
    return "".join(found)
