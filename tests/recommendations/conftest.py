"""What the tests of acting and of entering stand on: rows made once a module or for each test."""

from copy import deepcopy

import pytest

from recommendations.rules.roles import Role
from tests.factories import ReportFactory
from tests.recommendations.acting import Acting
from tests.recommendations.entering import entered
from tests.recommendations.responding import Responding


@pytest.fixture(scope="module")
def only_acting(module_rows) -> Acting:
    with module_rows.unblock():
        return Acting.made()


@pytest.fixture
def acting(only_acting: Acting, db: None) -> Acting:
    return deepcopy(only_acting)


@pytest.fixture(scope="module")
def only_responding(module_rows) -> Responding:
    with module_rows.unblock():
        return Responding.made()


@pytest.fixture
def responding(only_responding: Responding, db: None) -> Responding:
    return deepcopy(only_responding)


@pytest.fixture
def report(council):
    return ReportFactory(council=council, title="Review of Roads")


@pytest.fixture
def scrutiny(sign_in):
    return sign_in(Role.SCRUTINY_OFFICER)


@pytest.fixture
def made(report):
    return entered(report, reference="R1.")
