"""Models and migrations agree, and a migration outlives the rules it was made from."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

APPS = ("recommendations", "reports")
MIGRATIONS = settings.BASE_DIR / "recommendations" / "migrations"


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


@pytest.mark.parametrize("last", range(1, 12))
def test_a_site_of_every_release_can_be_upgraded(monkeypatch, last):
    """Django finds what is applied in order, whichever migration of ours it last ran."""
    of_others = [key for key in MigrationLoader(None).disk_migrations if key[0] not in APPS]
    ours = sorted(path.stem for path in MIGRATIONS.glob("0*.py") if "squashed" not in path.stem)
    ran = [*of_others, ("reports", "0001_publications")]
    ran += [("recommendations", name) for name in ours[:last]]
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda _: dict.fromkeys(ran))
    loader = MigrationLoader(connection)
    loader.check_consistent_history(connection)
    [newest] = loader.graph.leaf_nodes("recommendations")
    to_run = {name for app, name in loader.graph.forwards_plan(newest) if (app, name) not in ran}
    assert {name for name in to_run if "squashed" not in name} == set(ours[last:])
