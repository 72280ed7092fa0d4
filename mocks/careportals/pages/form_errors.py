"""What the domain says is wrong, put beside the field of a form that it is about."""

import re
from collections import defaultdict

from mocks.control.payload import Refusal

_ABOUT = re.compile(r'"(\w+)" ')
_CAPITAL = re.compile(r"[A-Z]")


def field_errors(refusal: Refusal | None, otherwise: str) -> tuple[defaultdict[str, str], int]:
    """The message by the name of its field, empty for all others, and the status of the page that shows it.

    `otherwise` is the field for what names none. The domain speaks of fields of JSON: `"email" must be ...`
    becomes `The email must be ...`.
    """
    errors: defaultdict[str, str] = defaultdict(str)
    if refusal is None:
        return errors, 200
    about = _ABOUT.match(refusal.detail)
    if about is None:
        errors[otherwise] = refusal.detail
    else:
        name = _CAPITAL.sub(r" \g<0>", about[1]).lower()
        errors[about[1]] = f"The {name} {refusal.detail[about.end() :]}"
    return errors, refusal.status_code
