"""The Custom Store form on the screen: its labels, what it holds at first, what was typed into it."""

import json
from collections.abc import Mapping
from typing import Any

from mocks.control.payload import Refusal, parse_object
from mocks.shipstation.form import CUSTOM_STORE, Form, FormErrors, read_form

LABELS = {
    "name": "Store Name",
    "urlToCustomXmlPage": "URL to Custom XML Page",
    "username": "Username",
    "password": "Password",
}
BOX_LABELS = {
    "awaitingPayment": "Awaiting Payment Status",
    "awaitingShipment": "Awaiting Shipment Statuses",
    "shipped": "Shipped Status",
    "cancelled": "Cancelled Status",
    "onHold": "On-Hold Status",
}
"""The labels of the guide [doc: G9 to G16]."""

_BOXES_AT_FIRST = {
    "awaitingPayment": "unpaid",
    "awaitingShipment": "paid",
    "shipped": "shipped",
    "cancelled": "cancelled",
    "onHold": "on_hold",
}
"""What the boxes of a new form hold [seen]; the guide's mapping replaces it."""

_AUTOMATIC = "autoRefreshMinutes"

Typed = dict[str, str]
"""Texts by field; a status box is the field `statuses.` and its name."""


def empty() -> Typed:
    """A new form."""
    boxes = {f"statuses.{name}": text for name, text in _BOXES_AT_FIRST.items()}
    return dict.fromkeys((*LABELS, _AUTOMATIC, "settings"), "") | boxes


def filled(form: Form) -> Typed:
    """The form of a connected store; its password is not shown."""
    settings = dict(form.settings)
    minutes = settings.pop(_AUTOMATIC) if settings.get(_AUTOMATIC) is not None else ""
    texts = {"name": form.name, "urlToCustomXmlPage": form.url, "username": form.username, "password": ""}
    boxes = {f"statuses.{name}": text for name, text in form.statuses.items()}
    others = json.dumps(settings, ensure_ascii=False) if settings else ""
    return texts | boxes | {_AUTOMATIC: str(minutes), "settings": others}


def typed(sent: Mapping[str, str]) -> Typed:
    """What the browser sent, under the fields of the form."""
    return {name: sent.get(name, "") for name in empty()}


def checked(values: Typed, kept_password: str) -> Form:
    """The form that was filled in; an empty password means the one that was kept. Raises FormErrors."""
    body: dict[str, Any] = {name: values[name] for name in LABELS}
    body |= {"storeType": CUSTOM_STORE, "name": values["name"] or CUSTOM_STORE}
    body["password"] = values["password"] or kept_password
    body["statuses"] = {name: values[f"statuses.{name}"] for name in BOX_LABELS}
    problems: dict[str, str] = {}
    try:
        body["settings"] = _settings(values)
    except Refusal as refusal:
        problems["settings"] = refusal.detail
    try:
        form = read_form(body)
    except FormErrors as errors:
        problems |= errors.fields
    if problems:
        raise FormErrors(problems)
    return form


def _settings(values: Typed) -> dict[str, Any]:
    settings = parse_object(values["settings"].encode()) if values["settings"].strip() else {}
    if minutes := values[_AUTOMATIC].strip():
        settings[_AUTOMATIC] = int(minutes) if minutes.isdecimal() and len(minutes) < 10 else minutes
    return settings


def worded(errors: FormErrors) -> dict[str, str]:
    """What is wrong, by the field at which it is said, in sentences that begin with the label."""
    found = {}
    others = []
    for name, problem in errors.fields.items():
        if name in LABELS:
            found[name] = f"{LABELS[name]} {problem}"
        elif name == f"settings.{_AUTOMATIC}":
            found[_AUTOMATIC] = f"Automatic refresh {problem}"
        elif name.startswith("settings"):
            others.append(f"{name.removeprefix('settings').removeprefix('.')} {problem}".strip())
        else:
            found[name] = problem
    return found | ({"settings": "; ".join(others)} if others else {})
