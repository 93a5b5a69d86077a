"""What every test stands on."""

from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client, override_settings

from recommendations.models import Council, User, frozen
from recommendations.rules.roles import Role
from tests.factories import CouncilFactory, MembershipFactory

# A shared machine may be slow for a moment; that is no fault of what is tested.
hypothesis.settings.register_profile("ours", deadline=None)
hypothesis.settings.load_profile("ours")


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
        FILE_STORE=str(tmp_path_factory.mktemp("files")),
    ):
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
