"""Open the rounds whose day has come, send the messages that are due, scan what was not scanned."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from recommendations.rules.wording import count
from recommendations.services import alerts, evidence, policies, reminders, rounds


class Command(BaseCommand):
    help = "Does what the day brings; run it every morning, or as often as you like."

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        policies.go_on_rating()
        opened = rounds.open_due(today=today)
        told = [reminders.remind(today=today), alerts.alert(today=today)]
        sent, failed = sum(one.sent for one in told), sum(one.failed for one in told)
        self.stdout.write(f"{count(len(opened), 'round')} opened, {count(sent, 'message')} sent")
        scans = evidence.scan_what_waits()
        if scanned := scans.clean + scans.harmful:
            self.stdout.write(f"{count(scanned, 'file')} scanned, {scans.harmful} found harmful")
        faults = []
        if failed:
            faults.append(
                f"{count(failed, 'message')} could not be sent: see that EMAIL_URL is right"
                " and its server answers, then run this again."
            )
        if scans.not_scanned:
            faults.append(
                f"{count(scans.not_scanned, 'file')} could not be scanned: see that CLAMD is right"
                " and its scanner answers, then run this again."
            )
        if faults:
            raise CommandError("\n".join(faults))
