"""Text as it can be shown on a page, whoever wrote it."""

import re

# What cannot be seen and changes how the text around it is read: controls, marks of direction, joiners, tags.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def shown(value: object) -> object:
    """A text with every unseen character spelled out, such as `[U+202E]`; anything else as it is.

    Made for `finalize` of Jinja2, which escapes the result for HTML afterwards. Text that is escaped already
    holds no such character, for it was shown before.
    """
    if not isinstance(value, str) or (value.isascii() and value.isprintable()):
        return value
    return type(value)(_UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", value))
