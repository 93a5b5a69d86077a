"""What the tests of acting stand on."""

import pytest

from tests.recommendations.acting import Acting


@pytest.fixture
def acting(db: None) -> Acting:
    return Acting.made()
