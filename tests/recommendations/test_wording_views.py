"""The words of a recommendation: amended, and the body’s own beside them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from recommendations.services import wordings
from recommendations.services.submissions import Conflict
from tests.factories import PUBLISHED, UserFactory
from tests.recommendations.acting import day_typed, send
from tests.recommendations.entering import at

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def words_typed(**more):
    return {
        "printing": "amended",
        **day_typed("on", date(2024, 5, 1)),
        "text": "That the council mends all roads.",
        **more,
    }


def test_amended_words_stand_from_their_day(client, made, scrutiny):
    page = client.get(at(made, "wording_new"))
    assert page.context["form"]["text"].value() == "That the council mends its roads."
    assert send(client, at(made, "wording_new"), **words_typed()).status_code == 303
    before, after = (
        client.get(made.get_absolute_url(), {"as_at": day}).text
        for day in ("2024-04-30", "2024-05-01")
    )
    assert "How its words were changed" not in before
    assert '<div class="wording">\n  \n  <p>That the council mends its roads.' in before
    assert '<div class="wording">\n  \n  <p>That the council mends all roads.' in after


def test_what_was_amended_and_what_was_corrected_say_in_which_words(client, made, scrutiny):
    send(client, at(made, "wording_new"), **words_typed(notes="NB"))
    fact = at(made, "fact", "wording", made.wordings.get(printing="schedule").pk)
    words = {"deed": "correct", "why": "Misread", "text": "That the Council mends its roads."}
    assert send(client, fact, **words, **day_typed("on", PUBLISHED)).status_code == 303
    page = client.get(made.get_absolute_url()).text
    assert "R1, as amended on 1 May 2024" in page
    assert "[taken out: </span>Council mends its<" in page
    assert "[put in: </span>council mends all<" in page
    assert "[put in: </span>NB<" in page
    assert "R1, as corrected" in page
    assert "[taken out: </span>council<" in page
    assert "[put in: </span>Council<" in page


def test_the_bodys_words_are_kept_beside_the_schedules_once(client, made, scrutiny):
    body = words_typed(printing="body", text="That the council mend its roads.")
    assert send(client, at(made, "wording_new"), **body).status_code == 303
    assert made.wordings.get(printing="body").on == PUBLISHED
    page = client.get(made.get_absolute_url()).text
    assert "[only in the schedule: </span>mends<" in page
    assert "[only in the body: </span>mend<" in page
    again = send(client, at(made, "wording_new"), **body)
    assert "entered already: correct those instead" in again.text


def test_words_written_meanwhile_are_shown_beside_what_was_typed(client, made, scrutiny):
    address = at(made, "wording_new")
    shown = client.get(address)
    send(client, address, **words_typed(text="That no road be mended."))
    mine = words_typed(
        token=shown.context["token"], follows=shown.context["form"]["follows"].value()
    )
    answer = client.post(address, mine)
    assert answer.status_code == 409
    assert "other words" in answer.text
    assert "Choose what to keep" in answer.text
    assert made.wordings.count() == 2
    again = {"conflict": "yes", "keep": "mine", "token": answer.context["token"]}
    again |= {"follows": answer.context["follows"], **dict(answer.context["carried"])}
    assert client.post(address, again).status_code == 303
    assert made.wordings.order_by("pk").last().text == "That the council mends all roads."


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"printing": ""}, "Say whose words these are"),
        ({"text": ""}, "Enter the text"),
        ({"lead_in": "This should:"}, "The text does not end with these words"),
        ({"on_day": "", "on_month": "", "on_year": ""}, "Enter the day it was amended"),
        (day_typed("on", TODAY + timedelta(days=1)), "has not come yet"),
        (day_typed("on", date(2024, 2, 1)), "It was made only on 1 March 2024"),
        ({"resolution": "999"}, "Choose a resolution from the list"),
    ],
)
def test_words_typed_wrong_are_said_and_kept(client, made, scrutiny, wrong, words):
    answer = send(client, at(made, "wording_new"), **words_typed(notes="NB", **wrong))
    assert answer.status_code == 400
    assert words in answer.text
    assert made.wordings.count() == 1


def test_words_are_refused_to_who_looked_at_others(made):
    said = {"title": "", "lead_in": "", "closing": "", "notes": "", "by": UserFactory()}
    with pytest.raises(Conflict):
        wordings.word_anew(
            recommendation=made, seen="", printing="amended", text="x", on=PUBLISHED, **said
        )
