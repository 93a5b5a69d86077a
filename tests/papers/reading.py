"""How a test reads a report that came in: its rows by their addresses, and what stands in them."""

from recommendations.models import Recommendation, ScrutinyReport, Wording

APPROVAL = "approval of this report"
"""The event from which Herefordshire's report counts."""


def row(report: ScrutinyReport, address: str) -> Recommendation:
    return report.recommendations.get(address=address)


def wording(report: ScrutinyReport, address: str, printing: str = "schedule") -> Wording:
    return row(report, address).wordings.get(printing=printing)


def addresses(rows) -> list[str]:
    return [recommendation.address for recommendation in rows.order_by("position")]


def in_themes(report: ScrutinyReport) -> list[list[str]]:
    """The addresses beneath each theme or group that has any of its own."""
    held = [addresses(theme.recommendations) for theme in report.themes.order_by("position")]
    return [group for group in held if group]


def numbered(first: int, last: int) -> list[str]:
    return [f"R{number}" for number in range(first, last + 1)]


def printed_twice(report: ScrutinyReport) -> set[str]:
    bodies = Wording.objects.filter(recommendation__report=report, printing="body")
    return set(bodies.values_list("recommendation__address", flat=True))


def owners(report: ScrutinyReport, address: str) -> list[tuple[str, str]]:
    return [(str(owner), owner.share) for owner in row(report, address).ownerships.all()]
