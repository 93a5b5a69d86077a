"""The totals as a bar, in millimetres: where each part begins, and how wide it is."""

from dataclasses import dataclass

from recommendations.rules.ratings import Rag
from reports.documents.exception_report import Count, ExceptionReport

WIDTH = 170.0
GAP = 1.5
NARROWEST = 14.0  # a number and one word of its label fit
EDGE = 0.3
LETTER = 1.6
INK = "#14191f"


@dataclass(frozen=True)
class Look:
    """The worse the rating the more ink, so that a photocopy keeps the order."""

    colour: str
    fill: str
    edge: str
    weight: float
    ink: str = INK
    dashed: bool = False


LOOKS = {
    Rag.RED: Look("#a1101c", "#a1101c", "#a1101c", 0.4, ink="#fff"),
    Rag.AMBER: Look("#c96f00", "#ffc670", INK, 0.4),
    Rag.DATE_NEEDED: Look("#5b3a99", "#fff", "#5b3a99", 0.7),
    Rag.GREEN: Look("#177c64", "#fff", "#177c64", 0.25),
    Rag.CLOSED: Look("#55606b", "#dde2e6", "#dde2e6", 0.25),
    Rag.NOT_RATED: Look("#55606b", "#fff", "#55606b", 0.25, dashed=True),
}

ADDED_UP = ((Rag.RED, Rag.AMBER), (Rag.DATE_NEEDED,), (Rag.GREEN, Rag.CLOSED), (Rag.NOT_RATED,))
"""What the sentence adds up, each drawn as one bracket over the bar; none where nothing adds up."""


@dataclass(frozen=True)
class Word:
    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Part:
    rag: Rag
    count: int
    x: float
    width: float
    look: Look

    @property
    def text_x(self) -> float:
        return round(self.x + 2.2, 2)

    @property
    def words(self) -> tuple[Word, ...]:
        """Beside the shape; two words stand beneath each other where it is narrow, and what does
        not fit is left to the table."""
        label = self.rag.label
        words = label.split(" ", 1) if self.width < 24 else [label]
        if max(map(len, words)) * LETTER > self.width - 3.8:
            return ()
        return tuple(
            Word(text, round(self.x + 3.8, 2), round(24.8 + 3.8 * line, 2))
            for line, text in enumerate(words)
        )


@dataclass(frozen=True)
class Bracket:
    count: int
    left: float
    right: float

    @property
    def middle(self) -> float:
        return round((self.left + self.right) / 2, 2)

    @property
    def plus(self) -> float:
        return round(self.left - GAP / 2, 2)


@dataclass(frozen=True)
class Bar:
    title: str
    parts: tuple[Part, ...]
    brackets: tuple[Bracket, ...]


def bar(report: ExceptionReport) -> Bar:
    counts = [row for row in report.totals if row.count]
    parts = _laid_out(counts)
    brackets = []
    for rags in ADDED_UP:
        if under := [part for part in parts if part.rag in rags]:
            last = under[-1]
            brackets.append(
                Bracket(
                    sum(part.count for part in under),
                    under[0].x,
                    round(last.x + last.width, 2),
                )
            )
    if len(brackets) == len(parts):
        brackets = []
    told = ", ".join(f"{row.rag.word} {row.count:,}" for row in counts)
    return Bar(f"Bar of {report.in_scope:,} recommendations: {told}", parts, tuple(brackets))


def _laid_out(counts: list[Count]) -> tuple[Part, ...]:
    """Each part in proportion, once every one has the width its label needs."""
    spare = WIDTH - 2 * EDGE - GAP * (len(counts) - 1) - NARROWEST * len(counts)
    total = sum(row.count for row in counts)
    parts, x = [], EDGE
    for row in counts:
        width = NARROWEST + spare * row.count / total
        parts.append(Part(row.rag, row.count, round(x, 2), round(width, 2), LOOKS[row.rag]))
        x += width + GAP
    return tuple(parts)
