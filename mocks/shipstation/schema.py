"""Holding a reply against the schema of the Orders document, and wording its errors as .NET does.

FAIL is what the schema refuses. WARN is the attribute `page` and every element whose name the schema
knows nowhere, in no case and no namespace: another ShipStation connector sends both to thousands of
shops, so they are taken out before a reply is refused.
"""

import re
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib import resources

from lxml import etree

from mocks.shipstation.failure import Failure, excerpt

_XS = "{http://www.w3.org/2001/XMLSchema}"
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"

_FACETS = {
    "SCHEMAV_CVC_MINLENGTH_VALID": "The actual length is less than the MinLength value.",
    "SCHEMAV_CVC_MAXLENGTH_VALID": "The actual length is greater than the MaxLength value.",
    "SCHEMAV_CVC_PATTERN_VALID": "The Pattern constraint failed.",
    "SCHEMAV_CVC_ENUMERATION_VALID": "The Enumeration constraint failed.",
}
_POINTS = {
    "SCHEMAV_CVC_MINLENGTH_VALID": "minLength",
    "SCHEMAV_CVC_MAXLENGTH_VALID": "maxLength",
    "SCHEMAV_CVC_PATTERN_VALID": "pattern",
    "SCHEMAV_CVC_ENUMERATION_VALID": "enumeration",
}
_DOTNET_TYPES = {
    "xs:decimal": "Decimal",
    "xs:int": "Int32",
    "xs:short": "Int16",
    "xs:boolean": "Boolean",
    "xs:anyURI": "Uri",
}

_VALUE_SHOWN = 100


def _source() -> bytes:
    return resources.files("mocks.shipstation").joinpath("orders.xsd").read_bytes()


def _declared() -> Iterator[tuple[str, etree._Element]]:
    """Each element declaration with the complex type it is in; that is named like its element."""
    for container in etree.fromstring(_source()).iterfind(f"{_XS}complexType"):
        for child in container.iter(f"{_XS}element"):
            yield str(container.get("name")), child


def _children_by_container() -> tuple[Mapping[str, Mapping[str, str]], Mapping[str, list[str]]]:
    """For each container the type of each child, and the names of those that must be there."""
    types: defaultdict[str, dict[str, str]] = defaultdict(dict)
    required: defaultdict[str, list[str]] = defaultdict(list)
    for container, child in _declared():
        types[container][str(child.get("name"))] = str(child.get("type"))
        if child.get("minOccurs") != "0":
            required[container].append(str(child.get("name")))
    return dict(types), dict(required)


CHILDREN, _REQUIRED = _children_by_container()


def points() -> Iterator[tuple[str, str, str]]:
    """What a document can show: each element and attribute, `Order/OrderDate`, then the facets of its type.

    A facet comes with its limit: `Order/OrderID`, `maxLength`, `50`; the values of an enumeration as one.
    """
    root = etree.fromstring(_source())
    types = {str(each.get("name")): each for each in root.iterfind(f"{_XS}simpleType")}
    for attribute in root.iter(f"{_XS}attribute"):
        yield f"Orders/@{attribute.get('name')}", "", ""
    for container, child in _declared():
        element = f"{container}/{child.get('name')}"
        yield element, "", ""
        restricted = types.get(str(child.get("type")))
        limits: dict[str, list[str]] = {}
        for facet in restricted.iterfind(f"{_XS}restriction/*") if restricted is not None else ():
            limits.setdefault(etree.QName(facet).localname, []).append(str(facet.get("value")))
        yield from ((element, name, " ".join(values)) for name, values in limits.items())


_KNOWN = frozenset(name.lower() for name in {"Orders"}.union(*CHILDREN.values()))

_compiled = threading.local()


def _schema() -> etree.XMLSchema:
    # One per thread: two threads on one schema object mix up each other's error_log.
    if not hasattr(_compiled, "schema"):
        _compiled.schema = etree.XMLSchema(etree.fromstring(_source()))
    schema: etree.XMLSchema = _compiled.schema
    return schema


def validate(root: etree._Element) -> list[tuple[etree._Element | None, str]]:
    """Validate, at need without what is unknown; the warnings, each with its Order if it is in one.

    Changes the tree. Raises Failure for the first error, as ShipStation rejects a whole reply for one.
    """
    check_root(root)
    # libxml2 would go and load what these name.
    etree.strip_attributes(root, f"{_XSI}schemaLocation", f"{_XSI}noNamespaceSchemaLocation")
    schema = _schema()
    if schema.validate(root):
        return []
    warnings = _without_unknown(root)
    if not schema.validate(root):
        raise _translated(schema.error_log[0], root)
    return warnings


def check_root(root: etree._Element) -> None:
    """Raises Failure unless the root is `Orders` in no namespace."""
    if root.tag != "Orders":
        raise _error(f"The '{_shown(str(root.tag))}' element is not declared.", root)


