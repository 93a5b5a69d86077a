"""Who owns a recommendation, from a day to a day."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from recommendations.models import Ownership
from recommendations.services import ownerships
from recommendations.services.change import Refused
from tests.factories import PUBLISHED, PostFactory
from tests.recommendations.acting import day_typed, send
from tests.recommendations.entering import at

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def test_an_owner_is_named_and_ended(client, made, scrutiny):
    post = PostFactory(council=made.council, title="Head of Lanes")
    owned = {
        "owner": f"post {post.pk}",
        "share": "joint",
        "why": "The report names both",
        **day_typed("since", PUBLISHED),
    }
    assert send(client, at(made, "owner_new"), **owned).status_code == 303
    row = Ownership.objects.get()
    assert (row.post, row.share, row.since) == (post, "joint", PUBLISHED)
    twice = send(client, at(made, "owner_new"), **owned)
    assert "Head of Lanes owns it already" in twice.text
    end = at(made, "owner_end", row.pk)
    assert end in client.get(made.get_absolute_url()).text
    last = {"why": "Handed over", **day_typed("until", date(2024, 2, 1))}
    assert "owns it only from 1 March 2024" in send(client, end, **last).text
    last |= day_typed("until", TODAY - timedelta(days=1))
    assert send(client, end, **last).status_code == 303
    row.refresh_from_db()
    assert row.until == TODAY - timedelta(days=1)
    assert client.get(end).status_code == 404
    audit = client.get(at(made, "item_audit")).text
    assert "Handed over" in audit
    assert "The report names both" in audit
    with pytest.raises(Refused, match="entered already"):
        ownerships.end_ownership(ownership=row, until=TODAY, by=scrutiny, why="Again")


def test_a_last_day_ahead_is_refused(client, made, scrutiny):
    post = PostFactory(council=made.council)
    row = ownerships.give_to_owner(recommendation=made, post=post, by=scrutiny, why="Named")
    ahead = {"why": "x", **day_typed("until", TODAY + timedelta(days=1))}
    assert "has not come yet" in send(client, at(made, "owner_end", row.pk), **ahead).text
