"""Describes the extension schemas of cases, in the form of RFC 7643 §7.

In: payload files (`.payloads.ndjson`) and files of patch cases. Out: `{"user": [schema…], "group": [schema…]}`.

Nobody publishes the schema of a custom extension, so it is read off all cases together: an attribute has one type and one
multiplicity everywhere, and what has no type (`null`, an empty list, a number with a fraction) is not described. The judges
then refuse an attribute that is unknown, or whose value is of another type elsewhere.
"""

import json
import sys
from re import fullmatch

from judging import ENTERPRISE, kind, patches, payloads

TYPES = {str: "string", bool: "boolean", int: "integer", dict: "complex"}
CHARACTERISTICS = {"required": False, "caseExact": False, "mutability": "readWrite", "returned": "default",
                   "uniqueness": "none"}


def resources(files):
    """Every resource of every case, and its kind."""
    for case in payloads(file for file in files if file.endswith(".payloads.ndjson")):
        yield case["kind"], json.loads(case["text"])
    for case in patches(file for file in files if not file.endswith(".payloads.ndjson")):
        yield from ((case["kind"], case[state]) for state in ("before", "after"))


def attribute(name, values):
    """The definition of an attribute that has these values, if they have a type."""
    elements = [element for value in values for element in (value if isinstance(value, list) else [value])]
    first = next((element for element in elements if type(element) in TYPES), None)
    if first is None or not fullmatch(r"[A-Za-z$][\w$-]*", name):
        return []
    definition = {"name": name, "type": TYPES[type(first)], "multiValued": any(isinstance(value, list) for value in values)}
    if isinstance(first, dict):
        definition["subAttributes"] = attributes([element for element in elements if isinstance(element, dict)])
    return [definition | CHARACTERISTICS]


def attributes(objects):
    """The definitions of all attributes of these objects, in the order in which they are met."""
    names = dict.fromkeys(name for one in objects for name in one)
    return [found for name in names for found in attribute(name, [one[name] for one in objects if name in one])]


def schemas(files):
    """The schema of each custom extension, by kind."""
    found = {"user": {}, "group": {}}
    for kind_, resource in resources(files):
        for urn, members in resource.items():
            if fullmatch(r"urn:[\w.:-]+", urn) and urn != ENTERPRISE and isinstance(members, dict):
                found[kind_].setdefault(urn, []).append(members)
    return {kind_: [schema(*one) for one in urns.items()] for kind_, urns in found.items()}


def schema(urn, objects):
    """The definition of one extension that has these values."""
    return {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"], "id": urn,
            "name": urn.rpartition("extension:")[2], "attributes": attributes(objects)}


print(json.dumps(schemas(sys.argv[1:]), indent=2))
