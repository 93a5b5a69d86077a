"""A file of evidence: taken or refused in words, kept under its checksum, and taken away again."""

import os

import pytest
from django.db import IntegrityError, transaction

from recommendations import store
from recommendations.models import Evidence, ProgressUpdate
from recommendations.services import evidence as services
from recommendations.services.classification import classify
from recommendations.uploads import LARGEST
from recommendations.uploads.gate import Taken
from recommendations.uploads.kinds import Kind
from tests.recommendations.acting import TODAY, Acting, send, whole
from tests.uploading import DOCUMENT, W, excel, one_page, pdf, sent, word

TYPED = {
    "far": "in progress",
    "stated": "amber",
    "cause": "Rain.",
    "remedy": "More gangs.",
    "effect": "Buses are late.",
    "draft_shows": "The minutes: “mended”",
    "mark": "internal",
    "do": "send",
}
TRACKED = word(**{DOCUMENT: f'<w:document {W}><w:del w:id="1"/></w:document>'})


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILE_STORE = str(tmp_path)
    return tmp_path


@pytest.fixture
def page(acting: Acting) -> str:
    return acting.address("report_progress")


def attached(acting: Acting, **more: object) -> Evidence:
    said = {"file": Taken("a.pdf", Kind.PDF, pdf(), ()), "mark": "internal", "shows": "Mended"}
    return services.attach_evidence(
        recommendation=acting.recommendation,
        by=acting.people["officer"],
        on=TODAY,
        **{**said, **more},
    )


def test_a_file_goes_with_an_update_and_is_taken_away_as_it_came(acting, page):
    client, content = acting.client_of("officer"), pdf()
    assert 'enctype="multipart/form-data"' in client.get(page).text
    file = sent("Minutes of June.PDF", content)
    assert send(client, page, **TYPED, file=file).status_code == 303
    row = Evidence.objects.get()
    assert (row.address, row.file_name, row.kind) == ("", "Minutes of June.PDF", "pdf")
    assert (row.size, row.mark, row.hidden) == (len(content), "internal", "")
    assert row.update == ProgressUpdate.objects.get()
    path = store.path_of(row.checksum)
    assert path.stat().st_mode & 0o777 == 0o640
    shown = acting.client_of("member").get(acting.recommendation.get_absolute_url()).text
    assert "The minutes: “mended” (PDF, " in shown
    assert "Not scanned for viruses" in shown
    acting.released(row)
    answer = acting.client_of("member").get(row.get_absolute_url())
    assert answer.content == content
    headers = answer.headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"] == 'attachment; filename="The-minutes-mended.pdf"'
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"]


@pytest.mark.parametrize("spoil", [os.unlink, lambda path: path.write_bytes(b"%PDF-1.7")])
def test_a_file_that_is_lost_or_altered_is_never_handed_out(acting, spoil):
    row = attached(acting)
    spoil(store.path_of(row.checksum))
    client = acting.client_of("officer")
    client.raise_request_exception = False
    answer = client.get(row.get_absolute_url())
    assert answer.status_code == 500
    assert "The file is missing, or is not what was stored" in answer.text


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("old.doc", b"\xd0\xcf\x11\xe0", "“old.doc” was not taken: it is of another kind"),
        ("a.docx", excel(), "“a.docx” was not taken: it is no Word file"),
        ("a.pdf", b"", "“a.pdf” was not taken: it is empty"),
        ("a.pdf", b"%PDF-" + bytes(LARGEST), "“a.pdf” was not taken: it has 21 MB"),
    ],
)
def test_a_refused_file_is_named_with_its_reason_and_nothing_else_is_lost(
    acting, page, name, content, reason
):
    answer = send(acting.client_of("officer"), page, **TYPED, file=sent(name, content))
    assert answer.status_code == 400
    assert reason in answer.text
    assert "Buses are late." in answer.text
    assert "The minutes: “mended”" in answer.text
    assert not Evidence.objects.exists()
    assert not ProgressUpdate.objects.exists()


def test_after_a_slip_elsewhere_it_has_to_be_chosen_again(acting, page):
    typed = {**TYPED, "cause": ""}
    answer = send(acting.client_of("officer"), page, **typed, file=sent("a.docx", word()))
    assert "Say what happened" in answer.text
    assert "“a.docx” was not kept: choose it again" in answer.text
    without = send(acting.client_of("officer"), page, **TYPED)
    assert "Enter the address of the evidence, or choose a file" in without.text


def test_a_file_needs_words_and_stands_alone(acting, page):
    client = acting.client_of("officer")
    slips = {
        "Say what the evidence shows": {"draft_shows": ""},
        "Say whom the file is for": {"mark": ""},
        "Give an address or a file, not both": {"draft_address": "https://example.org/a"},
    }
    for sentence, slip in slips.items():
        answer = send(client, page, **{**TYPED, **slip}, file=sent("a.docx", word()))
        assert (answer.status_code, sentence in answer.text) == (400, True)


def test_what_it_hides_is_told_and_it_is_not_for_the_public(acting, page):
    client = acting.client_of("officer")
    answer = send(client, page, **{**TYPED, "mark": "public"}, file=sent("a.docx", TRACKED))
    assert "“a.docx” cannot be public, for it holds tracked changes" in answer.text
    assert send(client, page, **TYPED, file=sent("a.docx", TRACKED)).status_code == 303
    told = client.get(acting.recommendation.get_absolute_url()).text
    assert "“a.docx” holds tracked changes" in told
    row = Evidence.objects.get()
    fact = acting.address("fact", "evidence", row.pk)
    typed = {"deed": "correct", "why": "A slip", "shows": row.shows}
    slip = send(acting.client_of("scrutiny officer"), fact, **typed, mark="public")
    assert "It cannot be public, for the file holds tracked changes" in slip.text
    assert Evidence.objects.get().mark == "internal"


