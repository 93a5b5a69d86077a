"""manage.py verify_history: is what was recorded and published as it was left?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from recommendations import store
from recommendations.models import Evidence, frozen
from recommendations.rules.wording import count
from reports.documents.encoding import fingerprint
from reports.models import Publication


class Command(BaseCommand):
    help = "Check that frozen tables have their triggers, and editions and files are as kept."

    def handle(self, *args: Any, **options: Any) -> None:
        tables = len(list(frozen.frozen_tables()))
        editions = Publication.objects.order_by("pk")
        files = Evidence.objects.exclude(checksum="").order_by("checksum")
        kept = files.values_list("checksum", flat=True).distinct()
        wrong = [
            *(
                f"The trigger {name} is missing: run migrate."
                for name in frozen.missing(connection)
            ),
            *(fault for edition in editions.iterator() for fault in faults(edition)),
            *(f"Evidence: {fault}" for checksum in kept for fault in faults_of_file(checksum)),
        ]
        for fault in wrong:
            self.stderr.write(fault)
        if wrong:
            raise CommandError(f"{len(wrong)} things are not as they were left; see above.")
        self.stdout.write(
            f"All is as it was left: {tables} frozen tables,"
            f" {count(editions.count(), 'edition')}, {count(kept.count(), 'file')} of evidence."
        )


def faults(edition: Publication) -> Iterator[str]:
    """What is no longer as it was issued."""
    if fingerprint(edition.document) != edition.document_sha256:
        yield f"The document of {edition.file_name} is not the one that was issued."
    for fault in faults_of_file(edition.pdf_sha256):
        yield f"The PDF of {edition.file_name}: {fault}"


def faults_of_file(address: str) -> Iterator[str]:
    try:
        store.read(address)
    except store.NotWhatItWas as fault:
        yield str(fault)
