"""What shows that something was done."""

from __future__ import annotations

import logging
from datetime import date

from django.db.models import Sum

from recommendations import store
from recommendations.models import (
    Council,
    Evidence,
    Milestone,
    ProgressUpdate,
    Recommendation,
    User,
)
from recommendations.services.change import Refused, change, refuse_the_future
from recommendations.uploads import OF_A_COUNCIL
from recommendations.uploads.gate import Taken

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
    update: ProgressUpdate | None = None,
    milestone: Milestone | None = None,
) -> Evidence:
    """Name the address where what was claimed can be seen, which nothing ever opens for a reader;
    or keep a file that shows it, marked internal or public."""
    refuse_the_future(on)
    with change():
        return Evidence.objects.create(
            recommendation=recommendation,
            update=update,
            milestone=milestone and milestone.root,
            address=address,
            shows=shows,
            by=by,
            on=on,
            **(kept(file, council=recommendation.council, mark=mark) if file else {}),
        )


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
        raise Refused(str(reason), box="file") from reason
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
    files = Evidence.objects.filter(recommendation__council=council).exclude(checksum="")
    others = files.exclude(checksum=file.checksum).order_by().values("checksum", "size").distinct()
    if (others.aggregate(all=Sum("size"))["all"] or 0) + file.size > OF_A_COUNCIL:
        raise Refused(
            f"“{file.name}” was not kept: the files of {council} would come to more than 1 GB."
            " Give the address of a page instead.",
            box="file",
        )
