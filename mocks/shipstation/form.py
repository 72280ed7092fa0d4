"""The form on which an admin sets up a Custom Store, and what ShipStation checks in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx2

from mocks.shipstation import mapping, settings

CUSTOM_STORE = "Custom Store"

STORE_TYPES: dict[str, bool] = {
    "Amazon": False,
    "BigCommerce": False,
    CUSTOM_STORE: True,
    "eBay": False,
    "Etsy": False,
    "Magento": False,
    "Shopify": False,
    "Squarespace": False,
    "WooCommerce": False,
}
"""Name: whether it can be set up here. One protocol is mocked; the rest fills the list [assumed]."""

_FIELDS = ("storeType", "name", "urlToCustomXmlPage", "username", "password", "statuses", "settings")
_TEXT_LIMITS = {"name": 100, "urlToCustomXmlPage": 2000, "username": 200, "password": 200}
_PLACEHOLDER = re.compile(r"<org>|\{org\}|&lt;org&gt;", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class FormErrors(Exception):
    """The form cannot be taken; `fields` says by form field what is wrong."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__("; ".join(fields.values()))
        self.fields = fields


@dataclass(frozen=True)
class Form:
    """A checked form. `settings` holds only what the store sets itself, under the API's names."""

    name: str
    url: str
    username: str
    password: str
    statuses: dict[str, str]
    settings: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        """The form as it was filled in, password included: for the database, never for an answer."""
        return {
            "storeType": CUSTOM_STORE,
            "name": self.name,
            "urlToCustomXmlPage": self.url,
            "username": self.username,
            "password": self.password,
            "statuses": self.statuses,
            "settings": self.settings,
        }


def read_form(values: Mapping[str, Any]) -> Form:
    """A form from JSON. Raises FormErrors with a message for every field that is wrong."""
    errors = {name: "is no field of this form" for name in values if name not in _FIELDS}
    errors |= _text_errors(values) | _type_error(values.get("storeType"))
    if "urlToCustomXmlPage" not in errors and (problem := url_error(values["urlToCustomXmlPage"])):
        errors["urlToCustomXmlPage"] = problem
    errors |= _status_errors(values.get("statuses")) | _settings_errors(values.get("settings", {}))
    if errors:
        raise FormErrors(errors)
    return Form(
        name=values.get("name", CUSTOM_STORE),
        url=values["urlToCustomXmlPage"],
        username=values["username"],
        password=values["password"],
        statuses={box: values["statuses"][box] for box in mapping.BOXES},
        settings=dict(values.get("settings", {})),
    )


def changed(form: Form, values: Mapping[str, Any]) -> Form:
    """The form with some fields filled in anew; boxes and settings one by one. Raises FormErrors."""
    merged = form.to_json()
    for name, value in values.items():
        both = name in ("statuses", "settings") and isinstance(value, dict)
        merged[name] = merged[name] | value if both else value
    return read_form(merged)


def _type_error(value: object) -> dict[str, str]:
    if value == CUSTOM_STORE:
        return {}
    if isinstance(value, str) and value in STORE_TYPES:
        return {"storeType": f"{value} stores are not available here; choose {CUSTOM_STORE}"}
    return {"storeType": f"is no known store type; choose {CUSTOM_STORE}"}


def _text_errors(values: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    for name, limit in _TEXT_LIMITS.items():
        value = values.get(name, CUSTOM_STORE if name == "name" else None)
        if value is None or (isinstance(value, str) and not value.strip()):
            found[name] = "is required"
        elif not isinstance(value, str):
            found[name] = "must be text"
        elif len(value) > limit:
            found[name] = f"has more than {limit} characters"
        elif _CONTROL.search(value):
            found[name] = "holds a control character"
        elif name == "username" and ":" in value:
            # RFC 7617: the user name ends at the first colon.
            found[name] = "must not hold a colon, for Basic authentication cannot carry one"
    return found


def url_error(url: str) -> str | None:
    """What is wrong with the URL to the custom XML page, in words that its user understands, or None."""
    if _PLACEHOLDER.search(unquote(url)):
        return "still holds the placeholder <org>: replace it with your organization's unique identifier"
    if re.search(r"\s", url):
        return "holds a blank"
    try:
        parts = urlsplit(url)
        port = parts.port
        host = httpx2.URL(url).raw_host
    except (ValueError, httpx2.InvalidURL):
        return "is not a valid URL"
    if parts.scheme.lower() not in ("http", "https"):
        return "must begin with http:// or https://"
    if not parts.hostname or not host or port == 0:
        return "names no host" if not parts.hostname else "is not a valid URL"
    if "@" in parts.netloc:
        return "must not carry a user name or password; use the fields below"
    if "#" in url:
        return "must not have a fragment (#...)"
    return "is not a valid URL" if re.search(r'[<>"{}|\\^`]', url) else None


def _status_errors(boxes: object) -> dict[str, str]:
    if not isinstance(boxes, dict):
        return {"statuses": "the five status boxes are required"}
    return mapping.errors_in(boxes)


def _settings_errors(values: object) -> dict[str, str]:
    if not isinstance(values, dict):
        return {"settings": "must be an object"}
    return {f"settings.{name}": problem for name, problem in settings.errors_in(values).items()}
