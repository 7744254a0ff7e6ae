"""Contact rows of Android and the vCard that says the same.

- `doors` rows to a card and back, what a card becomes on a phone, what no row can hold
- `mimetypes` Android's kinds of data rows, their types and the words of vCard for these
- `telling` rows to neutral contents; `making` neutral contents to rows
- `handles` messengers, `days` days of the year, `lines` properties no column is made for,
  `texts` texts as both sides can hold them
"""
