"""The files of the papers: nothing private in them, and a check that sees what is changed."""

import json
import re
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings

from recommendations.services import papers

FIXTURES = settings.BASE_DIR / "fixtures"


@pytest.mark.parametrize("name", papers.ORDER)
def test_no_telephone_number_and_no_address_of_a_person(name):
    text = (FIXTURES / f"{name}.json").read_text(encoding="utf-8")
    assert "@" not in text
    assert not re.search(r"\d[\d ()]{7,}\d", text)


@pytest.fixture
def check_papers(tmp_path, monkeypatch) -> ModuleType:
    """The check that CI makes, on a paper and a fixture of our own."""
    script = settings.BASE_DIR / ".ci" / "check_papers"
    loader = SourceFileLoader("check_papers", str(script))
    module = module_from_spec(spec_from_loader("check_papers", loader))
    loader.exec_module(module)
    monkeypatch.setattr(module, "FIXTURES", tmp_path)
    monkeypatch.setattr(module, "PAPERS", tmp_path)
    (tmp_path / "paper.txt").write_text(
        "- **R1.** Meet the\n\nboard \u2013 *twice*:\n - **a.** in May;\n - b. in June.\n",
        encoding="utf-8",
    )
    return module


def fixture_of(folder: Path, *, text: str = "Meet the board - twice:") -> None:
    parts = [
        {"part_kind": "listed", "reference": mark, "wordings": [{"text": words}]}
        for mark, words in (("a.", "in May;"), ("b.", "in June."))
    ]
    rows = [{"address": "R1", "reference": "R1.", "wordings": [{"text": text}], "parts": parts}]
    fixture = {"paper": "paper.txt", "recommendations": rows}
    (folder / "one.json").write_text(json.dumps(fixture), encoding="utf-8")


def test_the_check_finds_what_is_printed(check_papers, tmp_path, capsys):
    fixture_of(tmp_path)
    assert check_papers.main() == 0
    assert capsys.readouterr().out == "one.json: 4 texts found in its paper\n"


def test_the_check_names_a_changed_word(check_papers, tmp_path, capsys):
    fixture_of(tmp_path, text="Meet the bored - twice:")
    assert check_papers.main() == 1
    assert "R1/wordings/1/text: not in paper.txt" in capsys.readouterr().err


def test_the_check_names_what_is_left_out(check_papers, tmp_path, capsys):
    fixture_of(tmp_path, text="Meet the board")
    assert check_papers.main() == 1
    assert "R1 as a whole: not in paper.txt" in capsys.readouterr().err
