"""A document as rows for a spreadsheet: one for each recommendation counted, shown or not."""

from collections.abc import Iterator

from recommendations.rules.ratings import calling
from recommendations.rules.spreadsheet import Value, written
from recommendations.rules.wording import day_words
from reports.documents.exception_report import ExceptionReport
from reports.documents.lines import Line
from reports.documents.notice import Covered
from reports.documents.roll_over import RollOver

COLUMNS = (
    "As at",
    "Report",
    "Recommendation",
    "Title",
    "Text",
    "Section",
    "Rating",
    "Reasons",
    "Was",
    "Change",
    "Owner",
    "Portfolio holder",
    "Answer",
    "Original date",
    "Date now",
    "Times moved",
    "Days moved",
    "Days overdue",
    "Last update",
    "Officer says",
    "Cause",
    "Remedy",
    "Effect",
    "Update",
    "Committee says",
    "Question for the committee",
    "Scrutiny's own",
)


def render(report: ExceptionReport) -> bytes:
    with calling(report.key.words):
        return written(COLUMNS, [_row(report, line) for line in report.lines])


def _row(report: ExceptionReport, line: Line) -> tuple[Value, ...]:
    was = line.direction.was.label if line.direction and line.direction.was else ""
    said = line.said
    return (
        report.as_at,
        line.report,
        line.address,
        line.title,
        _words(line),
        report.section_of(line),
        line.rag.label,
        "; ".join(line.reasons),
        was,
        line.direction.way if line.direction else "",
        line.owner,
        line.portfolio_holder,
        line.answer,
        line.dates.original or line.dates.words,
        line.dates.now,
        line.dates.times_moved,
        line.dates.days_moved,
        line.overdue,
        said.on if said else None,
        line.differs.officer.label if line.differs else "",
        said.cause if said else "",
        said.remedy if said else "",
        said.effect if said else "",
        (said.narrative or said.outcome) if said else "",
        line.position.status if line.position else "",
        line.question,
        "yes" if line.scrutinys_own else "no",
    )


OF_A_ROLL_OVER = (
    *("From", "To", "From which day", "Report", "Recommendation", "Title", "Text", "Taken over"),
    *("Rating", "Reasons", "Committee says", "Days open"),
)


def render_roll_over(roll_over: RollOver) -> bytes:
    return written(OF_A_ROLL_OVER, _passed_on(roll_over))


def _passed_on(roll_over: RollOver) -> Iterator[tuple[Value, ...]]:
    for share in roll_over.shares:
        begun = (roll_over.old, share.to, roll_over.on)
        for line in share.lines:
            yield (
                *begun,
                line.report,
                line.address,
                line.words.title,
                _words(line.words),
                "; ".join(line.held_as),
                line.rag.label if line.rag else "",
                "; ".join(line.reasons),
                line.position,
                line.days_open,
            )
        for one in share.resolutions:
            yield (
                *begun,
                one.report,
                one.about,
                "",
                one.words,
                f"to act on minute {one.minute} of {one.body}",
                "",
                f"By {day_words(one.due_on)}" if one.due_on else "",
                "",
                (roll_over.on - one.on).days,
            )
        for topic in share.topics:
            yield (
                *begun,
                topic.report,
                topic.about,
                topic.title,
                "",
                "topic of the work programme",
                "",
                f"Meant for {topic.meant_for}" if topic.meant_for else "",
                "",
                None,
            )


def _words(one: Line | Covered) -> str:
    """As printed: its text, its parts with their marks, and what follows them."""
    words = "\n".join([one.text, *(f"{part.mark} {part.text}" for part in one.parts)])
    return f"{words}\n{one.closing}".strip()
