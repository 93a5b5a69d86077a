"""Bring in an invented council, so that a demonstration has something of everything."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from recommendations.rules.wording import tally
from recommendations.services.change import Refused
from recommendations.services.demo import load_demo


class Command(BaseCommand):
    help = "Bring in the invented council in fixtures/demo/, with two years of history until today."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError(
                "The invented council is refused here, since what is brought in can never be taken"
                " out: set DEMONSTRATION=on in the environment of a machine of your own."
            )
        folder = settings.BASE_DIR / "fixtures" / "demo"
        try:
            counted = load_demo(folder, today=timezone.localdate())
        except Refused as refusal:
            if not refusal.ours:
                raise
            raise CommandError(
                "The invented council was not brought in, since a file comes with it and"
                f" {settings.FILE_STORE} is full or cannot be written to: make room there, or name"
                " another folder in FILE_STORE."
            ) from refusal
        if counted is None:
            self.stdout.write("  marlshire: in the register already, nothing changed")
        else:
            self.stdout.write(f"  marlshire: {tally(counted)}")
