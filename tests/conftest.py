"""What every test stands on."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from recommendations.models import Council, User, frozen
from recommendations.rules.roles import Role
from reports.faces import pdf
from tests.factories import CouncilFactory, MembershipFactory
from tests.reports.conformance import conforming
from tests.rows import rows_of_several

# A shared machine may be slow for a moment; that is no fault of what is tested.
hypothesis.settings.register_profile("ours", deadline=None)
hypothesis.settings.load_profile("ours")


DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}


WHOLE_FOLDERS = ("tests/hostile", "tests/papers")
"""Whose tests share rows that take long to make."""


class ByWhatIsShared(LoadScopeScheduling):
    """To each worker a module at a time, or a folder, so that what is shared is made once."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        folder = path.rpartition("/")[0]
        return folder if folder in WHOLE_FOLDERS else path


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling | None:
    return ByWhatIsShared(config, log) if config.getvalue("dist") == "loadscope" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Folder by folder, so that what a folder's tests share is made as seldom as can be.

    What reads no database comes out the same on each.
    """
    items.sort(key=lambda item: (str(item.path.parent), not item.get_closest_marker("longest")))
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if not DATABASE & set(fixtures) and item.get_closest_marker("django_db") is None:
            item.add_marker("any_database")


def pytest_collection_finish() -> None:
    """What is there by now stays to the end, and need not be gone through for what can be freed."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def test_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What differs under test: fast passwords, no hashed names, and never a demonstration.

    Each is the same whatever the environment of this machine says.
    """
    Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # as set-up leaves it
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={
            **django_settings.STORAGES,
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        DEMONSTRATION=False,
        CLAMD=None,
        WHITENOISE_AUTOREFRESH=True,  # or each client would read every static file anew
        FILE_STORE=str(tmp_path_factory.mktemp("files")),
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def _every_pdf_is_checked() -> Iterator[None]:
    """Whatever a test prints, by a page, a command or a job, has to keep to PDF/UA-1."""
    render = pdf.render
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "render", lambda *args, **more: conforming(render(*args, **more)))
        yield


@pytest.fixture(autouse=True)
def _frozen_tables(request: pytest.FixtureRequest) -> Iterator[None]:
    """Lift the triggers of frozen tables before a test that flushes them ends.

    A test that does not flush finds them laid, whichever ran before it.
    """
    marker = request.node.get_closest_marker("django_db")
    flushes = {"transactional_db", "live_server"} & set(request.fixturenames) or (
        marker is not None and marker.kwargs.get("transaction", False)
    )
    uses_database = flushes or marker is not None or "db" in request.fixturenames
    if not uses_database:
        yield
        return
    request.getfixturevalue("transactional_db" if flushes else "db")
    if frozen.missing(connection):
        frozen.lay(connection)
    yield
    if flushes:
        frozen.lift(connection)


@pytest.fixture(scope="module")
def module_rows(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[DjangoDbBlocker]:
    """What is written while it is unblocked is there for every test of the module, and no other."""
    with rows_of_several(django_db_blocker) as blocker:
        yield blocker


@pytest.fixture
def council(db: None) -> Council:
    return CouncilFactory()


@pytest.fixture
def sign_in(client: Client, council: Council) -> Callable[..., User]:
    """Sign the client in as a person with this role, in `council` unless another is named."""

    def as_role(role: Role, where: Council = council) -> User:
        user = MembershipFactory(council=where, role=role.value).user
        client.force_login(user)
        return user

    return as_role
