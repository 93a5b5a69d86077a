"""Models and migrations agree, and a migration outlives the rules it was made from."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

APPS = ("recommendations", "reports")


def modules_imported_by(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


@pytest.mark.parametrize("at_once", [True, False], ids=["a new database", "one that is upgraded"])
def test_no_model_has_changed_without_a_migration(at_once):
    loader = MigrationLoader(None, replace_migrations=at_once)
    last = [node for node in loader.graph.leaf_nodes() if at_once or "squashed" not in node[1]]
    state = loader.project_state(last)
    detector = MigrationAutodetector(state, ProjectState.from_apps(apps))
    assert not detector.changes(graph=loader.graph)


def test_no_migration_imports_a_rule():
    migrations = [
        path for app in APPS for path in (settings.BASE_DIR / app / "migrations").glob("0*.py")
    ]
    assert migrations
    assert not [
        (path.name, module)
        for path in migrations
        for module in modules_imported_by(path)
        if module.startswith(("recommendations.rules", "reports.documents"))
    ]
