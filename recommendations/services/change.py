"""One change of the register: atomic, and it leaves the standing of what it touched rewritten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils import timezone

from recommendations.models import Recommendation, User
from recommendations.models.dated import Dated
from recommendations.models.history import BY, REASON
from recommendations.models.recording import OTHER_MOMENT
from recommendations.services import standings

D = TypeVar("D", bound=Dated)


class Refused(Exception):
    """A write the register does not allow, in words for the person who asked for it.

    ``box`` names the one that has to be typed otherwise, where it is one alone; ``ours`` says that
    nothing has to be, since it is this site that could not do it.
    """

    def __init__(self, words: str, *, box: str = "", ours: bool = False) -> None:
        super().__init__(words)
        self.box = box
        self.ours = ours


class Change:
    """What one change touched, so far."""

    def __init__(self) -> None:
        self._touched: set[int] = set()

    def touch(self, *recommendations: Recommendation) -> None:
        """These items' rating may now be another."""
        self._touched.update(recommendation.pk for recommendation in recommendations)

    def touch_all(self, recommendations: models.QuerySet[Recommendation]) -> None:
        self._touched.update(recommendations.values_list("pk", flat=True))

    def close(self) -> None:
        if self._touched:
            standings.rewrite(self._touched, today=timezone.localdate())


_current: ContextVar[Change | None] = ContextVar("current_change", default=None)


@contextmanager
def change() -> Iterator[Change]:
    """Join the change under way, or begin one.

    The outermost one rewrites the standing of everything touched inside it, in the same
    transaction, so a paper of a hundred facts rates each of its items once.
    """
    if (under_way := _current.get()) is not None:
        yield under_way
        return
    begun = Change()
    token = _current.set(begun)
    try:
        with transaction.atomic():
            yield begun
            begun.close()
    finally:
        _current.reset(token)


@contextmanager
def recorded_at(moment: datetime) -> Iterator[None]:
    """Record what is written inside as at another moment: for an invented history only."""
    token = OTHER_MOMENT.set(moment)
    try:
        yield
    finally:
        OTHER_MOMENT.reset(token)


@contextmanager
def because(reason: str, *, by: User | None = None) -> Iterator[None]:
    """Say why, and by whom, what is edited in place is changed inside; the audit page shows both.

    ``by`` is needed where no request says who it is.
    """
    why, who = REASON.set(reason), BY.set(by or BY.get())
    try:
        yield
    finally:
        REASON.reset(why)
        BY.reset(who)


def refuse_the_future(on: date) -> None:
    """A fact's day may not lie ahead, save where its meaning is the future."""
    if on > timezone.localdate():
        raise Refused("The day it took effect cannot be in the future.")


def correct(row: D, *, by: User, why: str, **changes: Any) -> D:
    """Put a row in the place of another: the same save for what is named here."""
    if not why.strip():
        raise Refused("Say why what is recorded is wrong.")
    says = {**row.carried_over(), **changes}
    written = type(row)._default_manager.create(**says, by=by, corrects=row, correction_reason=why)
    for many in row._meta.many_to_many:
        getattr(written, many.name).set(getattr(row, many.name).all())
    return written


def one_correction_at_a_time(rows: models.QuerySet[Any]) -> None:
    """Whoever corrects one of these at this moment is first, or waits until this is done."""
    held = rows.select_for_update(no_key=True, of=("self",)).order_by("pk")
    list(held.values_list("pk"))


def take_back(row: D, *, by: User, why: str) -> D:
    """Take a row back, with nothing in its place."""
    return correct(row, by=by, why=why, takes_back=True)
