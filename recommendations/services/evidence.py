"""What shows that something was done."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Sum

from recommendations import store
from recommendations.models import (
    Council,
    Evidence,
    EvidenceRelease,
    EvidenceScan,
    Milestone,
    ProgressUpdate,
    Recommendation,
    User,
)
from recommendations.services.change import Refused, change, refuse_the_future
from recommendations.uploads import OF_A_COUNCIL, scanner
from recommendations.uploads.gate import Taken
from recommendations.uploads.scanner import Scan

log = logging.getLogger(__name__)


def attach_evidence(
    *,
    recommendation: Recommendation,
    shows: str,
    by: User,
    on: date,
    address: str = "",
    file: Taken | None = None,
    mark: str = "",
    scan: Scan | None = None,
    update: ProgressUpdate | None = None,
    milestone: Milestone | None = None,
) -> Evidence:
    """Name the address where what was claimed can be seen, which nothing ever opens for a reader;
    or keep a file that shows it, marked internal or public. Without ``scan`` it waits for one."""
    refuse_the_future(on)
    if file and scan and scan.found:
        raise Refused(
            f"“{file.name}” was not taken: something harmful was found in it, {scan.found}.",
            box="file",
        )
    with change():
        attached = Evidence.objects.create(
            recommendation=recommendation,
            update=update,
            milestone=milestone and milestone.root,
            address=address,
            shows=shows,
            by=by,
            on=on,
            **(kept(file, council=recommendation.council, mark=mark) if file else {}),
        )
        if file and scan:
            record_scan(attached, scan)
        return attached


def record_scan(evidence: Evidence, scan: Scan) -> None:
    EvidenceScan.objects.create(evidence=evidence, found=scan.found, scanner=scan.scanner)


def release(*, evidence: Evidence, reason: str, by: User, on: date) -> EvidenceRelease:
    """Let a file through that was not scanned, for a reason."""
    refuse_the_future(on)
    if not reason.strip():
        raise Refused("Say why it may be let through.", box="reason")
    with change():
        Evidence.objects.select_for_update(no_key=True).get(pk=evidence.pk)  # once at a time
        now = Evidence.objects.with_scans(today=on).get(pk=evidence.pk)
        if now.found:
            raise Refused(f"Something harmful was found in it, {now.found}: it stays held back.")
        if not now.is_waiting:
            raise Refused("It can be taken away by now: there is nothing left to let through.")
        return EvidenceRelease.objects.create(evidence=evidence, reason=reason, by=by, on=on)


@dataclass
class Scans:
    """How many files were found to be what."""

    clean: int = 0
    harmful: int = 0
    not_scanned: int = 0


def scan_what_waits() -> Scans:
    """Send every file that was not scanned to the scanner, if there is one and it is there."""
    found, files = Scans(), Evidence.objects.not_scanned()
    if settings.CLAMD is None or not files.exists():
        return found
    if not scanner.answers(settings.CLAMD):
        return Scans(not_scanned=files.count())
    for row in files:
        if scan := scan_of(row):
            record_scan(row, scan)
            found.harmful += bool(scan.found)
            found.clean += not scan.found
        else:
            found.not_scanned += 1
    return found


def scan_of(evidence: Evidence) -> Scan | None:
    try:
        content = store.read(evidence.checksum)
    except store.NotWhatItWas:
        log.exception("a file of evidence could not be read")
        return None
    return scanner.scan(content, at=settings.CLAMD)


def kept(file: Taken, *, council: Council, mark: str) -> dict[str, str | int]:
    """The columns of a file that is kept: on disk before its row says so."""
    if file.hidden and mark == Evidence.Mark.PUBLIC:
        raise Refused(f"It cannot be public, for it holds {'; '.join(file.hidden)}.", box="mark")
    Council.objects.select_for_update(no_key=True).get(pk=council.pk)  # one at a time is counted
    refuse_beyond_quota(file, council)
    try:
        checksum = store.put(file.content)
    except store.NotKept as reason:
        log.exception("a file of evidence could not be stored")
        raise Refused(str(reason), box="file", ours=True) from reason
    return {
        "file_name": file.name,
        "kind": file.kind,
        "size": file.size,
        "checksum": checksum,
        "mark": mark,
        "hidden": "\n".join(file.hidden),
    }


def refuse_beyond_quota(file: Taken, council: Council) -> None:
    """What is kept once is counted once, however many rows name it."""
    files = Evidence.objects.filter(recommendation__council=council).files()
    others = files.exclude(checksum=file.checksum).order_by().values("checksum", "size").distinct()
    if (others.aggregate(all=Sum("size"))["all"] or 0) + file.size > OF_A_COUNCIL:
        raise Refused(
            f"“{file.name}” was not kept: the files of {council} would come to more than 1 GB."
            " Give the address of a page instead.",
            box="file",
        )
