"""Is what was recorded and published as it was left? A command says so, and what is not."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from recommendations import store
from recommendations.models import frozen
from recommendations.services.evidence import attach_evidence
from recommendations.uploads.gate import Taken
from recommendations.uploads.kinds import Kind
from reports.models import Publication
from tests.factories import PublicationFactory, RecommendationFactory, UserFactory
from tests.uploading import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _store_of_its_own(settings, tmp_path):
    settings.FILE_STORE = str(tmp_path)


def issued() -> Publication:
    return PublicationFactory(pdf_sha256=store.put(b"%PDF-1.7 as issued"))


def forge(**columns):
    """Past the triggers, as only whoever owns the database could."""
    frozen.lift(connection)
    Publication.objects.update(**columns)
    frozen.lay(connection)


def verified(capsys) -> str:
    with pytest.raises(CommandError, match="not as they were left"):
        call_command("verify_history")
    return capsys.readouterr().err


def test_all_is_as_it_was_left(capsys):
    issued()
    call_command("verify_history")
    assert "1 edition," in capsys.readouterr().out


def test_a_missing_trigger_is_named(capsys):
    name = f"{frozen.table_of('Answer')}_no_update"
    on_table = f" ON {frozen.table_of('Answer')}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on_table}")
    assert name in verified(capsys)


def test_a_document_that_was_altered_is_named(capsys):
    edition = issued()
    forge(document={**edition.document, "title": "Forged"})
    assert f"The document of {edition.file_name}" in verified(capsys)


def test_the_order_of_its_keys_is_no_alteration(capsys):
    edition = issued()
    forge(document=dict(reversed(edition.document.items())))
    call_command("verify_history")


def test_a_pdf_that_was_altered_or_lost_is_named(capsys):
    edition = issued()
    path = store.path_of(edition.pdf_sha256)
    path.chmod(0o640)
    path.write_bytes(b"%PDF-1.7 forged")
    assert f"The PDF of {edition.file_name}" in verified(capsys)
    path.unlink()
    assert "missing" in verified(capsys)


def test_a_file_of_evidence_that_is_lost_is_named(capsys):
    row = attach_evidence(
        recommendation=RecommendationFactory(),
        file=Taken("roads.pdf", Kind.PDF, pdf(), hidden=()),
        mark="internal",
        shows="Mended",
        by=UserFactory(),
        on=date(2026, 1, 2),
    )
    call_command("verify_history")
    assert "1 file of evidence" in capsys.readouterr().out
    store.path_of(row.checksum).unlink()
    assert f"Evidence: The file {row.checksum} is missing" in verified(capsys)
