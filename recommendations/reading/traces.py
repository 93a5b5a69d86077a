"""One change, told: what it was of, by whom and when, from and to what, and why."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.db import models as orm
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from recommendations import models
from recommendations.models import Viewer
from recommendations.rules.due import Due
from recommendations.rules.notices import RULES
from recommendations.rules.positions import Scheme
from recommendations.rules.wording import clock_words, day_words

ACTS = {"+": "Entered", "~": "Changed", "-": "Deleted"}
NAMED: dict[Any, tuple[str, ...]] = {
    models.Body: (),
    models.Event: (),
    models.ExecutiveResponse: ("body", "report"),
    models.Meeting: ("body",),
    models.Membership: ("user", "council"),
    models.Post: (),
    models.Recommendation: ("report", "council"),
    models.ScrutinyReport: (),
    models.Theme: (),
    models.Topic: (),
    models.User: (),
}
"""What a row that leads to it is told by name, with what its name or its address is made of;
anything else by its number."""

NOT_TOLD = {
    *("id", "by", "on", "recorded_at", "corrects", "takes_back", "brought_in", "follows"),
    *("correction_reason", "first"),
    *("noun", "row", "at", "reason", "council", "may_be_seen"),
    *("history_id", "history_date", "history_change_reason", "history_type", "history_user"),
    *("version", "row_version", "until_recorded_at"),
}
LABELS = {
    "position": "Place",  # the committee's position is another thing
    "slug": "Name in web addresses",
    "checksum": "Checksum of the file",
    "date_joined": "Account made",
    "hard": "Red once it is late",
    "is_active": "May sign in",
    "is_staff": "May open the raw tables",
    "is_superuser": "Site administrator",
    "membership": "Who, in which role",
    "narrative": "What has been done",
    "status": "What the committee says",
    "user": "Person",
    "username": "User name",
}
NOUNS: dict[Any, str] = {
    models.Membership: "role",
    models.PartTwoGrant: "leave to read exempt matter",
    models.PostHolding: "who acts for a post",
    models.Remit: "what a body watches",
    models.Succession: "hand-over",
    models.UpdateRound: "round of updates",
    models.User: "person",
}
"""What the pages call a thing, where its model is called otherwise."""


@dataclass(frozen=True, slots=True)
class Altered:
    """One column of a row: what it was and what it became."""

    name: str
    was: str
    became: str


@dataclass(frozen=True, slots=True)
class Trace:
    """One change: of what, how, by whom, when, from and to what, and why."""

    at: datetime
    who: str
    noun: str
    number: int
    act: str
    on: date | None
    about: str
    address: str
    altered: tuple[Altered, ...]
    why: str


def told(rows: QuerySet[Any], *, reader: Viewer, words: bool) -> Iterator[tuple[Any, Trace]]:
    """Each row with its trace; without words where its reader may know only that it was written."""
    led_to = _led_to_by(rows.model)
    found = list(rows.select_related(None).select_related(*led_to, person_column(rows)))
    if moment_column(rows) == "history_date":
        before = _states_before(rows.model, found)
        for row in found:
            yield row, _of_history(row, before.get(row.pk), words=words)
    elif rows.model is models.Succession:
        for row in found:
            yield row, _of_succession(row)
    elif rows.model is models.ClassificationChange:
        for row in found:
            yield row, _of_classification(row, words=words)
    else:
        corrected = {row.pk: row for row in found}
        if unread := {row.corrects_id for row in found if row.corrects_id} - set(corrected):
            seen = rows.model.objects.visible_to(reader).filter(pk__in=unread)
            corrected |= {one.pk: one for one in seen.select_related(*led_to)}
        for row in found:
            yield row, _of_fact(row, corrected.get(row.corrects_id), words=words)


def _states_before(model: Any, found: Sequence[Any]) -> dict[int, Any]:
    """For each row of a history the one before it of the same thing."""
    every = model.instance_type.history
    of_same = every.filter(id__in={row.id for row in found})
    states = of_same.order_by("id", "history_date", "history_id").values_list("id", "pk")
    known = {row.pk: row for row in found}
    earlier = {
        number: last
        for (last_of, last), (of, number) in pairwise(states)
        if last_of == of and number in known
    }
    if unread := set(earlier.values()) - set(known):
        rows = every.filter(pk__in=unread).select_related(*_led_to_by(model))
        known |= {row.pk: row for row in rows}
    return {number: known[last] for number, last in earlier.items()}


def _of_history(row: Any, before: Any, *, words: bool) -> Trace:
    model = row.instance_type
    return Trace(
        at=row.history_date,
        who=str(row.history_user or "Nobody signed in"),
        noun=_noun(model),
        number=row.id,
        act=ACTS[row.history_type],
        on=None,
        about=_name_of(row) or _recommendation_of(row) if words else "",
        address="",
        altered=altered(row, None if row.history_type == "-" else before) if words else (),
        why=row.history_change_reason if words else "",
    )


def _of_fact(row: Any, corrected: Any, *, words: bool) -> Trace:
    act = "Taken back" if row.takes_back else "Corrected" if row.corrects_id else "Recorded"
    return Trace(
        at=row.recorded_at,
        who=str(row.by),
        noun=_noun(type(row)),
        number=row.pk,
        act=f"{act} {row.corrects_id}" if row.corrects_id else act,
        on=row.on,
        about=_recommendation_of(row),
        address=_audit_of(row),
        altered=() if row.takes_back or not words else altered(row, corrected),
        why=(row.correction_reason or getattr(row, "reason", "")) if words else "",
    )


def _of_classification(row: models.ClassificationChange, *, words: bool) -> Trace:
    lowered = f", confirmed by {row.confirmed_by}" if row.confirmed_by else ""
    return Trace(
        at=row.at,
        who=f"{row.by}{lowered}",
        noun="Classification of " + _noun(apps.get_model(row.noun)).lower(),
        number=row.row,
        act="Changed",
        on=None,
        about="",
        address="",
        altered=(Altered("Classification", row.get_was_display(), row.get_became_display()),),
        why=row.reason if words else "",
    )


def _of_succession(row: Any) -> Trace:
    """Of bodies and posts, and so an administrator's too."""
    return Trace(
        at=row.recorded_at,
        who=str(row.by),
        noun=_noun(type(row)),
        number=row.pk,
        act="Recorded",
        on=row.on,
        about=str(row),
        address="",
        altered=altered(row, None),
        why=row.reason,
    )


