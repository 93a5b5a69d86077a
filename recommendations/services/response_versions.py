"""The next version of a response, its paper named, and its lines set right beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from recommendations.models import (
    Answer,
    Classification,
    DraftAnswer,
    ExecutiveResponse,
    Recommendation,
    ResponseGroup,
    ResponseLine,
    User,
)
from recommendations.rules.stages import ON_RECORD, rests_on_its_paper
from recommendations.services.change import Refused, because
from recommendations.services.editing import edited
from recommendations.services.response_answers import as_drafted
from recommendations.services.response_drafts import refuse_what_is_drafted
from recommendations.services.response_stages import one_at_a_time, reached, stages_of
from recommendations.services.responses import enter_response
from recommendations.services.submissions import Conflict

NOT_PRINTED = "Not printed: added for what the paper does not name."


@transaction.atomic
def begin_version(*, response: ExecutiveResponse, by: User) -> ExecutiveResponse:
    """Open the next version as a copy of this one: its lines as printed, its answers as drafts.

    What it promised stands on, and is not copied.
    """
    one_at_a_time(response)
    if response.kind == ExecutiveResponse.Kind.HOLDING:
        raise Refused("A holding response has no versions: open the full response.")
    if not any(row.stage in ON_RECORD for row in stages_of(response)):
        raise Refused("It is not given yet: change its draft.")
    later = ExecutiveResponse.objects.filter(
        report=response.report_id,
        body=response.body_id,
        kind=response.kind,
        version__gt=response.version,
    )
    if newer := later.order_by("version").last():
        raise Refused(f"Version {newer.version} is there already: go on from it.")
    with because(f"Copied from version {response.version}", by=by):
        version = enter_response(
            report=response.report,
            body=response.body,
            kind=response.kind,
            source=response.source,
            source_note=response.source_note,
            words=response.words,
        )
        copy_lines(response, to=version)
    copy_answers(response, to=version, by=by)
    return version


def copy_lines(response: ExecutiveResponse, *, to: ExecutiveResponse) -> None:
    copied: dict[int | None, ResponseGroup | None] = {None: None}
    for group in response.groups.all():
        copied[group.pk] = ResponseGroup.objects.create(
            response=to,
            position=group.position,
            words=group.words,
            count_claimed=group.count_claimed,
            count_corrected=group.count_corrected,
            correction_note=group.correction_note,
        )
    for line in response.lines.all():
        ResponseLine.objects.create(
            response=to,
            group=copied[line.group_id],
            position=line.position,
            reference=line.reference,
            words=line.words,
            recommendation_id=line.recommendation_id,
            note=line.note,
            printed=line.printed,
        )


def copy_answers(response: ExecutiveResponse, *, to: ExecutiveResponse, by: User) -> None:
    """What is withheld by itself is not copied: a draft is read by more than may read that."""
    answers = Answer.objects.filter(response=response, classification=Classification.OPEN)
    latest = {
        answer.recommendation_id: answer
        for answer in answers.standing(as_at=date.max, known_at=timezone.now())
    }
    DraftAnswer.objects.bulk_create(as_drafted(one, to=to, by=by) for one in latest.values())


@transaction.atomic
def name_paper(
    *, response: ExecutiveResponse, seen: str, source: str, by: User
) -> ExecutiveResponse:
    """Say which paper it was taken from; what was given by its paper alone goes on having one."""
    one_at_a_time(response)
    if not source and rests_on_its_paper(reached(stages_of(response))):
        raise Refused("It was not approved here, but given by its paper: name one.", box="source")
    return edited(response, seen, by=by, counted_in="row_version", source=source)


@dataclass(frozen=True)
class Lines:
    """The groups and lines of a response as they are now; ``version`` marks this state of them."""

    groups: Sequence[ResponseGroup]
    lines: Sequence[ResponseLine]

    @property
    def version(self) -> str:
        marks = [f"{type(row).__name__} {row.pk} {row.version}" for row in self.rows]
        return sha256("\n".join(marks).encode()).hexdigest()[:16]

    @property
    def rows(self) -> list[ResponseGroup | ResponseLine]:
        return [*self.groups, *self.lines]

    @property
    def printed(self) -> list[ResponseLine]:
        return [line for line in self.lines if line.printed]

    @property
    def added(self) -> dict[int, ResponseLine]:
        """The lines that a person added, by what they are about."""
        return {
            line.recommendation_id: line
            for line in self.lines
            if not line.printed and line.recommendation_id is not None
        }


def lines_of(response: ExecutiveResponse) -> Lines:
    lines = response.lines.select_related("recommendation", "group")
    return Lines(list(response.groups.all()), list(lines))


@transaction.atomic
def set_lines_right(
    *,
    response: ExecutiveResponse,
    seen: str,
    by: User,
    matches: Mapping[int, tuple[Recommendation | None, str]],
    counts: Mapping[int, tuple[int | None, str]],
    places: Mapping[Recommendation, ResponseGroup | None],
) -> None:
    """Match printed lines, correct what groups claim, and add lines for what is named nowhere.

    By line, group and recommendation; ``seen`` is the state that whoever does it was looking at.
    """
    refuse_what_is_drafted(response)
    now = lines_of(response)
    if seen != now.version:
        raise Conflict(now)
    try:
        for line in now.printed:
            if line.pk in matches:
                matched, note = matches[line.pk]
                write(line, by=by, recommendation=matched, note=note)
        for group in now.groups:
            if group.pk in counts:
                count, why = counts[group.pk]
                write(group, by=by, count_corrected=count, correction_note=why)
        with because("", by=by):
            place(response, now, places, by=by)
    except Conflict:
        raise Conflict(lines_of(response)) from None


def write(row: Any, *, by: User, **values: Any) -> None:
    """Only what differs is written, and leaves its trace."""
    if any(getattr(row, name) != value for name, value in values.items()):
        edited(row, str(row.version), by=by, **values)


def place(
    response: ExecutiveResponse,
    now: Lines,
    places: Mapping[Recommendation, ResponseGroup | None],
    *,
    by: User,
) -> None:
    position = max((line.position for line in now.lines), default=0)
    for recommendation, group in places.items():
        line = now.added.get(recommendation.pk)
        if line is not None and group is None:
            line.delete()
        elif line is not None:
            write(line, by=by, group=group)
        elif group is not None:
            position += 1
            try:
                with transaction.atomic():
                    ResponseLine.objects.create(
                        response=response,
                        group=group,
                        position=position,
                        reference="",
                        words="",
                        recommendation=recommendation,
                        note=NOT_PRINTED,
                        printed=False,
                    )
            except IntegrityError as error:
                raise Conflict(None) from error