def _without_unknown(root: etree._Element) -> list[tuple[etree._Element | None, str]]:
    warnings: list[tuple[etree._Element | None, str]] = []
    if "page" in root.attrib:
        del root.attrib["page"]
        warnings.append((None, "The attribute 'page' of Orders is not in the published schema"))
    unknown = {tag for tag in {str(element.tag) for element in root.iter()} if not _is_known(tag)}
    for container in root.iter(*CHILDREN) if unknown else ():
        for child in [c for c in container if c.tag in unknown]:
            where = f"{container.tag!s}/{_shown(str(child.tag))}"
            warnings.append((_order_of(container), f"The element {where} is not in the published schema"))
            _take_out(container, child)
    return warnings


def _is_known(tag: str) -> bool:
    return tag.rpartition("}")[2].lower() in _KNOWN


def _take_out(parent: etree._Element, child: etree._Element) -> None:
    """Remove an element but leave the text behind it, which the schema has to see."""
    tail, before = child.tail, child.getprevious()
    parent.remove(child)
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail


def _order_of(element: etree._Element) -> etree._Element | None:
    found: etree._Element | None = element
    while found is not None and found.tag != "Order":
        found = found.getparent()
    return found


def _translated(error: etree._LogEntry, root: etree._Element) -> Failure:
    """The first schema error with element, value, datatype and reason."""
    found = root.getroottree().xpath(error.path or "/*")
    element = found[0] if isinstance(found, list) and found and isinstance(found[0], etree._Element) else root
    if error.type_name.startswith("SCHEMAV_CVC_ELT"):
        message = (
            f"The attribute xsi:nil or xsi:type must not be on the '{_shown(str(element.tag))}' element."
        )
    elif "attribute '" in error.message:
        message = _attribute_message(error, element)
    elif error.type_name == "SCHEMAV_ELEMENT_CONTENT" or error.type_name.startswith("SCHEMAV_CVC_COMPLEX"):
        message = _content_message(error, element)
    else:
        message = _value_message(error, element)
    failure = _error(message, element, error.path, error.line)
    failure.breaks = _point(error, element)
    return failure


def _point(error: etree._LogEntry, element: etree._Element) -> tuple[str, str]:
    """The element or attribute that is wrong, and the facet that it does not keep; as `points` names them."""
    if "attribute '" in error.message:
        return f"{element.tag!s}/@pages", ""
    parent = element.getparent()
    above = "" if parent is None else str(parent.tag)
    return f"{above}/{element.tag!s}", _POINTS.get(error.type_name, "")


def _attribute_message(error: etree._LogEntry, element: etree._Element) -> str:
    found = re.search(r"attribute '(?:\{[^}]*\})?([^']+)'", error.message)
    name = found[1] if found else "?"
    if "not allowed" in error.message:
        return f"The '{name}' attribute is not declared."
    value = _shown(element.get(name, ""))
    return (
        f"The '{name}' attribute is invalid - The value '{value}' is invalid according to its datatype "
        f"'{_datatype('xs:short')}' - The string '{value}' is not a valid Int16 value."
    )


def _content_message(error: etree._LogEntry, element: etree._Element) -> str:
    """Children that are missing, doubled or misplaced, or text where elements belong."""
    tag = _shown(str(element.tag))
    if "Character content" in error.message:
        return f"The element '{tag}' cannot contain text. List of possible elements expected: '{_list(tag)}'."
    if "Missing child" in error.message:
        there = {child.tag for child in element}
        missing = ", ".join(name for name in _REQUIRED[tag] if name not in there)
        return f"The element '{tag}' has incomplete content. List of possible elements expected: '{missing}'."
    parent = element.getparent()
    above = str(parent.tag) if parent is not None else ""
    return (
        f"The element '{_shown(above)}' has invalid child element '{tag}'. "
        f"List of possible elements expected: '{_list(above)}'."
    )


def _list(container: str) -> str:
    return ", ".join(CHILDREN.get(container, ()))


def _value_message(error: etree._LogEntry, element: etree._Element) -> str:
    tag, value = str(element.tag), _shown(element.text or "")
    parent = element.getparent()
    type_name = CHILDREN.get(str(parent.tag), {}).get(tag, "") if parent is not None else ""
    if len(element):
        return f"The element '{tag}' cannot contain child element '{_shown(str(element[0].tag))}'."
    dotnet = _DOTNET_TYPES.get(type_name, type_name)
    reason = _FACETS.get(error.type_name, f"The string '{value}' is not a valid {dotnet} value.")
    return (
        f"The '{tag}' element is invalid - The value '{value}' is invalid according to its datatype "
        f"'{_datatype(type_name)}' - {reason}"
    )


def _datatype(type_name: str) -> str:
    return type_name.replace("xs:", "http://www.w3.org/2001/XMLSchema:")


def _shown(value: str) -> str:
    return value if len(value) <= _VALUE_SHOWN else value[:_VALUE_SHOWN] + "..."


def _error(reason: str, element: etree._Element, path: str | None = None, line: int | None = None) -> Failure:
    return Failure(
        f"Error in XML. Reason: {reason}",
        note="Error in XML",
        xpath=path or element.getroottree().getpath(element),
        line=line or element.sourceline,
        received=excerpt(etree.tostring(element, encoding="utf-8", with_tail=False)),
    )
