"""What a viewer may do on the page of a recommendation; each page asks again."""

from __future__ import annotations

from dataclasses import dataclass

from recommendations.models import Milestone, ProgressUpdate, Recommendation, Viewer
from recommendations.reading.corrections import Corrections
from recommendations.rules.officers import COMPARED
from recommendations.rules.ratings import Rag, Rating
from recommendations.rules.roles import Permission, Role
from recommendations.standing.register import Item


@dataclass(frozen=True)
class Acts:
    """``milestones`` are those whose progress or new date this viewer may report or ask;
    ``releases``: whether they may let a file through that was not scanned; ``proposes``: whether
    they may put it on a work programme.
    """

    reports: bool
    milestones: frozenset[int]
    decides_dates: bool
    takes_positions: bool
    accepts: ProgressUpdate | None
    releases: bool
    edits: bool
    proposes: bool
    corrections: Corrections


def acts_of(viewer: Viewer, item: Item) -> Acts:
    printed = item.recommendation

    asked: dict[frozenset[Role], bool] = {}

    def may(permission: Permission) -> bool:
        """Asked once for all that the same roles may do."""
        roles = viewer.acting(permission).roles
        if roles not in asked:
            mine = Recommendation.objects.editable_by(viewer, to=permission)
            asked[roles] = mine.filter(pk=printed.pk).exists()
        return asked[roles]

    asks = Permission.NEW_DATE_ASK
    owned = Milestone.objects.editable_by(viewer, to=asks).serving([printed.pk])
    reports = may(Permission.PROGRESS_REPORT)
    milestones = frozenset(owned.values_list("pk", flat=True))
    return Acts(
        reports=reports,
        milestones=milestones,
        decides_dates=may(Permission.NEW_DATE_DECIDE),
        takes_positions=may(Permission.POSITION_RECORD),
        accepts=acceptable(item) if may(Permission.RATING_ACCEPT) else None,
        releases=may(Permission.EVIDENCE_RELEASE),
        edits=may(Permission.REPORT_EDIT),
        proposes=viewer.can(Permission.AGENDA_EDIT) and printed.is_open,
        corrections=Corrections(
            viewer, printed, owns=reports or bool(milestones), today=viewer.today
        ),
    )


def acceptable(item: Item) -> ProgressUpdate | None:
    """The newest update, where it states better than the record and is not accepted yet."""
    update, rating = item.update, item.rating
    if update is None or rating is None or update.milestone_id or not update.stated:
        return None
    accepted = item.acceptance is not None and item.acceptance.update_id == update.pk
    return update if is_better(Rag(update.stated), rating) and not accepted else None


def is_better(stated: Rag, rating: Rating) -> bool:
    return rating.record in COMPARED and stated.severity < rating.record.severity
