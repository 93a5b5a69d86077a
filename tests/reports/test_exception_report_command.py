"""manage.py exception_report."""

import json
from copy import deepcopy

import pytest
from django.core.management import CommandError, call_command

from reports.builders import bound
from reports.faces import pdf


@pytest.fixture
def roads(only_roads, db):
    return deepcopy(only_roads)


@pytest.fixture
def council(roads):
    return roads.council


def run(council, to, **options):
    call_command(
        "exception_report",
        council if isinstance(council, str) else council.slug,
        **{"as_at": "2024-12-10", "format": "json", "output": to, **options},
    )


@pytest.mark.parametrize(
    ("face", "beginning"),
    [("html", b"<!DOCTYPE html>"), ("pdf", b"%PDF-"), ("json", b"{"), ("csv", b"\xef\xbb\xbf")],
)
def test_it_writes_the_format_asked_for(roads, tmp_path, face, beginning):
    run(roads.council, tmp_path / "report", format=face)
    assert (tmp_path / "report").read_bytes().lstrip().startswith(beginning)


def test_it_says_what_it_wrote(roads, tmp_path, capsys):
    run(roads.council, tmp_path / "report")
    assert "3 of 11 shown; 3 need a date" in capsys.readouterr().out


def test_every_option_is_heard(roads, tmp_path):
    run(
        roads.council,
        tmp_path / "report",
        compare="2024-09-10",
        committee="roads-select-committee",
        known_at="2024-12-10T18:00:00Z",
        audience="member",
    )
    data = json.loads((tmp_path / "report").read_text())
    assert data["as_at"] == "2024-12-10"
    assert data["earlier"]["as_at"] == "2024-09-10"
    assert data["scope"]["committee"] == "Roads Select Committee"
    assert data["known_at"] == "2024-12-10T18:00:00+00:00"


def test_the_same_day_and_moment_give_the_same_bytes(roads, tmp_path):
    for name in ("one", "two"):
        run(
            roads.council,
            tmp_path / name,
            format="pdf",
            compare="2024-09-10",
            known_at="2024-12-10T18:00:00Z",
        )
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"as_at": "10 December"}, "“10 December” is not a day; write it as 2013-06-05."),
        ({"as_at": "2024-02-31"}, "“2024-02-31” is not a day; write it as 2013-06-05."),
        ({"compare": "2024-12-10"}, "--compare 2024-12-10 is not before --as-at 2024-12-10."),
        ({"known_at": "now"}, "“now” is not a moment; write it as 2013-06-05T10:30:00Z."),
        ({"committee": "nobody"}, "There is no committee “nobody” in "),
    ],
)
def test_what_it_cannot_do_it_says_in_one_sentence(roads, tmp_path, options, sentence):
    with pytest.raises(CommandError) as refusal:
        run(roads.council, tmp_path / "report", **options)
    assert str(refusal.value).startswith(sentence)
    assert refusal.value.returncode == 1
    assert not (tmp_path / "report").exists()


def test_a_council_that_is_not_there(db, tmp_path):
    with pytest.raises(CommandError, match="There is no council “nowhere”"):
        run("nowhere", tmp_path / "report")


def test_a_file_that_cannot_be_written(roads, tmp_path):
    with pytest.raises(CommandError, match="No such file or directory"):
        run(roads.council, tmp_path / "missing" / "report")


def test_more_than_a_report_can_hold(roads, tmp_path, monkeypatch):
    monkeypatch.setattr(bound, "LARGEST", 10)
    with pytest.raises(CommandError, match="There are more than 10 recommendations"):
        run(roads.council, tmp_path / "report")
    assert not (tmp_path / "report").exists()


def test_a_pdf_that_cannot_be_made(roads, tmp_path, monkeypatch):
    def fail(page):
        raise pdf.PdfFailed("The PDF is too large to make at once.")

    monkeypatch.setattr(pdf, "render", fail)
    with pytest.raises(CommandError, match="too large"):
        run(roads.council, tmp_path / "report", format="pdf")
