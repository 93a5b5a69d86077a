"""Every page, as every role that may open it: nothing is found that keeps anybody out.

Each is opened by following links, as a person comes to it, on a desk and on a telephone, and every
form is sent wrong. Left out are the files, which have tests of their own, and the raw tables of
site administrators, which are Django's pages and not ours.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.db import OperationalError
from django.urls import resolve, reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from recommendations import access
from recommendations.models import Invitation, Recommendation, User
from recommendations.rules.roles import Role
from recommendations.services import (
    classification,
    invitations,
)
from tests.browser.conftest import Site
from tests.browser.inspecting import Inspector, faults_of_summary
from tests.browser.rest import (
    REPORT,
    SLUG,
    issued,
    of_a_better_rating,
    of_a_file_not_scanned,
    of_a_position_recorded_today,
    of_a_resolution,
    of_a_response,
    of_a_return,
    of_a_topic,
    of_an_issued_pack,
    of_what_recurs,
    person,
)
from tests.pages import MAY, OF_EVERYBODY, OF_NOBODY_YET, OF_ONESELF, PAGES

pytestmark = pytest.mark.browser

FILES = {name for name in PAGES if name.rpartition("_")[2] in ("pdf", "json", "csv")}
FILES.add("stay_signed_in")  # which answers with nothing to a page's script
FILES.add("recommendations:calendar")
FILES.add("recommendations:evidence_file")
ONLY_SENT = {"sign_out"}

A_NOTICE = f"/{SLUG}/reports/{REPORT}/notices/new/cabinet/executive/"
"""Not yet served: the choice of body and rule leads to it, and no link."""
A_SPLIT = (
    f"/{SLUG}/bodies/place-scrutiny-committee/hand-over/?on_day=1&on_month=6&on_year=2026"
    "&to=people-scrutiny-committee&second=cabinet&third="
)
"""What passes on, in two parts: the form that asks to whom leads to it, and no link."""

STARTS: dict[Role, list[str | Callable[[], str]]] = {
    Role.SCRUTINY_OFFICER: [
        f"/{SLUG}/reports/{REPORT}/",  # leads first to the response that was given
        f"/{SLUG}/my-work/",  # leads to an officer's rating that can be accepted
        f"/{SLUG}/people/posts/head-of-highways/",  # which somebody holds
        A_NOTICE,
        f"/{SLUG}/bodies/tenants-forum/",  # handed over, not ended, and leads to no meeting
        A_SPLIT,
        of_an_issued_pack,
    ],
    Role.CLERK: [A_NOTICE, of_an_issued_pack],
    Role.ADMINISTRATOR: [
        f"/{SLUG}/reports/{REPORT}/R1/audit/",  # whatever was changed last
    ],
    Role.OFFICER: [
        f"/{SLUG}/reports/{REPORT}/",  # leads first to the response that was given
    ],
}
"""Where a role begins, before the home page: what is opened first is the one of its kind."""


TAKES_NOTHING = {
    "recommendations:committees_choose",
    "recommendations:response_build",
    "recommendations:response_lines",
    "recommendations:response_paper",
    "recommendations:schedule",
}
"""Forms that are saved as they stand, with nothing in them too."""

FURTHER: dict[Role, list[Callable[[], str]]] = {
    Role.SCRUTINY_OFFICER: [
        of_a_better_rating,
        of_a_file_not_scanned,
        of_what_recurs,
        lambda: of_what_recurs("milestone_owner"),
        of_a_return,
        of_a_resolution,
        of_a_topic,
        lambda: of_a_response("response_record"),
        lambda: of_a_response("response_version"),
    ],
    Role.CLERK: [
        lambda: of_a_response("response_record"),
        of_what_recurs,
        of_a_position_recorded_today,
        of_a_return,
        of_a_resolution,
        of_a_topic,
    ],
    Role.OFFICER: [lambda: of_a_response("response_version"), of_a_resolution, of_a_topic],
    Role.MEMBER: [lambda: of_a_response("response_clear"), of_a_topic],
}
"""What no link leads to from the one of its kind that is opened first; each is looked for when its
turn comes, so that what holds until the end of a day holds when midnight passes on the way."""


def pages_of(role: Role) -> set[str]:
    """The names of the pages that the table of permissions opens to a role."""
    of_council = {name for name, methods in PAGES.items() if role in MAY[methods["GET"]]}
    of_oneself = {name for name, methods in OF_ONESELF.items() if "GET" in methods}
    return (of_council | of_oneself | OF_EVERYBODY) - FILES


def first_of(role: Role) -> set[str]:
    """Those of them that no role before this one opens: what is the same for all is done once."""
    return pages_of(role).difference(*(pages_of(other) for other in ORDER[: ORDER.index(role)]))


ORDER = [Role.SCRUTINY_OFFICER, Role.CLERK, Role.ADMINISTRATOR, Role.OFFICER, Role.MEMBER]


@pytest.fixture
def opened_by(site: Site, tmp_path: Path) -> Callable[[User | None], Inspector]:
    return lambda who: Inspector(site.open_for(who), site.address, folder=tmp_path)


LEADS_TO = """
() => [
  ...[...document.querySelectorAll("a[href]")].map((link) => link.href),
  ...[...document.querySelectorAll("form[method=get]")].map(
    (form) => `${form.action}?${new URLSearchParams(new FormData(form))}`
  ),
]
"""


def links_of(inspector: Inspector) -> Iterator[str]:
    """Where a page leads: its links, and what its forms ask for as they stand."""
    for address in inspector.page.evaluate(LEADS_TO):
        if address.startswith(f"{inspector.address}/"):
            yield address.removeprefix(inspector.address).partition("#")[0]


def walk(
    inspector: Inspector, starts: Iterable[str | Callable[[], str]], *, thoroughly: set[str]
) -> set[str]:
    """Follow every link from page to page, to one of each name; the names that were opened."""
    waiting, opened = deque(starts), set[str]()
    while waiting:
        start = waiting.popleft()
        address = start() if callable(start) else start
        name = resolve(address.partition("?")[0]).view_name
        if name in opened | FILES:
            continue
        opened.add(name)
        inspector.open(address, keyboard=name in thoroughly)
        waiting.extend(links_of(inspector))
        if name in thoroughly - TAKES_NOTHING and inspector.form_asks():
            inspector.send_empty(address)
    return opened


@pytest.mark.longest
@pytest.mark.parametrize("role", ORDER)
def test_every_page_of_a_role(opened_by, role):
    inspector = opened_by(person(role.value.replace(" ", "-")))
    starts = [*STARTS.get(role, []), f"/{SLUG}/", *FURTHER.get(role, [])]
    opened = walk(inspector, starts, thoroughly=first_of(role))
    assert inspector.all_faults() == []
    assert opened == pages_of(role)


def test_every_page_of_who_is_not_signed_in(opened_by):
    inspector = opened_by(None)
    invited = Invitation.objects.get()
    forgetful = person("clerk")
    number = urlsafe_base64_encode(force_bytes(forgetful.pk))
    starts = [
        reverse("sign_in"),
        reverse("forgotten_sent"),
        reverse("new_password", args=[number, default_token_generator.make_token(forgetful)]),
        reverse("recommendations:sign_up", args=[invitations.token_of(invited)]),
    ]
    every = (OF_NOBODY_YET | OF_EVERYBODY) - ONLY_SENT - FILES
    opened = walk(inspector, starts, thoroughly=every)
    inspector.open(reverse("new_password", args=[number, "used-before"]))
    assert inspector.all_faults() == []
    assert opened - set(OF_ONESELF) == every  # "/" leads back to signing in


WILTSHIRE = "/wiltshire/reports/safeguarding-children-and-young-people"
PAPERS = [
    "/wiltshire/",
    "/wiltshire/recommendations/",
    f"{WILTSHIRE}/",
    f"{WILTSHIRE}/R1/",
    f"{WILTSHIRE}/R33/",
    "/wiltshire/events/2013-elections/",
    "/wiltshire/exception-report/?as_at_day=6&as_at_month=6&as_at_year=2013",
]
"""What the printed papers have and the invented council has not: every oddity of theirs."""


def test_the_papers(site, opened_by):
    inspector = opened_by(User.objects.get(username="wiltshire-clerk"))
    for address in PAPERS:
        inspector.open(address)
    assert inspector.all_faults() == []


REFUSED = {
    f"/{SLUG}/recommendations/?text=nowhere": 200,
    f"/{SLUG}/recommendations/?rating=purple": 400,
    f"/{SLUG}/exception-report/?as_at_day=41&as_at_month=6&as_at_year=2013": 400,
    f"/{SLUG}/audit/?since_day=41": 400,
    f"/{SLUG}/nowhere/at/all/": 404,
    f"/{SLUG}/people/": 403,
}
"""What finds nothing, or is asked for wrongly or by whom it is not for; a form of the last kind
says so in a summary."""


def test_the_pages_that_say_what_is_wrong(opened_by):
    inspector = opened_by(person("scrutiny-officer"))
    for address, status in REFUSED.items():
        inspector.open(address, expected=status)
        if status == 400:
            inspector.faults += faults_of_summary(inspector.page)
    assert inspector.all_faults() == []


def test_the_page_of_a_pack_that_may_not_be_read_any_more(opened_by):
    classification.classify(
        row=Recommendation.objects.get(
            report__slug=REPORT, report__council__slug=SLUG, address="R1"
        ),
        to="exempt",
        by=person("scrutiny-officer"),
        reason="Names a provider",
        paragraphs="3",
        public_interest="The contract is being let",
    )
    inspector = opened_by(person("member"))
    inspector.open(reverse("reports:issued_pack", args=[SLUG, issued().pk]), expected=410)
    assert inspector.all_faults() == []


@pytest.mark.parametrize(
    ("fault", "status"),
    [(OperationalError("the server closed the connection"), 503), (RuntimeError("ours"), 500)],
    ids=["the database is away", "a fault of ours"],
)
def test_the_pages_when_something_fails(opened_by, monkeypatch, fault, status):
    inspector = opened_by(person("clerk"))
    page = inspector.page
    page.goto(f"/{SLUG}/reports/{REPORT}/R1/position/")
    page.get_by_label("Minute reference").fill("34")

    def fails(*_: object) -> None:
        raise fault

    monkeypatch.setattr(access, "viewer_or_404", fails)
    with page.expect_navigation() as sent:
        page.get_by_role("button", name="Record the position").click()
    inspector.inspect("sent", sent.value, expected=status, keyboard=True)
    assert inspector.all_faults() == []


def test_the_page_when_a_form_comes_without_its_token(opened_by):
    inspector = opened_by(person("clerk"))
    page = inspector.page
    page.goto("/account/password/")
    page.locator("main [name=csrfmiddlewaretoken]").evaluate("one => one.remove()")
    with page.expect_navigation() as sent:
        page.get_by_role("button", name="Change it").click()
    inspector.inspect("sent", sent.value, expected=403, keyboard=True)
    assert inspector.all_faults() == []
