"""Forms of more rows than one page can ask about: nothing is out of reach, and nothing is lost."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from recommendations.models import Answer, DraftAnswer, Resolution
from recommendations.services import meetings
from recommendations.services.responses import add_group, add_line
from recommendations.views import response_versions, responses
from tests.factories import BodyFactory, RecommendationFactory, add_many
from tests.recommendations.acting import day_typed, hidden
from tests.recommendations.responding import TODAY, shown_and_sent

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def with_parts(responding):
    """300 rows to answer: 120 recommendations, and 180 parts of those."""
    wholes = [responding.rows["R1"], responding.rows["R2"], *add_many(responding.report, 118)]
    made = add_many(responding.report, 179, part_kind="listed", parent=wholes[2])
    return [*wholes, responding.rows["R2(a)"], *made]


def test_a_response_of_300_rows_is_typed_page_by_page_and_given(responding):
    with_parts(responding)
    response = responding.opened(source="Minute 34 of Cabinet")
    client = responding.client_of("support")
    keys = [responding.council.slug, responding.report.slug, response.pk]
    address = reverse("recommendations:response_build", args=keys)
    for number in range(3):
        page = client.get(address)
        form, stretches = page.context["form"], page.context["stretches"]
        assert (len(form.shown), len(form.asked), len(stretches.several)) == (100, 300, 3)
        typed = {}
        for row in form.shown:
            responding.rows[row.address] = row.item.recommendation
            typed |= responding.typed(row.address, text=f"We agree to {row.address}.")
        following = stretches.several[number + 1].at if number < 2 else 0
        do = f"at {following}" if following else "submit"
        sent = shown_and_sent(client, address, shown=page, do=do, **typed)
        address = sent.url
    assert address == reverse("recommendations:response", args=keys), "it is whole"
    assert response.drafts.count() == 300
    clerk = responding.client_of("clerk")
    record = reverse("recommendations:response_record", args=keys)
    typed = {"stage": "given", **day_typed("on", TODAY)}
    assert shown_and_sent(clerk, record, **typed).url == address
    assert Answer.objects.filter(response=response, text__startswith="We agree to").count() == 300


def test_what_lacks_something_on_another_page_is_led_to(responding, monkeypatch):
    monkeypatch.setattr(responses, "MOST_ROWS", 1)
    response, client = responding.opened(), responding.client_of("support")
    keys = [responding.council.slug, responding.report.slug, response.pk]
    build = reverse("recommendations:response_build", args=keys)
    second = f"{build}?at={responding.rows['R2'].pk}"
    page = client.get(build).text
    assert "No answer yet: <a" in page
    number = responding.rows["R2"].pk
    assert f'value="at {number}">R2 to R2<' in page
    answer = shown_and_sent(client, second, do="submit", **responding.typed("R2"))
    assert answer.url == f"{build}?check=yes&at={responding.rows['R1'].pk}"
    checked = client.get(answer.url)
    assert "R1: choose an answer" in checked.text
    assert "R2: " not in checked.text
    # a row put in before it meanwhile, so that the page sent is none that would be shown now
    shown = client.get(second)
    RecommendationFactory(report=responding.report, address="R0", position=0)
    typed = responding.typed("R2", text="Other words")
    shown_and_sent(client, second, shown=shown, do="save", **typed)
    assert DraftAnswer.objects.get(recommendation=responding.rows["R2"]).text == "Other words"
    answer = shown_and_sent(client, build, do="accept")
    assert DraftAnswer.objects.filter(decision="accepted").count() == 3


def test_lines_on_several_pages_are_set_right(responding, monkeypatch):
    monkeypatch.setattr(response_versions, "MOST_ROWS", 2)
    response, rows = responding.opened(), responding.rows
    group = add_group(response=response, words="All are accepted", count_claimed=3)
    one, two = (
        add_line(response=response, group=group, reference=mark, words="Mend the roads")
        for mark in ("R1", "R9")
    )
    keys = [responding.council.slug, responding.report.slug, response.pk]
    client = responding.client_of("support")
    lines = reverse("recommendations:response_lines", args=keys)

    def saved(address, *, then="", **typed):
        form = client.get(address).context["form"]
        boxes = {name: form[name].value() or "" for name in form.fields}
        do = f"at {then}" if then else ""
        return shown_and_sent(client, address, **{**boxes, **typed, "do": do}).url

    address = saved(lines, then=f"match_{two.pk}", **{f"match_{one.pk}": rows["R1"].pk})
    assert address == f"{lines}?at=match_{two.pk}"
    assert "“All are accepted”, continued" in client.get(address).text
    typed = {f"match_{two.pk}": rows["R2"].pk, f"note_{two.pk}": "A misprint"}
    address = saved(address, then=f"place_{rows['R3'].pk}", **typed)
    assert saved(address) == f"{lines}?at=match_{two.pk}", "it does not add up yet"
    assert saved(address, **{f"place_{rows['R3'].pk}": group.pk}) == response.get_absolute_url()
    matched = {str(line.recommendation): line.reference for line in group.lines.all()}
    assert matched == {"R1": "R1", "R2": "R9", "R3": ""}


def test_a_report_of_500_is_endorsed_one_by_one(responding):
    add_many(responding.report, 496)
    committee = BodyFactory(council=responding.council, name="Roads Committee")
    meeting = meetings.call_meeting(body=committee, day=TODAY)
    item = meetings.add_item(meeting=meeting, title="Roads")
    clerk = responding.client_of("clerk")
    first = reverse(
        "recommendations:endorsement", args=[responding.council.slug, responding.report.slug]
    )
    said = {"item": item.pk, "reference": "34", "text": "", "whole": "each"}
    for one in clerk.get(first).context["stretches"].several:
        address = f"{first}?{urlencode({'at': one.at})}"
        page = clerk.get(address)
        assert "R1" in page.text
        decided = {f"kind-{row.recommendation.pk}": "endorse" for row in page.context["form"].rows}
        words = {f"words-{row.recommendation.pk}": row.wording.text for row in one.rows}
        form = {**said, **decided, **words, "follows": hidden(page, "follows")}
        form["token"] = page.context["token"]
        assert clerk.post(address, form).status_code == 303
    assert Resolution.objects.filter(kind="endorse", reference="34").count() == 500


def test_a_form_past_all_bounds_is_answered_in_words(responding):
    client = responding.client_of("support")
    for form in ({f"box{n}": "" for n in range(3_000)}, {"box": "x" * 3_000_000}):
        answer = client.post("/sign-in/", form)
        assert answer.status_code == 400
        assert "more than one page can send" in answer.text