def _noun(model: Any) -> str:
    name = NOUNS.get(model, str(model._meta.verbose_name))
    return name[:1].upper() + name[1:]


def _name_of(row: Any) -> str:
    """What the thing was called in this state of it."""
    for column in ("title", "name", "address", "username"):
        if value := getattr(row, column, ""):
            return str(value)
    return ""


def _recommendation_of(row: Any) -> str:
    columns = {field.name for field in row._meta.concrete_fields}
    return str(row.recommendation or "") if "recommendation" in columns else ""


def _audit_of(row: Any) -> str:
    """Where all that was changed of the recommendation is told, which its reader may read too."""
    if not _recommendation_of(row):
        return ""
    about = row.recommendation
    at = [about.council.slug, about.report.slug, about.address]
    return reverse("recommendations:item_audit", args=at)


def _columns(model: Any, *, but: Container[str] = NOT_TOLD) -> list[orm.Field[Any, Any]]:
    return [field for field in model._meta.concrete_fields if field.name not in but]


def altered(row: Any, before: Any) -> tuple[Altered, ...]:
    """The columns that differ; of a first state those that say something.

    Of a correction its reason is told as such, so a reason corrected is one column more.
    """
    corrects = getattr(row, "corrects_id", None) and before
    columns = _columns(type(row), but=NOT_TOLD - {"reason"} if corrects else NOT_TOLD)
    pairs = (
        (field, _words(before, field) if before else "", _words(row, field))
        for field in columns
        if not before or getattr(before, field.attname) != getattr(row, field.attname)
    )
    return tuple(
        Altered(_label(field), was, became) for field, was, became in pairs if was != became
    )


def _led_to_by(model: Any) -> list[str]:
    """The rows that one of these leads to, and those that their names are made of."""
    fields = [field for field in _columns(model) if field.is_relation]
    return [
        *(field.name for field in fields),
        *(
            f"{field.name}__{part}"
            for field in fields
            for part in NAMED.get(field.related_model, ())
        ),
    ]


def _label(field: Any) -> str:
    name = LABELS.get(field.name, str(field.verbose_name))
    return name[:1].upper() + name[1:]


def _words(row: Any, field: Any) -> str:
    value = getattr(row, field.attname)
    if value is None or value == "":
        return ""
    if field.is_relation:
        return _led_to(row, field, value)
    if field.choices:
        return _choices(field).get(value, str(value))
    if isinstance(value, Due | Scheme):
        return value.words
    if isinstance(value, list):
        return "; ".join(RULES[one].label if one in RULES else str(one) for one in value)
    if isinstance(value, dict):
        return "; ".join(value.values())
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        return f"{day_words(local)}, {clock_words(local.time())}"
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, time):
        return clock_words(value)
    return str(value)


@cache
def _choices(field: Any) -> dict[Any, str]:
    return {value: str(label) for value, label in field.flatchoices}


def _led_to(row: Any, field: Any, number: int) -> str:
    if field.related_model in NAMED:
        try:
            return str(getattr(row, field.name))
        except field.related_model.DoesNotExist:  # it is gone; its number is all there is
            pass
    return f"{_noun(field.related_model).lower()} {number}"


def moment_column(rows: QuerySet[Any]) -> str:
    columns = {field.name for field in rows.model._meta.concrete_fields}
    return next(name for name in ("history_date", "recorded_at", "at") if name in columns)


def person_column(rows: QuerySet[Any]) -> str:
    return "history_user" if moment_column(rows) == "history_date" else "by"
