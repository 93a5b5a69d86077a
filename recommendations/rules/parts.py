"""How a parent comes by its rating from its own and its parts'."""

from collections.abc import Mapping

from recommendations.rules.ratings import OWN, Rating, ReasonKind

# S3: a part with one of these is no longer open; its parent is not as bad as it is.
NOT_OPEN = frozenset(
    {
        ReasonKind.COMPLETE,
        ReasonKind.CLOSED,
        ReasonKind.NOT_ACCEPTED,
        ReasonKind.NOTED,
        ReasonKind.DORMANT,
        ReasonKind.WITHDRAWN,
        ReasonKind.REPLACED,
        ReasonKind.NOT_ENDORSED,
    }
)

# The own answers that yield, once no part is open, to what became of the parts.
YIELDS_TO_PARTS = frozenset({ReasonKind.NOT_ACCEPTED, ReasonKind.NOTED, ReasonKind.DORMANT})


def is_open(rating: Rating) -> bool:
    return rating.deciding.kind not in NOT_OPEN


def badness(rating: Rating) -> tuple[int, int, int]:
    """Worst first: by rating, then by row of the table, then the longest overdue."""
    reason = rating.deciding
    day = reason.day.toordinal() if reason.day else 0
    return -rating.rag.severity, list(ReasonKind).index(reason.kind), day


def rolled_up(own: Rating | None, parts: Mapping[str, Rating]) -> tuple[str, Rating] | None:
    """The worst of a parent's own rating and its open parts, and whose it is.

    S3: with no part open and nothing of its own, what became of the parts, which is nobody's
    worst; None where that leaves nothing to say.
    """
    candidates = {address: rating for address, rating in parts.items() if is_open(rating)}
    yields = own is None or own.deciding.kind in YIELDS_TO_PARTS
    if not candidates and yields and (left := _left_by(parts)):
        return "", left
    if own:
        candidates = {OWN: own} | candidates
    if not candidates:
        return None
    worst = min(candidates, key=lambda address: badness(candidates[address]))
    return worst, candidates[worst]


def _left_by(parts: Mapping[str, Rating]) -> Rating | None:
    """Dormant if a part is; else closed if any is, Complete if one was implemented."""
    for kind in (ReasonKind.DORMANT, ReasonKind.COMPLETE, ReasonKind.CLOSED):
        for rating in parts.values():
            if rating.deciding.kind is kind:
                return rating
    return None
