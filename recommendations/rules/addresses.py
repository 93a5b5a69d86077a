"""What a recommendation is called in the register, allotted from what its report prints."""

import re
from collections.abc import Container
from itertools import count

PREFIXES = {
    "recommendation": "R",
    "interim": "Interim-",
    "guideline": "Guideline-",
    "commendation": "Commendation-",
    "finding": "Finding-",
}
"""What stands before the number, by kind."""

NUMBERED = re.compile(r"(?:[a-z ]*\s|r)?\W*(\d[\w.()]*)\W*", re.IGNORECASE)
ADDRESS = re.compile(r"[A-Z0-9][\w().-]{0,49}")
"""A capital or a figure first, so that no address is the name of a page."""


def address_of(reference: str, *, kind: str, taken: Container[str]) -> str:
    """ "R5" of "R5." or "Recommendation 5", "Guideline-2" of "Guideline 2".

    What is printed without a reference gets the first number that is free. Whether an address
    made of a reference is free is for whoever asks to see.
    """
    prefix = PREFIXES[kind]
    if not tidy(reference):
        return _first_free(prefix + "{}", taken)
    if found := NUMBERED.fullmatch(reference.strip()):
        return prefix + tidy(found[1])
    words = tidy(reference)
    return words[0].upper() + words[1:]


def listed_address_of(mark: str, *, whole: str, taken: Container[str]) -> str:
    """ "R1(a)" of the part that R1 marks "a."; "R35(2)" of the second of its bullets."""
    if words := tidy(mark.strip("() .:")):
        return f"{whole}({words})"
    return _first_free(f"{whole}({{}})", taken)


def limb_address_of(*, whole: str, follows_parts: bool, taken: Container[str]) -> str:
    """ "R11-closing" of what follows the listed parts; else "R9-2", the second thing R9 asks."""
    closing = f"{whole}-closing"
    if follows_parts and closing not in taken:
        return closing
    return _first_free(f"{whole}-{{}}", taken, begin=2)


def tidy(text: str) -> str:
    """Letters, figures, dots, brackets and hyphens alone; no full stop or bracket left over."""
    words = re.sub(r"[^\w().-]+", "-", text).strip("-.")
    return words if words.count("(") == words.count(")") else re.sub(r"[()]", "", words)


def _first_free(pattern: str, taken: Container[str], *, begin: int = 1) -> str:
    return next(one for n in count(begin) if (one := pattern.format(n)) not in taken)
