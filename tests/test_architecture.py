"""Rules of the code that no tool knows, read from the syntax tree and the templates."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

BASE = Path(settings.BASE_DIR)
READS_FOR_A_PERSON = (
    *("recommendations/views", "recommendations/forms", "recommendations/templatetags"),
    "recommendations/filters.py",
    "recommendations/reading",
    "reports/views",
)
"""Where everything is read for somebody, and so only through what they may see."""

ALLOWED = {"visible_to", "editable_by"}
AROUND = {"_default_manager", "_base_manager", "raw", "extra", "cursor", "mark_safe"}


def source_files(*places: str) -> Iterator[Path]:
    for place in places:
        path = BASE / place
        yield from [path] if path.suffix else sorted(path.rglob("*.py"))


def faults(source: str) -> list[str]:
    """Each read that does not begin with what a viewer may see, by its line."""
    tree = ast.parse(source)
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Attribute(attr="objects"), attr=attr):
                if attr not in ALLOWED:
                    found.append(f"{node.lineno}: objects.{attr}")
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in AROUND:
                found.append(f"{node.lineno}: {name}(")
            case ast.Attribute(attr=attr) if attr in ("_default_manager", "_base_manager"):
                found.append(f"{node.lineno}: {attr}")
            case ast.Call(func=ast.Name(id=name), args=[ast.Name(id=first), *_]) if (
                name.startswith("get_") and name.endswith("_or_404") and first[:1].isupper()
            ):
                found.append(f"{node.lineno}: {name}({first}")
    return found


@pytest.mark.parametrize(
    "path", list(source_files(*READS_FOR_A_PERSON)), ids=lambda path: str(path.relative_to(BASE))
)
def test_a_page_reads_only_what_its_viewer_may_see(path):
    assert faults(path.read_text()) == []


@pytest.mark.parametrize(
    "line",
    [
        "Event.objects.all()",
        "Event.objects.filter(pk=1).visible_to(viewer)",
        "models.Event.objects.get(pk=1)",
        "Event._default_manager.all()",
        "get_object_or_404(Event, pk=1)",
        "get_list_or_404(Event)",
        "events.raw('select 1')",
        "events.extra(where=['1=1'])",
        "connection.cursor()",
        "mark_safe(text)",
    ],
)
def test_a_read_round_the_door_is_found(line):
    assert faults(line) != []


@pytest.mark.parametrize(
    "line",
    [
        "Event.objects.visible_to(viewer).with_days()",
        "models.Event.objects.editable_by(viewer)",
        "get_object_or_404(Event.objects.visible_to(viewer), slug=event)",
        "get_object_or_404(known(viewer), slug=event)",
        "self.filters['report'].extra['choices']",
    ],
)
def test_a_read_through_the_door_is_not(line):
    assert faults(line) == []


TEMPLATES = sorted((BASE / "templates").rglob("*.html"))
NEVER = {
    "text that is not escaped": re.compile(r"\|\s*safe\b|autoescape off"),
    "a style of its own": re.compile(r"\sstyle\s*=|<style"),
    "a script of its own": re.compile(r"<script(?![^>]*\ssrc=)|\son[a-z]+=[\"']"),
    "another site's file": re.compile(r"""(?:\ssrc|<link\b[^>]*\shref)\s*=\s*["'](?:https?:)?//"""),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(BASE)))
def test_no_template_holds_what_the_browser_is_told_to_refuse(path):
    text = path.read_text()
    assert [what for what, pattern in NEVER.items() if pattern.search(text)] == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("text that is not escaped", "{{ text|safe }}"),
        ("text that is not escaped", "{% autoescape off %}"),
        ("a style of its own", '<p style="color: red">'),
        ("a script of its own", "<script>alert(1)</script>"),
        ("a script of its own", '<a onclick="go()">'),
        ("another site's file", '<link href="https://example.org/a.css">'),
    ],
)
def test_such_a_template_is_found(what, line):
    assert NEVER[what].search(line)


def test_a_script_from_a_file_of_ours_is_not():
    line = '<script type="module" src="{% static \'js/app.js\' %}"></script>'
    assert not NEVER["a script of its own"].search(line)


def test_every_component_says_first_what_it_takes():
    silent = [
        path.name
        for path in (BASE / "templates/components").glob("*.html")
        if not path.read_text().startswith(f"{{# {path.stem}")
    ]
    assert silent == []
