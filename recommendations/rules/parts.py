"""How a parent comes by its rating from its own and its parts'."""

from collections.abc import Mapping

from recommendations.rules.ratings import OWN, Rag, Rating, ReasonKind

# What the committee did to an item, whatever became of its parts.
ENDED = frozenset(
    {
        ReasonKind.COMPLETE,
        ReasonKind.CLOSED,
        ReasonKind.NOT_ENDORSED,
        ReasonKind.WITHDRAWN,
        ReasonKind.REPLACED,
    }
)

# S3: what has one of these is no longer open, and its parent is not as bad as it is.
NOT_OPEN = ENDED | {ReasonKind.NOT_ACCEPTED, ReasonKind.NOTED, ReasonKind.DORMANT}


def is_open(rating: Rating) -> bool:
    return rating.deciding.kind not in NOT_OPEN


def badness(rating: Rating) -> tuple[int, int, int]:
    """Worst first: by rating, then by row of the table, then the longest overdue."""
    reason = rating.deciding
    day = reason.day.toordinal() if reason.day else 0
    return -rating.rag.severity, list(ReasonKind).index(reason.kind), day


def rolled_up(
    own: Rating | None, parts: Mapping[str, Rating], *, has_duty_of_its_own: bool
) -> tuple[str, Rating] | None:
    """The worst of a parent's own rating and its open parts, and whose it is.

    S3: with no part open and no open duty of its own, what became of the parts. None where that
    leaves the parent to its own answer and ``own`` is none.
    """
    candidates = {address: rating for address, rating in parts.items() if is_open(rating)}
    yields = own is None or (
        own.deciding.kind not in ENDED and not (has_duty_of_its_own and is_open(own))
    )
    unanswered = own is not None and own.deciding.kind is ReasonKind.NOT_ANSWERED
    if not candidates and yields and (left := _left_by(parts, they_answer=unanswered)):
        return "", left
    if own:
        candidates = {OWN: own, **candidates}
    if not candidates:
        return None
    worst = min(candidates, key=lambda address: badness(candidates[address]))
    is_nobodys = worst == OWN and candidates[worst].rag in (Rag.NOT_RATED, Rag.CLOSED)
    return "" if is_nobodys else worst, candidates[worst]


def _left_by(parts: Mapping[str, Rating], *, they_answer: bool) -> Rating | None:
    """Dormant if a part is; else closed if any is, Complete if one was implemented.

    Else as its own answer says, and where only its parts were answered, as they were.
    """
    became = [ReasonKind.DORMANT, ReasonKind.COMPLETE, ReasonKind.CLOSED]
    if they_answer:
        became += [ReasonKind.NOT_ACCEPTED, ReasonKind.NOTED]
    for kind in became:
        for rating in parts.values():
            if rating.deciding.kind is kind:
                return rating
    return None
