"""The roll-over report: what passed on, with what it was on the day, for who may read it."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from recommendations.models import Remit, Viewer
from recommendations.rules.ratings import Rag
from recommendations.services import successions
from recommendations.standing.leaving import left_by
from reports.documents.roll_over import RollOver
from reports.faces import csv, html
from reports.views.roll_overs import built
from tests.factories import BodyFactory, PositionFactory
from tests.recommendations.acting import Acting

pytestmark = pytest.mark.django_db

ON = timezone.localdate()


@pytest.fixture
def acting() -> Acting:
    """R1 is amber, ten days late."""
    return Acting.made()


@pytest.fixture
def handed_over(acting):
    """The committee's one amber recommendation, with its position."""
    old, new = acting.committee, BodyFactory(council=acting.council, name="Place Committee")
    Remit.objects.create(body=old, report=acting.recommendation.report)
    PositionFactory(recommendation=acting.recommendation, status="monitoring")
    left = left_by(old, on=ON, known_at=timezone.now())
    return successions.hand_over(
        old=old,
        to=[new],
        on=ON,
        instead={},
        seen=left.seen,
        ends=False,
        by=acting.people["scrutiny officer"],
        why="Merged at the annual meeting",
    )


def test_it_says_what_passed_on_and_is_read_back_equal(acting, handed_over):
    document = built(Viewer.member(acting.council), handed_over.pk)
    assert RollOver.load(document.as_json()) == document
    assert document.old == str(acting.committee)
    assert document.sentence == "1 item to Place Committee."
    ((line,),) = [share.lines for share in document.shares]
    assert (line.address, line.rag, line.held_as) == ("R1", Rag.AMBER, ("watched",))
    assert line.reasons[0] == "Overdue by 10 days"
    assert line.position == "monitoring"
    assert line.days_open == (ON - date(2024, 3, 1)).days
    assert line.words.text == "That the council should mend its roads."
    table = csv.render_roll_over(document).decode()
    assert '"Place Committee","' + ON.isoformat() in table
    assert "Overdue by 10 days" in table
    assert "Overdue by 10 days" in html.render_roll_over(document)


def test_a_member_reads_it_and_takes_it_away(client, acting, handed_over):
    client.force_login(acting.people["member"])
    named = {"council": acting.council.slug, "succession": handed_over.pk}
    page = client.get(reverse("reports:roll_over", kwargs=named)).text
    assert "Place Committee" in page
    assert "Overdue by 10 days" in page
    pdf = client.get(reverse("reports:roll_over_pdf", kwargs=named))
    assert pdf.content.startswith(b"%PDF-")
    assert f"{ON}-roll-over-of-" in pdf["Content-Disposition"]
    table = client.get(reverse("reports:roll_over_csv", kwargs=named))
    assert table["Content-Type"].startswith("text/csv")
    named["succession"] = 999_999
    assert client.get(reverse("reports:roll_over", kwargs=named)).status_code == 404
