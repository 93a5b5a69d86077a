"""Bring the five source papers into the register, each as a whole or not at all."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from recommendations.rules.wording import tally
from recommendations.services.papers import ORDER, load_paper, papers_account


class Command(BaseCommand):
    help = "Bring in the papers in fixtures/; what is in the register already is left alone."

    def handle(self, *args: Any, **options: Any) -> None:
        by = papers_account()
        for name in ORDER:
            file = settings.BASE_DIR / "fixtures" / f"{name}.json"
            if not file.is_file():
                raise CommandError(f"Put {name}.json back into the folder fixtures.")
            counted = load_paper(file, by=by)
            if counted is None:
                self.stdout.write(f"  {name}: in the register already, nothing changed")
            else:
                self.stdout.write(f"  {name}: {tally(counted)}")
