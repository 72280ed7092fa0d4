import base64

import pytest

from features.support.browser import pictures
from features.support.browser.organization import ClickedOrganization
from features.support.browser.pictures import Album
from features.support.browser.windows import Windows


def test_each_page_is_taken_once(organization: ClickedOrganization, windows: Windows) -> None:
    album = Album(windows)
    organization.users()
    [picture] = album.take(2, "When the admin clicks Connect")
    assert (picture.name, picture.is_picture) == ("step-2-when-the-admin-clicks-connect.jpg", True)
    assert base64.b64decode(picture.body).startswith(b"\xff\xd8")
    assert album.take(3, "And so on") == []
    album.forget()
    assert len(album.take(3, "And so on")) == 1


def test_what_is_skipped_or_too_large_is_not_taken(
    organization: ClickedOrganization, windows: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    album = Album(windows)
    organization.users()
    album.skip()
    assert album.take(1, "Given") == []
    album.forget()
    monkeypatch.setattr(pictures, "LARGEST", 10)
    assert album.take(1, "Given") == []
