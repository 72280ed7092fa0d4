"""What every run against a broken bridge needs and none changes, made once: imported by the fork server."""

from pytest_bdd.feature import get_features

from features.support.rules import FEATURES, contract

contract()
get_features([str(FEATURES)])  # pytest-bdd keeps what it has parsed
