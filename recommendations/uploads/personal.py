"""What tells who a private person is, in the words of a file: found by its pattern and counted.

A postcode counts only where somebody is said to live there, since every letterhead has one; a
number of ten digits only where its check digit is right; a day only where somebody is said to be
born then. Numbers of Scotland, which begin with a day of birth, are not looked for.
"""

from __future__ import annotations

import re
from collections import defaultdict

from recommendations.uploads import how_many

# A pattern begins with what is sought and looks back after it, so that it is found sooner.

_NHS = re.compile(
    rb"[34679](?<![\w.,/=+)\xa3-].)(?<!\+44 .)\d\d(?:\d{7}|([ -])\d{3}\1\d{4})(?![\w/-]|[.,]\d)"
)
_INSURANCE = re.compile(
    rb"[A-CEGHJ-PR-TW-Z](?<![\w/-].)[A-CEGHJ-NPR-TW-Z](?<!BG|GB|KN|NK|NT|TN|ZZ)"
    rb"(?: ?\d\d){3} ?[A-D](?![\w/-])"
)

# These are sought in small letters.

_DAY = (
    rb"\d{1,2}(?P<mark>[./ -])\d{1,2}(?P=mark)(?:\d{4}|\d\d)(?!\d)|\d{4}-\d\d-\d\d(?!\d)"
    rb"|\d{1,2}(?:st|nd|rd|th)?[ -](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
    rb"[., -]{1,2}(?:\d{4}|\d\d)(?!\d)"
)
_BIRTH = re.compile(
    rb"(?:date of birth|d\.?o\.?b\b|born(?: on)?\b(?=\W{1,3}\d))\D{0,40}(" + _DAY + b")"
)
_HOME = re.compile(
    rb"(?:home address|lives at|lived at)[^\0]{0,120}?"
    rb"\b([a-z]{1,2}\d[a-z\d]? ?\d[abd-hjlnp-uw-z]{2})\b"
)
MANY = {"date of birth": "dates of birth"}
_BETWEEN = re.compile(rb"[ -]")


class Personal:
    """What is found from part to part or page to page, each number once."""

    def __init__(self) -> None:
        self.found: defaultdict[str, set[bytes]] = defaultdict(set)

    def look_at(self, words: bytes) -> None:
        """Words in UTF-8, without markup."""
        words = words.replace(b"\xc2\xa0", b" ")
        numbers = (_BETWEEN.sub(b"", one[0]) for one in _NHS.finditer(words))
        self.found["NHS number"].update(filter(is_nhs_number, numbers))
        insured = (_BETWEEN.sub(b"", one[0]) for one in _INSURANCE.finditer(words))
        self.found["National Insurance number"].update(insured)
        small = words.lower()
        self.found["date of birth"].update(one[1] for one in _BIRTH.finditer(small))
        self.found["home postcode"].update(one[1] for one in _HOME.finditer(small))

    @property
    def told(self) -> list[str]:
        """By kind and number, and never what it is."""
        found = {what: len(ones) for what, ones in self.found.items() if ones}
        return [how_many(number, what, MANY.get(what, "")) for what, number in found.items()]


def is_nhs_number(digits: bytes) -> bool:
    """Whether the last of ten digits checks the others: NHS Data Dictionary, modulus 11."""
    *first, last = map(int, digits.decode())
    checked = -sum(digit * weight for digit, weight in zip(first, range(10, 1, -1), strict=True))
    return checked % 11 == last and len(set(digits)) > 1
