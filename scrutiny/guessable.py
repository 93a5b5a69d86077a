"""Passwords that are long enough and all the same among the first that anybody would try."""

from __future__ import annotations

import re
from collections.abc import Container

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from recommendations.models import Council, User

OF_THIS_SITE = {"council", "recommendation", "recommendations", "register", "scrutiny"}
COMMON_WORDS = 2
"""As many as may stand together and still be guessed; three or four are a good password."""

SHORTEST, LONGEST = 2, 30  # of a word
AS_FAR_AS = 64
"""Whoever types more than this has chosen something of their own."""


class GuessablePasswordValidator(CommonPasswordValidator):
    """Refuses a common password, also where it is repeated, joined to another or added to.

    The names of the person, of any council here and of the site itself add nothing, and neither
    do figures and signs.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        typed = password.casefold()
        names = OF_THIS_SITE | names_of_councils() | names_of(user)
        if repeats(typed) or adds_up(typed[:AS_FAR_AS], common=self.passwords, names=names):
            raise ValidationError(
                "This password is easily guessed. Choose three or four words that do not belong "
                "together",
                code="password_too_common",
            )

    def get_help_text(self) -> str:
        return "Not one or two common words, a name, or anything repeated"


def repeats(typed: str) -> bool:
    """Whether it is something shorter over and over, the last time perhaps in part."""
    return any(typed[n:] == typed[:-n] for n in range(1, len(typed) // 2 + 1))


def adds_up(typed: str, *, common: Container[str], names: Container[str]) -> bool:
    """Whether it is nothing but figures, signs, names and at most two common words."""
    waiting: list[tuple[int, frozenset[str]]] = [(0, frozenset())]
    seen = set(waiting)
    while waiting:
        at, used = waiting.pop()
        if at == len(typed):
            return True
        found = [] if typed[at].isalpha() else [(at + 1, used)]
        for end in range(at + SHORTEST, min(at + LONGEST, len(typed)) + 1):
            word = typed[at:end]
            if word in names:
                found.append((end, used))
            elif word in common and len(used | {word}) <= COMMON_WORDS:
                found.append((end, used | {word}))
        waiting += [step for step in found if step not in seen]
        seen.update(found)
    return False


def names_of_councils() -> set[str]:
    return {word for name in Council.objects.values_list("name", flat=True) for word in words(name)}


def names_of(user: User | None) -> set[str]:
    if user is None:
        return set()
    told = (user.username, user.email, user.first_name, user.last_name)
    return {word for name in told for word in words(name)}


def words(name: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", name.casefold())
