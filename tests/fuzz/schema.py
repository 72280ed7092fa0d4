"""An XML schema as elements and facets: enough of the language for our own one."""

from dataclasses import dataclass
from pathlib import Path

from lxml import etree

FILE = Path(__file__).with_name("ship_notice.xsd")

_XS = "{http://www.w3.org/2001/XMLSchema}"


@dataclass(frozen=True)
class Simple:
    """What text may be; lengths in characters, a range for whole numbers."""

    least_length: int = 0
    most_length: int | None = None
    patterns: tuple[str, ...] = ()
    between: tuple[int, int] | None = None


@dataclass(frozen=True)
class Element:
    """An element with either text of a kind or children; `most` is None for any number of times."""

    name: str
    least: int
    most: int | None
    text: Simple | None
    children: tuple["Element", ...] = ()


def read_schema(file: Path = FILE) -> Element:
    """The root element that a schema describes."""
    root = etree.parse(file).getroot()
    types = {kind.get("name", ""): _simple(kind) for kind in root.findall(f"{_XS}simpleType")}
    found = root.find(f"{_XS}element")
    assert found is not None
    return _element(found, types | {"xs:string": Simple()})


def _element(node: etree._Element, types: dict[str, Simple]) -> Element:
    most = node.get("maxOccurs", "1")
    children = node.find(f"{_XS}complexType/*")
    return Element(
        node.get("name", ""),
        int(node.get("minOccurs", "1")),
        None if most == "unbounded" else int(most),
        types[node.get("type", "")] if children is None else None,
        () if children is None else tuple(_element(child, types) for child in children),
    )


def _simple(node: etree._Element) -> Simple:
    facets = [
        (etree.QName(facet).localname, facet.get("value", "")) for facet in node.iter() if facet.get("value")
    ]
    single = dict(facets)
    low, high = single.get("minInclusive"), single.get("maxInclusive")
    return Simple(
        int(single.get("minLength", 0)),
        int(single["maxLength"]) if "maxLength" in single else None,
        tuple(value for name, value in facets if name == "pattern"),
        (int(low), int(high)) if low and high else None,
    )
