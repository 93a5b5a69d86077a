"""The papers come in whole, once and in nobody's name, and nothing is invented."""

import json
import re
from io import StringIO

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from recommendations.models import (
    Council,
    ExecutiveResponse,
    ProgressUpdate,
    Recommendation,
    ScrutinyReport,
    User,
)
from recommendations.models.dated import Dated
from recommendations.services import papers, responses

FIXTURES = settings.BASE_DIR / "fixtures"


def test_no_milestone_is_invented(loaded, db):
    """Only the interim recommendation that Herefordshire's paper prints as done has one."""
    assert [row.address for row in Recommendation.objects.exclude(milestones=None)] == ["Interim-1"]
    assert not ProgressUpdate.objects.exists()


def test_every_report_and_response_says_where_its_days_are_from(loaded, db):
    for held in (*ScrutinyReport.objects.all(), *ExecutiveResponse.objects.all()):
        assert held.source
        assert re.search(r"Chosen:|inferred|published minutes", held.source_note), held


def dated_models() -> list[type[Dated]]:
    models = apps.get_app_config("recommendations").get_models()
    return [model for model in models if issubclass(model, Dated)]


@pytest.mark.parametrize("model", dated_models())
def test_every_dated_row_says_that_it_came_with_a_paper(loaded, db, model):
    assert not model._base_manager.exclude(brought_in=True, by__username="papers").exists()


def test_nobody_signs_in_as_the_papers(loaded, db, client):
    account = User.objects.get(username="papers")
    assert not account.has_usable_password()
    assert not account.is_active
    assert not client.login(username="papers", password="")


def every_count() -> dict[str, int]:
    models = apps.get_app_config("recommendations").get_models()
    return {model.__name__: model._base_manager.count() for model in models}


def test_what_was_loaded_is_printed(loaded, db):
    assert "wiltshire: 4 events, 1 report, 6 members, 4 themes, 12 groups, 41 recom" in loaded
    assert "24 listed parts, 4 limbs" in loaded
    assert "wiltshire-response: 1 response, 16 lines, 7 answers, 2 meetings, 5 resoluti" in loaded
    assert "20 answers" in loaded


def test_loading_again_changes_nothing_and_says_so(loaded, db):
    before = every_count()
    printed = StringIO()
    call_command("load_papers", stdout=printed)
    assert every_count() == before
    lines = printed.getvalue().splitlines()
    assert len(lines) == 5
    assert all(line.endswith("in the register already, nothing changed") for line in lines)


def test_a_paper_comes_in_whole_or_not_at_all(loaded, db, tmp_path, monkeypatch):
    def fail(**_):
        raise RuntimeError

    paper = json.loads((FIXTURES / "wirral.json").read_text(encoding="utf-8"))
    paper["council"] |= {"slug": "elsewhere", "name": "Elsewhere Council"}
    (tmp_path / "elsewhere.json").write_text(json.dumps(paper), encoding="utf-8")
    before = every_count()
    monkeypatch.setattr(responses, "answer", fail)  # the last thing this paper says
    with pytest.raises(RuntimeError):
        papers.load_paper(tmp_path / "elsewhere.json", by=User.objects.get(username="papers"))
    assert every_count() == before
    monkeypatch.undo()
    papers.load_paper(tmp_path / "elsewhere.json", by=User.objects.get(username="papers"))
    assert Council.objects.get(slug="elsewhere").recommendations.count() == 20
