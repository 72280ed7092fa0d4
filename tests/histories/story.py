"""What happened, told in numbered sentences, so that a history which went wrong can be read."""

from datetime import datetime


class Contradiction(Exception):
    """What was seen cannot be, by the model; the text is the whole story up to there."""

    def __init__(self, story: "Story", expected: str, got: str) -> None:
        last = len(story.sentences) + 1
        super().__init__("\n".join([*story.numbered(), f"{last}. Expected: {expected}.", f"   Got: {got}."]))


class Story:
    """Sentences in the order in which things happened; those about the middle of a step are set in."""

    def __init__(self) -> None:
        self.sentences: list[tuple[str, list[str]]] = []

    def tell(self, sentence: str) -> None:
        """The next thing that happened."""
        self.sentences.append((sentence, []))

    def add(self, sentence: str) -> None:
        """Something that happened in the middle of the latest."""
        self.sentences[-1][1].append(sentence)

    def forget_if_nothing_came(self) -> None:
        """Drop the latest sentence unless something came of it."""
        if not self.sentences[-1][1]:
            self.sentences.pop()

    def numbered(self) -> list[str]:
        """The lines."""
        return [
            line
            for number, (sentence, details) in enumerate(self.sentences, 1)
            for line in (f"{number}. {sentence}", *(f"   - {detail}" for detail in details))
        ]


def clock(at: datetime) -> str:
    """A time as stories write it."""
    return f"{at:%d %b %H:%M:%S}.{at.microsecond // 1000:03}"


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number % 100 not in (11, 12, 13) else 0, "th")
    return f"{number}{ending}"


def listed(numbers: list[int]) -> str:
    """1001, 1002 and 1003."""
    words = [str(number) for number in numbers]
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
