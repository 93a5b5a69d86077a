"""Open the rounds whose day has come, send the messages that are due, go on with what stopped."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from recommendations.rules.wording import count
from recommendations.services import policies, reminders, rounds


class Command(BaseCommand):
    help = "Does what the day brings; run it every morning, or as often as you like."

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        policies.go_on_rating()
        opened = rounds.open_due(today=today)
        told = reminders.remind(today=today)
        self.stdout.write(
            f"{count(len(opened), 'round')} opened, {count(told.sent, 'message')} sent"
        )
        if told.failed:
            raise CommandError(
                f"{count(told.failed, 'message')} could not be sent: see that EMAIL_URL is right"
                " and its server answers, then run this again."
            )
