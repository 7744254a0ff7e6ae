"""One message or call of an Android phone: provider rows to a file in XML, and back.

The files are of the kind the app "SMS Backup & Restore" writes, which `sms_xml` reads. Of the
rows only what belongs to the message is in them: what depends on the phone at hand (threads,
SIMs, the names its contacts had) stays in the rows that are kept beside the file.

- `columns` which columns are written under which names; `escaping` any text as an attribute
- `writing` rows to a file; `reading` a file to rows; `restoring` what a phone takes and shows
"""

from holdfast.records.formats.provider_rows.messages.reading import parts_of, rows_of
from holdfast.records.formats.provider_rows.messages.restoring import can_write, shape, why_not
from holdfast.records.formats.provider_rows.messages.writing import file_of

__all__ = ["can_write", "file_of", "parts_of", "rows_of", "shape", "why_not"]
