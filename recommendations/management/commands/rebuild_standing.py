"""Make the stored forecast of every rating anew from the facts, or check that it needs none."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from recommendations.models import Council, Recommendation
from recommendations.services import standings


class Command(BaseCommand):
    help = "Rewrites the stored forecast of each rating from the facts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Change nothing; fail if anything would change."
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        today = timezone.localdate()
        for council in Council.objects.all():
            if check:
                if different := standings.differences(council, today=today):
                    raise CommandError(
                        f"{council}: the stored rating differs from the facts for"
                        f" {', '.join(different)}. Run manage.py rebuild_standing."
                    )
                self.stdout.write(f"{council}: no difference")
            else:
                every = Recommendation.objects.filter(council=council)
                with transaction.atomic():
                    standings.rewrite(every.values_list("pk", flat=True), today=today)
                self.stdout.write(f"{council}: {every.count()} items rated anew")
