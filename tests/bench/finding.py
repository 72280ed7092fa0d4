"""What a bench has found out: one row of the table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A figure of ours and, where there is one, that of the other side, measured in the same run.

    `ours` and `theirs` are figures with their units, `ratio` is ours by theirs. `target` says what is to be
    reached, and `met` whether it was; None where there is no target, or nobody to compare with.
    """

    what: str
    ours: str
    theirs: str = ""
    ratio: float | None = None
    target: str = ""
    met: bool | None = None

    @property
    def verdict(self) -> str:
        """The last cell of the row."""
        if self.met is None:
            return "no peer here" if self.target else ""
        return "met" if self.met else "not met"
