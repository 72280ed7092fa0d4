import pytest

from tests.mocks.careportals.clinic import Clinic
from tests.mocks.careportals.pages.visitor import Visitor


@pytest.fixture
def visitor(clinic: Clinic) -> Visitor:
    """A browser in which nobody is signed in."""
    return Visitor(clinic)


@pytest.fixture
def owner(visitor: Visitor) -> Visitor:
    """A browser in which the Owner is signed in."""
    visitor.sign_in()
    return visitor
