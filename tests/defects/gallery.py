"""The list of broken bridges, and how one is put together."""

from collections.abc import Callable
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
