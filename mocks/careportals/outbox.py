"""The mails that CarePortals would send; they stay here and can be read on the control side."""

from mocks.careportals.accounts import email_key
from mocks.careportals.store import Store
from mocks.control.clock import Clocks, to_text


class Outbox:
    """All mails of all organizations, oldest first."""

    def __init__(self, store: Store, clocks: Clocks) -> None:
        self._store = store
        self._clocks = clocks

    def send(
        self, organization: str, to: str, subject: str, text: str, link_token: str | None = None
    ) -> None:
        """Put a mail into the box; `link_token` makes it one with a sign-up link."""
        at = to_text(self._clocks.of(organization).now())
        with self._store.transaction() as db:
            db.execute(
                "INSERT INTO mail (at, organization, recipient, recipient_key, subject, text, link_token)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (at, organization, to, email_key(to), subject, text, link_token),
            )

    def read(
        self, base: str, organization: str | None, to: str | None, latest: int | None = None
    ) -> list[dict[str, object]]:
        """The mails of one organization and recipient, or of all; links lead to the mock at `base`.

        `latest`: only so many of the newest.
        """
        rows = self._store.connection.execute(
            "SELECT * FROM mail WHERE (?1 IS NULL OR organization = ?1)"
            " AND (?2 IS NULL OR recipient_key = ?2) ORDER BY number DESC LIMIT coalesce(?3, -1)",
            (organization, email_key(to) if to is not None else None, latest),
        ).fetchall()
        mails: list[dict[str, object]] = []
        for row in reversed(rows):
            link = f"{base}/auth/activate/{row['link_token']}" if row["link_token"] else None
            mails.append(
                {
                    "number": row["number"],
                    "at": row["at"],
                    "organization": row["organization"],
                    "to": row["recipient"],
                    "subject": row["subject"],
                    "text": row["text"] + (f"\n\nSign Up: {link}" if link else ""),
                    "link": link,
                }
            )
        return mails
