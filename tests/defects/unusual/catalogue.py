"""The list of unusual bridges."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

from features.support.rules import all_rules, contract
from tests.defects.unusual import bridges


@dataclass(frozen=True)
class Unusual:
    """A bridge that does something in another way than the reference bridge, and is right all the same.

    `rules` are those that it could trip; of them the contract may tell, without blame, that the
    recommendations in `unmet` are not followed. `install` builds it into the reference bridge of the process.
    """

    name: str
    sentence: str
    rules: tuple[str, ...]
    unmet: tuple[str, ...]
    install: Callable[[], None]


CATALOGUE: dict[str, Unusual] = {}


def unusual(*rules: str, unmet: tuple[str, ...] = ()) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Enter a function as an unusual bridge; its docstring is the sentence.

    `rules` are ids such as "DOC-9", or families such as "DOC". Raises ValueError for one that is neither.
    """

    def enter(install: Callable[[], None]) -> Callable[[], None]:
        name, sentence = install.__name__, (install.__doc__ or "").strip()
        CATALOGUE[name] = Unusual(name, sentence, _ids([*rules, *unmet]), unmet, install)
        return install

    return enter


def load() -> dict[str, Unusual]:
    """All unusual bridges by name."""
    for module in iter_modules(bridges.__path__):
        import_module(f"{bridges.__name__}.{module.name}")
    return CATALOGUE


def _ids(names: Iterable[str]) -> tuple[str, ...]:
    known = [rule.id for rule in all_rules(contract())]
    found: dict[str, None] = {}
    for name in names:
        ids = [rule for rule in known if name in (rule, rule.partition("-")[0])]
        if not ids:
            raise ValueError(f"no rule and no family is called {name}")
        found |= dict.fromkeys(ids)
    return tuple(found)
