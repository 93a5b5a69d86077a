"""Files that people hand over: what they may be, and what is looked for before one is kept.

A file is looked through by a child that is bounded in all it may use (``inside.py``). Nothing here
parses XML, and nothing ever shows a file: it is only handed back, as it came.
"""

MEBIBYTE = 1024 * 1024
LARGEST = 20 * MEBIBYTE
OF_A_COUNCIL = 1024 * MEBIBYTE
"""What all files of a council may come to."""


class NotTaken(Exception):
    """A file that may not be kept; the words say why and begin with "it"."""


def how_many(number: int, what: str, many: str = "") -> str:
    return f"{number} {what if number == 1 else many or f'{what}s'}"


def as_read(words: str) -> str:
    """A name as it is read: of letters that can be shown, and not longer than a name is."""
    return "".join(letter for letter in words if letter.isprintable()).strip()[:100]
