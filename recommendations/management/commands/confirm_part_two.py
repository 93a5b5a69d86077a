"""manage.py confirm_part_two: the first grant of a committee, which nobody could confirm."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from recommendations.models import Membership, PartTwoGrant
from recommendations.models.clearance import PART_TWO_READERS_OF_CONFIDENTIAL
from recommendations.services.change import Refused
from recommendations.services.classification import confirm_part_two


class Command(BaseCommand):
    help = (
        "Confirm leave to read a committee's exempt matter where nobody has it yet; after that,"
        " a clerk or scrutiny officer who has it confirms the others in the browser."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("council", metavar="COUNCIL", help="The council's name in addresses.")
        parser.add_argument("body", metavar="BODY", help="The committee's name in addresses.")
        parser.add_argument("person", metavar="PERSON", help="Whose leave it is: a user name.")
        parser.add_argument(
            "--confirmed-by", required=True, help="A clerk or scrutiny officer: a user name."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        of_body = PartTwoGrant.objects.not_over(today).filter(
            membership__council__slug=options["council"], body__slug=options["body"]
        )
        if of_body.in_force(today).exists():
            raise CommandError("Somebody has this leave already, who confirms it in the browser.")
        grant = of_body.filter(membership__user__username=options["person"]).first()
        if grant is None:
            raise CommandError("An administrator of the council gives it first, in the browser.")
        roles = [role.value for role in PART_TWO_READERS_OF_CONFIDENTIAL]
        confirming = Membership.objects.filter(
            council__slug=options["council"],
            role__in=roles,
            user__username=options["confirmed_by"],
            user__is_active=True,
        ).first()
        if confirming is None:
            raise CommandError("It is confirmed by a clerk or scrutiny officer of the council.")
        try:
            confirm_part_two(grant=grant, by=confirming.user)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{grant.membership.user} may read the exempt matter of {grant.body}.")