def test_a_draft_keeps_the_words_and_says_that_it_keeps_no_file(acting, page):
    client = acting.client_of("officer")
    answer = send(client, page, **{**TYPED, "do": "draft"}, file=sent("a.docx", word()))
    assert answer.status_code == 303
    assert "is kept, but not the file" in client.get(answer.url).text
    assert not Evidence.objects.exists()


def test_who_comes_second_is_told_that_the_file_was_not_kept(acting, page):
    client = acting.client_of("officer")
    stale = client.get(page)
    theirs = {**TYPED, "draft_shows": "", "cause": "Snow."}
    assert send(acting.client_of("deputy"), page, **theirs).status_code == 303
    answer = client.post(page, whole(stale, {**TYPED, "file": sent("a.docx", word())}))
    assert answer.status_code == 409
    assert "The file that you chose was not kept" in answer.text


def test_its_mark_is_put_right_and_taking_it_back_keeps_the_file(acting):
    row, scrutiny = attached(acting), acting.client_of("scrutiny officer")
    fact = acting.address("fact", "evidence", row.pk)
    assert "a.pdf, internal" in scrutiny.get(fact).text
    assert 'name="address"' not in scrutiny.get(fact).text
    typed = {"deed": "correct", "why": "It is public", "shows": "Mended"}
    assert "Say whom the file is for" in send(scrutiny, fact, **typed, mark="").text
    assert send(scrutiny, fact, **typed, mark="public").status_code == 303
    right = Evidence.objects.get(corrects=row)
    assert (right.mark, right.checksum, right.file_name) == ("public", row.checksum, "a.pdf")
    assert scrutiny.get(row.get_absolute_url()).status_code == 404
    assert scrutiny.get(right.get_absolute_url()).status_code == 200
    fact = acting.address("fact", "evidence", right.pk)
    assert send(scrutiny, fact, deed="take back", why="Of another road").status_code == 303
    assert scrutiny.get(right.get_absolute_url()).status_code == 404
    assert "(PDF, " not in scrutiny.get(acting.recommendation.get_absolute_url()).text
    assert store.read(row.checksum)


def test_an_address_of_evidence_is_corrected_into_another_whole_one(acting):
    row = attached(acting, file=None, mark="", address="https://example.org/a")
    fact = acting.address("fact", "evidence", row.pk)
    client = acting.client_of("scrutiny officer")
    typed = {"deed": "correct", "why": "A slip", "shows": "Mended"}
    assert "Enter the address" in send(client, fact, **typed, address="").text
    plain = send(client, fact, **typed, address="http://example.org/a")
    assert "Enter a whole address that begins with https://" in plain.text
    assert client.get(acting.address("evidence_file", row.pk)).status_code == 404


def test_a_file_is_only_for_those_who_may_see_its_evidence(acting):
    row = attached(acting)
    assert acting.client_of("administrator").get(row.get_absolute_url()).status_code == 403
    classify(
        row=row,
        to="exempt",
        paragraphs="3",
        public_interest="Prices",
        reason="Prices",
        by=acting.people["scrutiny officer"],
    )
    seen = {
        who: acting.client_of(who).get(row.get_absolute_url()).status_code
        for who in ("officer", "another officer", "member", "clerk", "scrutiny officer")
    }
    assert seen == {**dict.fromkeys(seen, 404), "officer": 200}


def test_a_council_has_room_for_so_much_and_no_more(acting, page, monkeypatch):
    attached(acting)
    monkeypatch.setattr(services, "OF_A_COUNCIL", len(pdf()) + 100)
    attached(acting)  # the same file is kept once
    client = acting.client_of("officer")
    two = one_page()
    two.add_blank_page()
    answer = send(client, page, **TYPED, file=sent("b.pdf", pdf(two)))
    assert answer.status_code == 400
    assert "“b.pdf” was not kept: the files of" in answer.text
    assert "Buses are late." in answer.text


def test_with_a_full_disk_nothing_is_sent_and_nothing_typed_is_lost(
    acting, page, folder, monkeypatch
):
    def no_room(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    answer = send(acting.client_of("officer"), page, **TYPED, file=sent("a.pdf", pdf()))
    assert answer.status_code == 503
    assert "the disk for files is full" in answer.text
    assert "Buses are late." in answer.text
    assert not ProgressUpdate.objects.exists()
    assert not [path for path in folder.rglob("*") if path.is_file()]
    monkeypatch.undo()
    again = answer.wsgi_request.path, whole(answer, {**TYPED, "file": sent("a.pdf", pdf())})
    assert acting.client_of("officer").post(*again).status_code == 303
    assert Evidence.objects.get().update == ProgressUpdate.objects.get()


@pytest.mark.parametrize(
    "columns",
    [
        {"address": "https://example.org/a"},
        {"file_name": ""},
        {"mark": ""},
        {"hidden": "1 comment", "mark": "public"},
    ],
)
def test_the_database_holds_an_address_or_a_whole_file(acting, columns):
    row = attached(acting)
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.create(**{**row.carried_over(), **columns}, by=row.by)
