"""Mock CarePortals: accounts, orders, mail outbox, behind a JSON API."""
