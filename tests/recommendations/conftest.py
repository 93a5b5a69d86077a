"""What the tests of acting stand on."""

import pytest

from tests.recommendations.acting import Acting
from tests.recommendations.responding import Responding


@pytest.fixture
def acting(db: None) -> Acting:
    return Acting.made()


@pytest.fixture
def responding(db: None) -> Responding:
    return Responding.made()
