"""The names in a scenario's text, and the ones that stand for them on the shared servers.

Scenarios run side by side on the same servers. Each has a mark of its own, and what it calls `clinic_x`
and `rx@clinic.example` is `clinic_x_4f2a...` and `rx.4f2a...@clinic.example` there.
"""

import hashlib
import secrets


class Names:
    """Translates the names of one scenario; the same name always gives the same result."""

    def __init__(self) -> None:
        self.mark = secrets.token_hex(4)

    def organization(self, name: str) -> str:
        """The organization key."""
        return f"{name}_{self.mark}"

    def account(self, name: str) -> str:
        """The key of a ShipStation account."""
        return f"{name}-{self.mark}"

    def email(self, address: str) -> str:
        """The e-mail address; accounts of CarePortals are known by it across organizations."""
        local, at, domain = address.partition("@")
        return f"{local}.{self.mark}{at}{domain}"

    def document(self, *parts: object) -> str:
        """A 24-digit hexadecimal id, as CarePortals gives to orders, customers and products."""
        text = "/".join([self.mark, *map(str, parts)])
        return hashlib.sha256(text.encode()).hexdigest()[:24]
