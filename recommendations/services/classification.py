"""Who may read what: classifications raised and lowered, and Part 2 grants."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from recommendations.models import (
    Body,
    Classification,
    ClassificationChange,
    Classified,
    Council,
    Membership,
    Milestone,
    PartTwoGrant,
    Position,
    ProgressUpdate,
    Recommendation,
    User,
)
from recommendations.models.clearance import PART_TWO_READERS
from recommendations.rules.roles import Role
from recommendations.services.change import Refused, because, change

STRICTNESS = [Classification.OPEN, Classification.EXEMPT, Classification.CONFIDENTIAL]


@transaction.atomic
def classify(
    *,
    row: Classified,
    to: str,
    by: User,
    reason: str,
    paragraphs: str = "",
    public_interest: str = "",
    public_summary: str = "",
    confirmed_by: User | None = None,
) -> ClassificationChange:
    """Classify a row otherwise; its words stay as they are.

    Raising takes effect at once. Lowering is confirmed by a second person, and exempt matter
    names its paragraphs of Schedule 12A and why the public interest is served by withholding it.
    """
    level = Classification(to)
    was = Classification(row.classification)
    if not reason.strip():
        raise Refused("Say why the classification changes.")
    if STRICTNESS.index(level) < STRICTNESS.index(was) and confirmed_by in (None, by):
        raise Refused("Lowering a classification is confirmed by a second person.")
    if level is Classification.EXEMPT and not (paragraphs.strip() and public_interest.strip()):
        raise Refused(
            "Exempt matter names its paragraphs of Schedule 12A and the public interest reason."
        )
    exempt = level is Classification.EXEMPT
    alone_in(council_of(row))
    type(row)._default_manager.filter(pk=row.pk).update(
        classification=level.value,
        exempt_paragraphs=paragraphs if exempt else "",
        public_interest=public_interest if exempt else "",
        public_summary="" if level is Classification.OPEN else public_summary,
    )
    row.refresh_from_db(fields=["classification", "exempt_paragraphs", "public_interest"])
    with change() as touched:  # what lists say to everybody
        touched.touch(*told_of_in_lists(row))
    return ClassificationChange.objects.create(
        noun=row._meta.label_lower,
        row=row.pk,
        was=was.value,
        became=level.value,
        reason=reason,
        by=by,
        confirmed_by=confirmed_by,
    )


def told_of_in_lists(row: Classified) -> Iterable[Recommendation]:
    """The items of which lists say anything that goes by who may read this row."""
    if isinstance(row, Position | ProgressUpdate):
        return [row.recommendation]
    if isinstance(row, Milestone):
        return row.recommendations.all()
    return [row] if isinstance(row, Recommendation) and row.parent_id else []


def council_of(row: Classified) -> int:
    rows = type(row)._default_manager.filter(pk=row.pk)
    return int(rows.values_list(rows.governed.council, flat=True).get())  # type: ignore[attr-defined]


def alone_in(council: int) -> None:
    """Classify and publish one at a time in a council, so that nothing raised while a document
    is checked is in it when it is issued. On SQLite a writer is alone already.
    """
    Council.objects.select_for_update(no_key=True).get(pk=council)


@transaction.atomic
def grant_part_two(
    *, membership: Membership, body: Body, until: date, reason: str, by: User
) -> PartTwoGrant:
    """Propose a grant; it counts for nothing before another person confirms it."""
    if membership.user == by:
        raise Refused("Nobody grants themselves access to exempt matter.")
    if membership.council != body.council:
        raise Refused("The body is of another council.")
    if Role(membership.role) not in PART_TWO_READERS:
        raise Refused("A grant is for a member, a clerk or a scrutiny officer.")
    with because(reason, by=by):
        return PartTwoGrant.objects.create(
            membership=membership, body=body, until=until, reason=reason, given_by=by
        )


@transaction.atomic
def confirm_part_two(*, grant: PartTwoGrant, by: User) -> PartTwoGrant:
    """Confirm a grant: neither whoever gave it nor whoever has it may."""
    if by in (grant.given_by, grant.membership.user):
        raise Refused("A grant is confirmed by somebody who neither gave it nor has it.")
    grant.confirmed_by = by
    with because("Confirmed", by=by):
        grant.save(update_fields=["confirmed_by"])
    return grant


@transaction.atomic
def end_part_two(*, grant: PartTwoGrant, by: User, reason: str) -> PartTwoGrant:
    """End a grant before its day: from now on it counts for nothing."""
    grant.until = min(grant.until, timezone.localdate() - timedelta(days=1))
    with because(reason, by=by):
        grant.save(update_fields=["until"])
    return grant
