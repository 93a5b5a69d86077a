"""A file of evidence is scanned before it is kept; what was not scanned is held back, and seen."""

import logging
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from recommendations.models import (
    Evidence,
    EvidenceRelease,
    EvidenceScan,
    ProgressUpdate,
)
from recommendations.services import evidence as services
from recommendations.services.classification import classify
from recommendations.uploads.gate import Taken
from recommendations.uploads.kinds import Kind
from recommendations.uploads.scanner import Scan
from tests.recommendations.acting import TODAY, Acting, hidden, send
from tests.scanning import CALLED, MARKER, NAME, scanner
from tests.uploading import pdf, sent, word

TYPED = {
    "far": "in progress",
    "stated": "amber",
    "cause": "Rain.",
    "remedy": "More gangs.",
    "effect": "Buses are late.",
    "draft_shows": "The minutes",
    "mark": "internal",
    "do": "send",
}
HARMFUL = word(**{f"word/{MARKER.decode()}.xml": "<a/>"})
READERS = ("officer", "deputy", "another officer", "member", "clerk", "scrutiny officer")
HELD = {**dict.fromkeys(READERS, 403), "officer": 200, "scrutiny officer": 200}
"""Of a file that waits: who sent it may have it, and who may let it through."""


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILE_STORE = str(tmp_path)
    return tmp_path


@pytest.fixture
def clamd(settings):
    with scanner() as settings.CLAMD:
        yield settings.CLAMD


def attached(acting: Acting, content: bytes = b"", **more: object) -> Evidence:
    return services.attach_evidence(
        recommendation=acting.recommendation,
        shows="Mended",
        file=Taken("a.docx", Kind.DOCX, content or word(), ()),
        mark="internal",
        by=acting.people["officer"],
        on=TODAY,
        **more,
    )


def answers(acting: Acting, row: Evidence) -> dict[str, int]:
    return {who: status(acting, row, who) for who in READERS}


def status(acting: Acting, row: Evidence, who: str = "member") -> int:
    return acting.client_of(who).get(row.get_absolute_url()).status_code


def shown(acting: Acting, who: str) -> str:
    return acting.client_of(who).get(acting.recommendation.get_absolute_url()).text


def test_a_clean_file_says_when_and_by_what_it_was_scanned(acting, clamd):
    page, client = acting.address("report_progress"), acting.client_of("officer")
    assert "It is scanned for viruses, and held back" in client.get(page).text
    answer = send(client, page, **TYPED, file=sent("a.docx", word()))
    assert "was not scanned" not in client.get(answer.url).text
    scan = EvidenceScan.objects.get()
    assert (scan.evidence, scan.found, scan.scanner) == (Evidence.objects.get(), "", CALLED)
    assert status(acting, scan.evidence) == 200
    assert "Scanned for viruses" in shown(acting, "member")


def test_a_harmful_file_is_refused_by_what_was_found_and_nothing_else_is_lost(
    acting, clamd, folder, caplog
):
    page = acting.address("report_progress")
    with caplog.at_level(logging.INFO):
        answer = send(acting.client_of("officer"), page, **TYPED, file=sent("Jo.docx", HARMFUL))
    assert answer.status_code == 400
    assert f"“Jo.docx” was not taken: something harmful was found in it, {NAME}." in answer.text
    assert "Buses are late." in answer.text
    assert not ProgressUpdate.objects.exists()
    assert not Evidence.objects.exists()
    assert not list(folder.rglob("*"))
    assert f"found to be harmful: {NAME}" in caplog.text
    assert "Jo.docx" not in caplog.text


def test_a_scanner_that_does_not_judge_keeps_no_file_out(acting, settings):
    page, client = acting.address("report_progress"), acting.client_of("officer")
    with scanner(INSTREAM=b"What?\0") as settings.CLAMD:
        answer = send(client, page, **TYPED, file=sent("a.docx", word()))
    assert "The file was not scanned for viruses" in client.get(answer.url).text
    assert not EvidenceScan.objects.exists()
    assert status(acting, Evidence.objects.get()) == 403


def test_what_was_not_scanned_is_seen_by_all_and_taken_away_by_few(acting):
    row = attached(acting)
    assert answers(acting, row) == HELD
    told = acting.client_of("member").get(row.get_absolute_url()).text
    assert "“Mended” was not scanned for viruses." in told
    for who, words in {
        "member": "so it cannot be taken away yet",
        "officer": "only who sent it and scrutiny officers can take it away",
    }.items():
        page = shown(acting, who)
        assert "Not scanned for viruses" in page
        assert words in page
        assert (f'href="{row.get_absolute_url()}"' in page) is (who == "officer")
        assert "Let it through" not in page
    form = acting.client_of("officer").get(acting.address("report_progress")).text
    assert "It is not scanned for viruses, and held back" in form


