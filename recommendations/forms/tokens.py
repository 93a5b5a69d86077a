"""The one-time token of a form, signed for one person and one page."""

from __future__ import annotations

from dataclasses import dataclass
from secrets import token_urlsafe

from django.core.signing import BadSignature, Signer

SALT = "form token of "


@dataclass(frozen=True, slots=True)
class Token:
    """What a signed token says: a name nobody can guess, and for whom it was made."""

    name: str
    person: int


def new_token(*, person: int, page: str) -> str:
    return Signer(salt=SALT + page).sign(f"{token_urlsafe(16)}.{person}")


def read_token(signed: str, *, page: str) -> Token | None:
    """The token, or None where it was not made for this page or by us."""
    try:
        name, _, person = Signer(salt=SALT + page).unsign(signed).rpartition(".")
    except BadSignature:
        return None
    return Token(name, int(person))
