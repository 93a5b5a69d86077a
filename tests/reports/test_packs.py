"""The clerk's pack: chosen, built, printed, issued once and never changed."""

import io
from copy import deepcopy
from datetime import date

import page
import pikepdf
import pypdfium2
import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from recommendations import store
from recommendations.models import Job, Recommendation
from recommendations.rules.roles import Role
from recommendations.services import jobs
from recommendations.services.change import Refused
from reports.builders import bound
from reports.builders.pack import audience_of
from reports.documents.encoding import fingerprint
from reports.documents.pack import Pack
from reports.faces import html, parts, pdf
from reports.models import Publication
from reports.services import packs, queue
from tests.factories import ReportFactory
from tests.reports.sitting import OF_WHAT, withhold

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting(only_sitting, db):
    return deepcopy(only_sitting)


@pytest.fixture
def council(sitting):
    return sitting.council


@pytest.fixture
def quick(monkeypatch):
    """Printing is tried on its own; what is around it needs no second of it each time."""
    monkeypatch.setattr(pdf, "render", lambda markup, **_: b"%PDF-1.7 " + markup[:50].encode())


def words(contents):
    pages = pypdfium2.PdfDocument(contents)
    return [" ".join(one.get_textpage().get_text_bounded().split()) for one in pages]


# ------------------------------------------------------------------------------- the document


def test_it_holds_the_documents_chosen_under_their_item(sitting):
    pack = sitting.pack
    (item,) = pack.with_papers
    assert [paper.title for paper in item.papers] == [
        "Exception report",
        "Executive response schedule",
        "Full schedule",
    ]
    assert (pack.title, pack.starts_at, pack.place) == ("Roads", "2.00 pm", "County Hall")
    assert len(item.papers[2].schedule.entries) == 11


def test_what_is_read_equals_what_was_written(sitting):
    assert Pack.load(sitting.pack.as_json()) == sitting.pack


def test_the_file_is_named_plainly(sitting):
    assert sitting.pack.file_name == "2024-12-12-roads-select-committee-agenda-pack-ed1.pdf"
    members = packs.preview(sitting.meeting, **{**OF_WHAT, "audience": "member"})
    assert members.file_name.endswith("-agenda-pack-member-ed1.pdf")


def test_the_schedule_says_what_was_promised_and_when(sitting):
    entry = sitting.pack.papers[2].schedule.entries[2]
    (step,) = entry.steps
    assert (step.original, step.now) == (date(2024, 7, 31), date(2025, 1, 31))
    assert step.moved == "moved once, by 184 days"


def test_it_asks_as_often_for_many_recommendations_as_for_few(
    sitting, django_assert_max_num_queries
):
    with django_assert_max_num_queries(110):
        assert sitting.pack


def test_a_withheld_recommendation_keeps_its_number_and_no_word(sitting):
    withhold(sitting.recommendation[1], sitting.clerk)
    pack = sitting.pack
    entry = pack.papers[2].schedule.entries[0]
    assert (entry.address, entry.withheld, entry.text) == ("R1", "Withheld: paragraph 3", "")
    assert "1 withheld" in pack.papers[2].schedule.sumline
    assert "road number 1 be" not in str(pack.as_json())


def test_a_withheld_item_keeps_its_number_and_nothing_under_it(sitting):
    withhold(sitting.item, sitting.clerk)
    (item,) = sitting.pack.items
    assert (item.number, item.title, item.papers) == ("7", "", ())
    assert item.withheld == "Exempt: paragraph 3"


# ------------------------------------------------------------------------------------ on paper


@pytest.fixture
def printed(sitting):
    return pdf.render(html.render_pack(sitting.pack))


@pytest.mark.any_database  # what is printed is built on each by other tests
def test_paper(sitting, printed):
    """One printing, since each costs a second: structure, furniture, contents, bookmarks."""
    found = page.validate_pdf_bytes(printed, profile=page.ValidationProfile.PDF_UA_1)
    assert [failure.message for failure in found.failures] == []
    sheets = words(printed)
    for number, sheet in enumerate(sheets, 1):
        assert f"Page {number} of {len(sheets)}" in sheet
        assert "Agenda pack; as at 10 December 2024; edition 1" in sheet
    assert "County Hall" in sheets[0]
    schedule = next(n for n, sheet in enumerate(sheets, 1) if "Item 7 Full schedule" in sheet)
    assert f"Full schedule Review of Roads: 11 recommendations {schedule}" in sheets[0]
    furniture = "Roads Select Committee, 12 December 2024, item 7 Public"
    assert all(furniture in sheet for sheet in sheets[1:schedule])
    assert sum("A response past its last lawful day" in sheet for sheet in sheets) == 1
    assert fingerprint(sitting.pack.as_json())[:8] in sheets[-1]
    with pikepdf.open(io.BytesIO(printed)) as document, document.open_outline() as outline:
        titles = [top.title for top in outline.root]
        links = [link for one in document.pages for link in one.get("/Annots", ())]
    assert titles == [
        "Roads",
        "Item 7: exception report",
        "Item 7: executive response schedule",
        "Item 7: full schedule",
        "Key to the ratings",
    ]
    assert len(links) >= 8
    assert pdf.render(html.render_pack(sitting.pack)) == printed


