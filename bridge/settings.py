"""What can be set from outside when the bridge starts."""

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Settings:
    """Raises ValueError, with a sentence, for a value that cannot work.

    `crm_url` is where CarePortals answers, `crm_timeout` the seconds that one call to it may take in all,
    `page_size` the orders per page of an export, `body_limit` the bytes of a shipment notice.
    """

    crm_url: str = "http://127.0.0.1:7801"
    crm_timeout: float = 10.0
    page_size: int = 50
    body_limit: int = 1024 * 1024

    def __post_init__(self) -> None:
        if not _is_address(self.crm_url):
            raise ValueError("The CRM's URL must be one such as https://crm.example.com")
        if not 0 < self.crm_timeout <= 600:
            raise ValueError("The CRM's time limit must be above 0 and at most 600 seconds")
        if not 1 <= self.page_size <= 250:
            raise ValueError("The page size must be from 1 to 250, the most that CarePortals lists at once")
        if self.body_limit < 1:
            raise ValueError("The body limit must be at least 1 byte")


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        right_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    # Credentials in it would be sent beside the user's own.
    plain = not (parts.username or parts.password or parts.query or parts.fragment)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and right_port and plain
