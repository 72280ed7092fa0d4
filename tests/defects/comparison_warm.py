"""What Schemathesis imports only when it reads its first document: imported by the fork server."""

import schemathesis

import bridge.app
import tests.defects.comparison_peers  # noqa: F401 - imported once, not in each process

schemathesis.openapi.from_path(str(bridge.app.OPENAPI))
