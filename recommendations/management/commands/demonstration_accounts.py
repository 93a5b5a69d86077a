"""Make and list an account of each role in each council, for a demonstration only."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from recommendations.services.people import demonstration_accounts


class Command(BaseCommand):
    help = "Make an account of each role in each council and print them; for a demonstration only."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError(
                "Demonstration accounts are refused here: set DEMONSTRATION=on in the environment"
                " of a machine that nobody else can reach."
            )
        password = settings.DEMONSTRATION_PASSWORD
        if not password:
            raise CommandError("Set DEMONSTRATION_PASSWORD in the environment; see README.md.")
        self.stdout.write("")
        self.stdout.write(f"  {'User name':34}{'Role':20}Council")
        for account in demonstration_accounts(password=password):
            name, role = account.user.username, account.get_role_display()
            self.stdout.write(f"  {name:34}{role:20}{account.council.name}")
        self.stdout.write("")
        self.stdout.write(f"  The password of each: {password}")
        self.stdout.write("")
