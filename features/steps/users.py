"""Users of CarePortals: invited, signed up, removed; their roles, passwords and mails."""

from collections.abc import Iterator

import httpx2
import pytest
from pytest_bdd import given, then, when

from features.support.access import Passage
from features.support.driver import Driver
from features.support.evidence import HarnessError
from features.support.hook import Hook
from features.support.phrases import phrase
from features.support.sandwich import Addresses
from features.support.scene import Scene
from features.support.wire import Send


@pytest.fixture
def scene(
    parts: Addresses,
    send: Send,
    outside: httpx2.Client,
    passage: Passage | None,
    hook: Hook | None,
    driver: Driver,
) -> Iterator[Scene]:
    scene = Scene(parts, send, outside, passage, hook, driver)
    with scene.afterwards:
        yield scene


@given(phrase('the organization "{name}" on CarePortals'))
def organization(scene: Scene, name: str) -> None:
    scene.found(name)


@given(phrase('"{email}" was invited with the role "{role}"'))
def was_invited(scene: Scene, email: str, role: str) -> None:
    answer = scene.organization().invite(email, role)
    if not answer.is_success:
        raise HarnessError(f"{email} could not be invited: {answer.status_code} {answer.text[:300]}")


@given(phrase('"{email}" was invited with the role "{role}" and has set a password'))
def was_added(scene: Scene, email: str, role: str) -> None:
    scene.shop().add_user(email, role)


@given(phrase('"{email}" was invited with the role "{role}" and has set the password "{password}"'))
def was_added_with_password(scene: Scene, email: str, role: str, password: str) -> None:
    scene.organization().add_user(email, role, password)


@given(phrase('"{email}" was invited to "{name}" with the role "{role}" and has set a password'))
def was_added_to(scene: Scene, email: str, name: str, role: str) -> None:
    scene.shop(name).add_user(email, role)


@given(phrase('"{email}" was also added to "{name}" with the role "{role}"'))
def was_also_added(scene: Scene, email: str, name: str, role: str) -> None:
    answer = scene.organization(name).invite(email, role)
    if not answer.is_success:
        raise HarnessError(f"{email} could not be invited: {answer.status_code} {answer.text[:300]}")


@given(phrase('"{email}" has followed the sign-up link and set a password'))
def has_activated(scene: Scene, email: str) -> None:
    answer = scene.organization().activate(email)
    if not answer.is_success:
        raise HarnessError(f"{email} could not be activated: {answer.status_code} {answer.text[:300]}")


@given(phrase('"{email}" has signed up at /auth/register'))
def has_signed_up(scene: Scene, email: str) -> None:
    answer = scene.organization().register(email)
    if not answer.is_success:
        raise HarnessError(f"{email} could not sign up: {answer.status_code} {answer.text[:300]}")


@given(phrase('"{email}" is removed from the organization'))
def is_removed(scene: Scene, email: str) -> None:
    scene.organization().remove(email)


@given(phrase('the role of "{email}" is changed to "{role}"'))
def role_is_changed(scene: Scene, email: str, role: str) -> None:
    scene.organization().change_role(email, role)


@given(phrase('the password of "{email}" is reset'))
def password_is_reset(scene: Scene, email: str) -> None:
    scene.organization().reset_password(email)


@when(phrase('"{email}" is invited with the role "{role}"'))
def is_invited(scene: Scene, email: str, role: str) -> None:
    scene.answer = scene.organization().invite(email, role)


@when(phrase('"{email}" follows the sign-up link and sets the password "{password}"'))
def follows_link(scene: Scene, email: str, password: str) -> None:
    scene.answer = scene.organization().activate(email, password)


@when(phrase('"{email}" opens the users list'))
def opens_users(scene: Scene, email: str) -> None:
    scene.answer = scene.organization().open_users(email)


@then(phrase('CarePortals refuses with "{words}"'))
def careportals_refuses(scene: Scene, words: str) -> None:
    status, said = scene.last.status_code, scene.last.text
    scene.expect(
        400 <= status < 500 and words.lower() in said.lower(),
        f'CarePortals refuses and says "{words}"',
        f"{status} {said[:300]}",
    )


@then(phrase('the users list shows "{email}" with the role "{role}", "{status}"'))
def users_list_shows(scene: Scene, email: str, role: str, status: str) -> None:
    user = scene.organization().users().get(scene.names.email(email), {})
    got = (user.get("role"), user.get("status"))
    scene.expect(got == (role, status), f"{email} listed as {role}, {status}", f"{got[0]}, {got[1]}")


@then(phrase('a mail "{subject}" with a sign-up link has reached "{email}"'))
def mail_has_reached(scene: Scene, subject: str, email: str) -> None:
    mails = scene.organization().mails(email)
    got = [f"{mail['subject']} ({'with' if mail['link'] else 'without'} a link)" for mail in mails]
    scene.expect(
        f"{subject} (with a link)" in got, f'a mail "{subject}" with a link', ", ".join(got) or "no mail"
    )


@then(phrase('ShipStation can connect as "{email}"'))
def can_connect(scene: Scene, email: str) -> None:
    scene.connect_as(email)
