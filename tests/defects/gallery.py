"""The list of broken bridges, and how one is put together."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

ROOMS = ("users", "stores", "mapping", "pulls", "values", "notices")


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
    for room in ROOMS:
        import_module(f"tests.defects.{room}")
    return GALLERY
