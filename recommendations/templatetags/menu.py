"""The menu: what this person may open, in its order, and who they are signed in as."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django import template
from django.urls import reverse

from recommendations.models import Viewer
from recommendations.rules.roles import Permission

register = template.Library()


@dataclass(frozen=True)
class MenuItem:
    name: str
    label: str
    address: str
    about: str = ""


# Name, label, page, and the permission to open it.
MENU = (
    ("home", "Home", "recommendations:home", Permission.COUNCIL_HOME),
    (
        "my committees",
        "My committees",
        "recommendations:my_committees",
        Permission.MY_COMMITTEES,
    ),
    ("my work", "My work", "recommendations:my_work", Permission.MY_WORK),
    (
        "exception reports",
        "Exception report",
        "reports:exception_report",
        Permission.EXCEPTION_REPORT_VIEW,
    ),
    (
        "recommendations",
        "Recommendations",
        "recommendations:recommendation_list",
        Permission.RECOMMENDATION_VIEW,
    ),
    ("reports", "Scrutiny reports", "recommendations:report_list", Permission.REPORT_VIEW),
    ("meetings", "Meetings", "recommendations:meeting_list", Permission.MEETING_MANAGE),
    ("packs", "Packs", "reports:pack_list", Permission.PACK_READ),
    ("statistics", "Statistics", "reports:statistics", Permission.EXCEPTION_REPORT_VIEW),
    ("events", "Events", "recommendations:event_list", Permission.EVENT_VIEW),
)

# The pages about people, in one place of the menu that leads to the first a person may open.
PEOPLE_PAGES = (
    ("people", "People", "recommendations:people_list", Permission.PEOPLE_MANAGE),
    ("posts", "Posts", "recommendations:post_list", Permission.POST_HAND_OVER),
    ("bodies", "Bodies", "recommendations:body_list", Permission.BODY_MANAGE),
    ("part two", "Part 2", "recommendations:part_two_list", Permission.PART_TWO_SEE),
    ("audit", "Audit", "recommendations:audit", Permission.AUDIT_VIEW),
    ("policy", "Policy", "recommendations:policy_list", Permission.POLICY_EDIT),
)
ABOUT = {
    "people": "Invite somebody, change their roles, and see what somebody who leaves still owes.",
    "posts": "Who acts for each post, and the posts that nobody acts for.",
    "bodies": "Committees and other bodies, their names by date, and which came after which.",
    "part two": "Who may read what is exempt from publication, of which committee, until when.",
    "audit": "Who recorded or changed what, and when.",
    "policy": "What ratings are called and when they turn, response times, committees’ words.",
}


@register.filter
def menu(viewer: Viewer) -> list[MenuItem]:
    """To whoever has the page of meetings, that page leads to their committees."""
    people = [MenuItem("people", "People", page.address) for page in people_pages(viewer)[:1]]
    pages = [
        page
        for page in _pages(viewer, MENU)
        if not (page.name == "my committees" and viewer.can(Permission.MEETING_MANAGE))
    ]
    return pages + people


@register.filter
def people_pages(viewer: Viewer) -> list[MenuItem]:
    return _pages(viewer, PEOPLE_PAGES)


@register.filter
def audits(viewer: Viewer) -> bool:
    return viewer.can(Permission.AUDIT_VIEW)


@register.filter
def part_played(viewer: Viewer) -> str:
    """Who is signed in, by their part in the council."""
    return ", ".join(sorted(role.label for role in viewer.roles))


def _pages(viewer: Viewer, pages: Iterable[tuple[str, str, str, Permission]]) -> list[MenuItem]:
    return [
        MenuItem(name, label, reverse(address, args=[viewer.council.slug]), ABOUT.get(name, ""))
        for name, label, address, permission in pages
        if viewer.can(permission)
    ]