# ------------------------------------------------------------------------------------- issuing


def test_issuing_keeps_document_and_file_by_their_checksums(sitting):
    edition = sitting.issue()
    assert Pack.load(edition.document) == packs.builders.pack(
        sitting.meeting, packs.chosen_for(sitting.meeting), edition=1, **OF_WHAT
    )
    assert edition.document_sha256 == fingerprint(edition.document)
    assert store.read(edition.pdf_sha256).startswith(b"%PDF-")
    assert edition.rows.filter(noun="recommendations.recommendation").count() == 11


def test_progress_is_told_as_papers_are_made(sitting, quick):
    told = []
    packs.issue(jobs_claimed(sitting), lambda percent, doing: told.append(percent))
    assert told == [14, 28, 42, 42, 85]


def jobs_claimed(sitting):
    sitting.ask()
    return jobs.claim()


def test_a_disk_with_no_room_fails_the_job_in_plain_words(sitting, quick, monkeypatch):
    def full(content):
        raise store.NotKept

    monkeypatch.setattr(store, "put", full)
    sitting.ask()
    job = queue.work_once()
    assert (job.state, job.error) == (Job.State.FAILED, str(store.NotKept()))
    assert not Publication.objects.exists()


def test_the_next_is_edition_two_and_the_first_stays(sitting, quick):
    first, second = sitting.issue("one"), sitting.issue("two")
    assert (first.edition, second.edition) == (1, 2)
    assert second.file_name.endswith("-ed2.pdf")


def test_an_issued_edition_never_changes(sitting, quick):
    edition = sitting.issue()
    for act in (
        lambda: Publication.objects.update(edition=9),
        lambda: edition.rows.all().delete(),
        lambda: Publication.objects.filter(pk=edition.pk).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_asking_twice_with_one_form_makes_one(sitting, quick):
    assert sitting.ask("same") == sitting.ask("same")


def test_an_empty_pack_is_not_issued(sitting):
    for part in sitting.item.pack_parts.all():
        packs.take_out(part=part)
    with pytest.raises(Refused, match="Put a document"):
        sitting.ask()


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda s: withhold(s.recommendation[1], s.clerk),
        lambda s: withhold(s.item, s.clerk),
        lambda s: withhold(s.recommendation[1].updates.first(), s.clerk),
        lambda s: packs.take_out(part=s.part),
    ],
)
def test_what_was_withheld_or_changed_meanwhile_is_not_issued(sitting, monkeypatch, meanwhile):
    def slow(markup, **_):
        meanwhile(sitting)
        return b"%PDF-1.7"

    monkeypatch.setattr(pdf, "render", slow)
    sitting.ask()
    job = queue.work_once()
    assert job.state == Job.State.FAILED
    assert "Look at it again" in job.error
    assert not Publication.objects.exists()


@pytest.mark.any_database  # it is issued as a short one is
def test_a_long_one_is_issued_in_parts(sitting, monkeypatch):
    monkeypatch.setattr(parts, "LONG", 0)
    monkeypatch.setattr(parts, "SHORT", 0)
    assert parts.taken_apart(html.render_pack(sitting.pack)).parts
    edition = sitting.issue()
    sheets = words(store.read(edition.pdf_sha256))
    for number, sheet in enumerate(sheets, 1):
        assert f"Page {number} of {len(sheets)}" in sheet
    schedule = next(n for n, sheet in enumerate(sheets, 1) if "Item 7 Full schedule" in sheet)
    assert f"Full schedule Review of Roads: 11 recommendations {schedule}" in sheets[0]


def test_a_worker_that_was_overtaken_publishes_nothing(sitting, monkeypatch):
    def slow(markup, **_):
        Job.objects.update(attempts=2)
        return b"%PDF-1.7"

    monkeypatch.setattr(pdf, "render", slow)
    sitting.ask()
    queue.work_once()
    assert not Publication.objects.exists()


