"""Councils that many tests of documents read: their rows made once for each module."""

import pytest

from tests.factories import CouncilFactory
from tests.reports.register import Roads
from tests.reports.sitting import FullSitting, Sitting


@pytest.fixture(scope="module")
def only_roads(module_rows) -> Roads:
    with module_rows.unblock():
        return Roads(CouncilFactory())


@pytest.fixture(scope="module")
def only_sitting(module_rows) -> Sitting:
    with module_rows.unblock():
        return Sitting(CouncilFactory())


@pytest.fixture(scope="module")
def only_full_sitting(module_rows) -> FullSitting:
    with module_rows.unblock():
        return FullSitting(CouncilFactory())
