"""What the tests of acting stand on: rows made once a module, and objects of each test's own."""

from copy import deepcopy

import pytest

from tests.recommendations.acting import Acting
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
