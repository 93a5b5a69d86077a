"""What each rating means: the key in force on the day of a document."""

from dataclasses import dataclass
from datetime import date

from recommendations.rules.ratings import Rag


@dataclass(frozen=True)
class Meaning:
    rag: Rag
    words: str


@dataclass(frozen=True)
class Key:
    """Councils define red, amber and green differently: every document prints its own."""

    meanings: tuple[Meaning, ...]
    in_force_from: date | None = None
    changed_on: date | None = None  # where the day compared with was rated by another

    def meaning(self, rag: Rag) -> str:
        return next(meaning.words for meaning in self.meanings if meaning.rag is rag)


def key_of(
    *,
    overdue_red_after: int,
    moved_red_after: int,
    due_soon: int,
    due_soon_is_amber: bool,
    in_force_from: date | None,
    changed_on: date | None = None,
) -> Key:
    """The key in words, from the numbers of the council's policy."""
    late, moved = overdue_red_after, moved_red_after
    soon = f", or due within {due_soon} days"
    return Key(
        (
            Meaning(
                Rag.RED,
                f"A response past its last lawful day. A milestone or decision more than {late} "
                f"days late. A date moved more than {moved} days and not agreed by the committee.",
            ),
            Meaning(
                Rag.AMBER,
                f"A milestone or decision 1 to {late} days late"
                f"{soon if due_soon_is_amber else ''}. A date moved 1 to {moved} days, or "
                "further and agreed. A regular duty missed. No update in the last round.",
            ),
            Meaning(
                Rag.DATE_NEEDED,
                "Accepted or deferred, and nobody has said by when; or the day it waits for is "
                "not known.",
            ),
            Meaning(
                Rag.GREEN,
                f"On track{'' if due_soon_is_amber else soon}, or reported complete and not yet "
                "agreed by the committee.",
            ),
            Meaning(Rag.CLOSED, "The committee has ended monitoring."),
            Meaning(
                Rag.NOT_RATED,
                "Not accepted, noted, dormant or not endorsed; or awaiting an answer that is "
                "not late.",
            ),
        ),
        in_force_from,
        changed_on,
    )
