"""Unusual ways to ask CarePortals."""

from typing import Any

from starlette.exceptions import HTTPException

from bridge.connection import Reply
from bridge.crm import Session
from tests.defects.replies import replace
from tests.defects.unusual.catalogue import unusual

TIMES = 3


@unusual("FLT-1", "FLT-2", "FLT-3", "FLT-4", "FLT-5", "FLT-7")
def asks_careportals_again() -> None:
    """What CarePortals breaks off or answers with a 5xx is asked up to three times."""
    call = Session._call

    async def patient(self: Session, *arguments: Any, **named: Any) -> Reply:
        for _ in range(TIMES - 1):
            try:
                return await call(self, *arguments, **named)
            except HTTPException as refusal:
                if refusal.status_code not in (502, 503):
                    raise
        return await call(self, *arguments, **named)

    replace(Session, "_call", patient)
