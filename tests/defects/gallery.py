"""The list of broken bridges, and how one is put together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

from tests.defects import bridges


@dataclass(frozen=True)
class Defect:
    """A named mistake. `install` builds it into the reference bridge of this process."""

    name: str
    sentence: str
    rules: tuple[str, ...]
    install: Callable[[], None]


GALLERY: dict[str, Defect] = {}


def defect(*rules: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Enter a function as a defect that each of `rules` must catch; its docstring is the sentence."""

    def enter(install: Callable[[], None]) -> Callable[[], None]:
        name = install.__name__
        GALLERY[name] = Defect(name, (install.__doc__ or "").strip(), rules, install)
        return install

    return enter


def load() -> dict[str, Defect]:
    """All defects by name."""
    for module in iter_modules(bridges.__path__):
        import_module(f"{bridges.__name__}.{module.name}")
    return GALLERY


def covering(defects: Iterable[Defect]) -> list[Defect]:
    """A few of the defects, chosen greedily, that together break every rule that all of them break."""
    left = {defect.name: defect for defect in defects}
    open_rules = {rule for defect in left.values() for rule in defect.rules}
    chosen: list[Defect] = []
    while open_rules:
        best = max(left.values(), key=lambda defect: len(open_rules & set(defect.rules)))
        chosen.append(left.pop(best.name))
        open_rules -= set(best.rules)
    return chosen