def test_a_scrutiny_officer_lets_it_through_for_a_reason_and_takes_that_back(acting):
    row = attached(acting)
    page = acting.address("evidence_release", row.pk)
    client = acting.client_of("scrutiny officer")
    work = f"/{acting.council.slug}/my-work/"
    assert "Files not scanned" not in acting.client_of("officer").get(work).text
    for waits in (client.get(work).text, shown(acting, "scrutiny officer")):
        assert f'href="{page}"' in waits
    for nothing in ("", "  "):
        slip = send(client, page, reason=nothing)
        assert (slip.status_code, "Say why it may be let through" in slip.text) == (400, True)
    opened = client.get(page)
    typed = {"token": hidden(opened, "token"), "reason": "Opened in a closed box"}
    for _ in range(2):
        assert client.post(page, typed).status_code == 303
    released = EvidenceRelease.objects.get()
    assert (released.by, released.on) == (acting.people["scrutiny officer"], TODAY)
    assert set(answers(acting, row).values()) == {200}
    assert client.get(page).status_code == 404
    assert "Files not scanned" not in client.get(work).text
    told = shown(acting, "member")
    assert "File let through, not scanned for viruses" in told
    assert "Opened in a closed box" in told
    audit = client.get(acting.address("item_audit")).text
    assert "Release of evidence" in audit
    assert "Opened in a closed box" in audit
    fact = acting.address("fact", "release", released.pk)
    assert acting.client_of("clerk").get(fact).status_code == 403
    assert send(client, fact, deed="take back", why="Not after all").status_code == 303
    assert status(acting, row) == 403


def test_only_a_scrutiny_officer_who_sees_it_may_let_it_through(acting):
    row = attached(acting)
    page = acting.address("evidence_release", row.pk)
    seen = {who: acting.client_of(who).get(page).status_code for who in READERS}
    assert seen == {**dict.fromkeys(READERS, 403), "scrutiny officer": 200}
    scrutiny = acting.client_of("scrutiny officer")
    assert scrutiny.get(acting.address("evidence_release", row.pk + 1)).status_code == 404
    for hostile in ("a" * 5000, "a\0b"):
        assert send(scrutiny, page, reason=hostile).status_code == 400
    classify(
        row=row,
        to="exempt",
        paragraphs="3",
        public_interest="Prices",
        reason="Prices",
        by=acting.people["scrutiny officer"],
    )
    assert scrutiny.get(page).status_code == 404
    assert answers(acting, row) == {**dict.fromkeys(READERS, 404), "officer": 200, "deputy": 403}


def test_the_same_file_stays_let_through_when_its_words_are_put_right(acting):
    row = attached(acting)
    other = attached(acting, word(**{"word/styles.xml": "<a/>"}))
    acting.released(row)
    fact = acting.address("fact", "evidence", row.pk)
    client = acting.client_of("scrutiny officer")
    typed = {"deed": "correct", "why": "A slip", "shows": "Mended, and dry", "mark": "internal"}
    assert send(client, fact, **typed).status_code == 303
    right = Evidence.objects.get(corrects=row)
    assert (status(acting, right), status(acting, other)) == (200, 403)


def test_who_sent_it_may_have_it_and_not_who_corrected_it(acting):
    row = attached(acting)
    right = Evidence.objects.create(
        **{**row.carried_over(), "shows": "Mended"},
        by=acting.people["deputy"],
        corrects=row,
        correction_reason="A slip",
    )
    assert answers(acting, right) == HELD


def scheduled() -> list[str]:
    said = StringIO()
    call_command("run_schedule", stdout=said)
    return said.getvalue().splitlines()[1:]


def test_the_schedule_scans_what_waits(acting, settings):
    row, harmful = attached(acting), attached(acting, HARMFUL)
    acting.released(harmful)
    assert scheduled() == []
    settings.CLAMD = ("127.0.0.1", 1)
    with pytest.raises(CommandError, match="2 files could not be scanned: see that CLAMD is right"):
        scheduled()
    with scanner(INSTREAM=b"What?\0") as settings.CLAMD, pytest.raises(CommandError):
        scheduled()
    with scanner() as settings.CLAMD:
        assert scheduled() == ["2 files scanned, 1 found harmful"]
        assert scheduled() == []
    assert status(acting, row) == 200
    assert set(answers(acting, harmful).values()) == {403}, "let through or not"
    page = shown(acting, "scrutiny officer")
    assert "Found to be harmful</strong>: Tests-Marker. Nobody can take it away." in page
    assert f'href="{harmful.get_absolute_url()}"' not in page
    told = acting.client_of("officer").get(harmful.get_absolute_url()).text
    assert "was found to be harmful: Tests-Marker" in told


def test_a_lost_file_holds_no_other_up(acting, clamd, folder):
    attached(acting, pdf())
    for path in folder.rglob("*"):
        if path.is_file():
            path.unlink()
    row = attached(acting)
    with pytest.raises(CommandError, match="1 file could not be scanned"):
        scheduled()
    assert EvidenceScan.objects.get().evidence == row


@pytest.mark.parametrize(
    ("found", "words"),
    [(NAME, "Something harmful was found in it"), ("", "there is nothing left to let through")],
)
def test_who_was_typing_while_it_was_scanned_is_told(acting, found, words):
    row, client = attached(acting), acting.client_of("scrutiny officer")
    page = acting.address("evidence_release", row.pk)
    opened = client.get(page)
    services.record_scan(row, Scan(found, CALLED))
    typed = {"token": hidden(opened, "token"), "reason": "Opened in a closed box"}
    answer = client.post(page, typed)
    assert (answer.status_code, words in answer.text) == (400, True)
    assert "Opened in a closed box" in answer.text
    assert not EvidenceRelease.objects.exists()
