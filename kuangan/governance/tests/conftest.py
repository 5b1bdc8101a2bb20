"""The people of the help tests."""

import pytest

from tests import cast


@pytest.fixture
def mine():
    return cast.mine("青山石场")


@pytest.fixture
def officer(mine):
    return cast.as_actor(cast.safety_officer(mine))


@pytest.fixture
def county():
    return cast.as_actor(cast.county_reviewer())


@pytest.fixture
def page_of_mine(mine):
    return cast.client(cast.principal(mine))


@pytest.fixture
def page_of_county():
    return cast.client(cast.county_reviewer(name="陈二"))
