"""Two at once: both texts side by side, and nothing typed is lost."""

import pytest

from recommendations.models import ProgressUpdate
from recommendations.services.classification import classify
from tests.recommendations.acting import Acting, hidden, send, whole

THEIRS = {
    "far": "in progress",
    "stated": "amber",
    "cause": "Figures are held by district.",
    "remedy": "The analyst is re-cutting them; one of five is done.",
    "effect": "Four indicators have no history.",
}
MINE = {
    **THEIRS,
    "remedy": "The analyst is re-cutting them; two of five are done.",
    "narrative": "A <b>word</b> & more",
}


@pytest.fixture
def page(acting: Acting) -> str:
    return acting.address("report_progress")


@pytest.fixture
def client(acting: Acting):
    return acting.client_of("officer")


@pytest.fixture
def conflict(acting: Acting, page: str, client):
    """What the officer sees whose deputy was first."""
    mine = whole(client.get(page), MINE)
    send(acting.client_of("deputy"), page, **THEIRS)
    return client.post(page, mine)


def chosen(conflict, keep: str, **more: str) -> dict[str, str]:
    """The form of the conflict page as a browser sends it."""
    sent = {name: hidden(conflict, name) for name in ("token", "follows", "conflict")}
    mine = {f"mine-{name}": text for name, text in MINE.items()}
    same = {
        name: text for name, text in MINE.items() if name in ("far", "stated", "cause", "effect")
    }
    controls = {"remedy": MINE["remedy"], "narrative": MINE["narrative"]}
    return {**sent, **mine, **same, **controls, **({"keep": keep} if keep else {}), **more}


def newest() -> ProgressUpdate:
    return ProgressUpdate.objects.filter(state="submitted").latest("pk")


def test_both_texts_stand_side_by_side_and_only_what_differs(conflict):
    assert conflict.status_code == 409
    assert '<mark class="differ">one</mark>' in conflict.text
    assert '<mark class="differ">two</mark>' in conflict.text
    compared = conflict.text.partition('class="versions"')[2].partition("<form")[0]
    assert "<dt>Remedy</dt>" in compared
    assert "<dt>Cause</dt>" not in compared
    assert "<b>word</b>" not in conflict.text
    assert "The deputy of the Head of Roads sent an update" in conflict.text
    assert str(ProgressUpdate.objects.get().by) not in conflict.text
    assert ProgressUpdate.objects.count() == 1


def test_everything_typed_comes_along(conflict):
    for name, text in MINE.items():
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        assert f'name="mine-{name}" value="{escaped}"' in conflict.text


def test_mine_follows_theirs(page, client, conflict):
    assert client.post(page, chosen(conflict, "mine", remedy="Edited in vain")).status_code == 303
    assert newest().remedy == MINE["remedy"]
    assert newest().follows.remedy == THEIRS["remedy"]


def test_both_are_combined(page, client, conflict):
    both = "Three of five are done."
    assert client.post(page, chosen(conflict, "combined", remedy=both)).status_code == 303
    assert (newest().remedy, newest().narrative) == (both, MINE["narrative"])
    assert newest().follows.remedy == THEIRS["remedy"]


def test_theirs_is_kept_and_mine_stays_in_the_drafts(acting, page, client, conflict):
    assert client.post(page, chosen(conflict, "theirs")).status_code == 303
    assert newest().remedy == THEIRS["remedy"]
    draft = ProgressUpdate.objects.get(state="draft")
    assert (draft.by, draft.remedy) == (acting.people["officer"], MINE["remedy"])
    assert "two of five" in client.get(page).text


def test_without_a_choice_it_is_asked_again_and_nothing_is_lost(page, client, conflict):
    again = client.post(page, chosen(conflict, "", remedy="Half combined"))
    assert again.status_code == 409
    assert "Choose what the record should say" in again.text
    assert "Half combined" in again.text
    assert f'name="mine-remedy" value="{MINE["remedy"]}"' in again.text
    assert ProgressUpdate.objects.count() == 1


def test_a_third_writer_makes_another_conflict(acting, page, client, conflict):
    send(acting.client_of("deputy"), page, **{**THEIRS, "effect": "Five indicators."})
    again = client.post(page, chosen(conflict, "mine"))
    assert again.status_code == 409
    assert "Five" in again.text
    assert client.post(page, chosen(again, "mine")).status_code == 303
    assert newest().follows.effect == "Five indicators."


def test_a_choice_sent_twice_is_one_update(page, client, conflict):
    form = chosen(conflict, "mine")
    assert {client.post(page, form).status_code for _ in range(2)} == {303}
    assert ProgressUpdate.objects.count() == 2


def test_a_text_that_one_may_not_read_is_not_shown(acting, page, client):
    mine = whole(acting.client_of("scrutiny officer").get(page), MINE)
    send(client, page, **THEIRS)
    classify(
        row=ProgressUpdate.objects.get(),
        to="exempt",
        by=acting.people["officer"],
        reason="Personal",
        paragraphs="1",
        public_interest="A person could be known by it.",
    )
    conflict = acting.client_of("scrutiny officer").post(page, mine)
    assert conflict.status_code == 409
    assert "one of five" not in conflict.text
    assert "you may not read" in conflict.text
    assert "two of five" in conflict.text
