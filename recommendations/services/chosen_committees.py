"""Which committees a person follows."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from recommendations.models import Body, ChosenCommittee, Council, User
from recommendations.services.change import because


@transaction.atomic
def choose_committees(*, person: User, council: Council, bodies: Collection[Body]) -> None:
    """These and no others of the council; chosen twice, nothing changes."""
    had = {row.body_id: row for row in person.chosen_committees.filter(body__council=council)}
    with because("", by=person):
        for body in bodies:
            if body.pk not in had:
                ChosenCommittee.objects.get_or_create(person=person, body=body)
        for number, row in had.items():
            if number not in {body.pk for body in bodies}:
                row.delete()