def test_a_printer_that_fails_says_why(sitting, monkeypatch):
    def fails(markup, **_):
        raise pdf.PdfFailed("Making the PDF took too long. Choose a smaller scope.")

    monkeypatch.setattr(pdf, "render", fails)
    sitting.ask()
    assert queue.work_once().error == "Making the PDF took too long. Choose a smaller scope."


def test_a_report_that_is_too_long_is_refused_in_words(sitting, client, sign_in, monkeypatch):
    monkeypatch.setattr(bound, "LARGEST", 10)
    sitting.ask()
    assert queue.work_once().error.startswith("There are more than 10 recommendations")
    assert not Publication.objects.exists()
    sign_in(Role.CLERK)
    seen = client.get(at(sitting, "pack_preview", sitting.meeting.pk), boxes())
    assert seen.status_code == 400
    assert "There are more than 10 recommendations" in seen.text


def test_a_fault_of_ours_is_said_without_its_words(sitting, monkeypatch, caplog):
    def fails(markup, **_):
        raise KeyError("road number 1")

    monkeypatch.setattr(pdf, "render", fails)
    sitting.ask()
    error = queue.work_once().error
    assert "fault of ours" in error
    assert "road" not in error


def test_the_command_does_what_waits(sitting, quick, capsys):
    sitting.ask()
    call_command("run_jobs", "--once")
    assert Publication.objects.count() == 1
    assert "done" in capsys.readouterr().out


# --------------------------------------------------------------------------------------- pages


def at(sitting, name, *parts):
    return reverse(f"reports:{name}", args=[sitting.council.slug, *parts])


def test_a_clerk_sees_it_issues_it_and_takes_it_away(sitting, client, sign_in, quick):
    sign_in(Role.CLERK)
    seen = client.get(at(sitting, "pack_preview", sitting.meeting.pk), boxes())
    assert "That road number 1 be mended." in seen.text
    query = seen.context["form"].address_query
    address = f"{at(sitting, 'pack_issue', sitting.meeting.pk)}?{query}"
    form = client.get(address)
    answer = client.post(address, {"token": form.context["token"]})
    assert answer.status_code == 303
    assert client.get(answer.url).text.count("<progress") == 1
    status = client.get(answer.url + "status.json").json()
    assert status == {"state": "queued", "percent": 0, "words": "Waiting"}
    queue.work_once()
    assert "Edition 1 is issued" in client.get(answer.url).text
    edition = Publication.objects.get()
    file = client.get(at(sitting, "issued_pack_pdf", edition.pk))
    assert file.content == store.read(edition.pdf_sha256)
    assert edition.file_name in file.headers["Content-Disposition"]


def boxes():
    return {"as_at_day": "10", "as_at_month": "12", "as_at_year": "2024", "audience": "public"}


def test_what_was_issued_reads_as_it_was_stored(sitting, client, sign_in, quick):
    edition = sitting.issue()
    sign_in(Role.MEMBER)
    Recommendation.objects.filter(pk=sitting.recommendation[1].pk).update(address="X1")
    assert "R1<" in client.get(at(sitting, "issued_pack", edition.pk)).text


def test_a_document_is_added_and_taken_out(sitting, client, sign_in):
    sign_in(Role.CLERK)
    address = at(sitting, "part_new", sitting.meeting.pk, sitting.item.pk)
    token = client.get(address).context["token"]
    refused = client.post(address, {"token": token, "kind": "schedule"})
    assert "Choose the report" in refused.text
    typed = {"token": refused.context["token"], "kind": "schedule", "report": sitting.report.pk}
    assert client.post(address, typed).status_code == 303
    assert sitting.item.pack_parts.count() == 4
    last = sitting.item.pack_parts.last()
    address = at(sitting, "part_out", sitting.meeting.pk, last.pk)
    client.post(address, {"token": client.get(address).context["token"]})
    assert sitting.item.pack_parts.count() == 3


def test_a_report_of_another_council_goes_under_nothing(sitting, client, sign_in):
    sign_in(Role.CLERK)
    address = at(sitting, "part_new", sitting.meeting.pk, sitting.item.pk)
    typed = {"token": client.get(address).context["token"], "kind": "schedule"}
    answer = client.post(address, {**typed, "report": ReportFactory().pk})
    assert answer.status_code == 400
    assert sitting.item.pack_parts.count() == 3


def test_the_audience_is_a_member_without_leave(sitting):
    assert audience_of(sitting.meeting).part_two == frozenset()
