"""The officer's rating beside the record's: the worse is printed, and the reader sees both."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from recommendations.rules.item import Item
from recommendations.rules.ratings import Rag, Rating, Reason, ReasonKind

COMPARED = frozenset({Rag.RED, Rag.AMBER, Rag.DATE_NEEDED, Rag.GREEN})


def beside_the_officers(
    item: Item, record: Rating, *, record_on: Callable[[date], Rating]
) -> Rating:
    """What is printed. ``record_on`` rates the record of another day, for an acceptance (S7)."""
    stating = [
        (update.stated, update) for update in item.latest_updates if update.stated is not None
    ]
    if not stating or record.rag not in COMPARED:
        return record
    stated, update = max(stating, key=lambda pair: pair[0].severity)
    if stated is record.rag:
        return record
    if stated.severity < record.rag.severity:
        covered = any(
            record.rag.severity <= record_on(acceptance.on).rag.severity
            for acceptance in item.the_day.standing(item.facts.acceptances)
            if acceptance.update == update.id
        )
        if not covered:
            return replace(record, officer_says=stated)
    return _as_stated(record, stated)


def _as_stated(record: Rating, stated: Rag) -> Rating:
    """S8."""
    words = f"{stated}, record says {record.rag}"
    if stated.severity < record.rag.severity:
        words += ": accepted by scrutiny"
    reason = Reason(kind=ReasonKind.OFFICER_SAYS, text=words)
    return replace(record, rag=stated, reasons=(reason, *record.reasons), officer_says=stated)
