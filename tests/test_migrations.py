"""Models and migrations agree, and a migration outlives the rules it was made from."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

APPS = ("recommendations", "reports")


def modules_imported_by(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


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
