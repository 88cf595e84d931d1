"""Has the product plan a change of source objects, and writes its PATCH requests as cases with the outcome they must have.

Usage: SCOPEMAP=… plan_cases.py RULES BEFORE AFTER, with source objects before and after the change.

The target holds what `scopemap map` makes of BEFORE. The outcome is what it makes of AFTER, and all else that the target
had: an attribute without a value is not sent, and an object out of scope is disabled. Mappings that differ between create
and update (`default`, `apply: onCreate`, `flowNull`) do not belong in such examples; `cases/` has them by hand.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from judging import ENTERPRISE, kind

CLOCK = ["--now", "2026-01-31T08:00:00Z", "--seed", "1"]


def scopemap(*arguments, text=None):
    """What a command prints, line by line; exit code 1 says that an object failed, as one of an example may."""
    command = [os.environ["SCOPEMAP"], *arguments]
    done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", timeout=60)
    if done.returncode > 1:
        sys.exit(f"{' '.join(arguments)}: {done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def objects(file):
    """The source objects of a file, by their id."""
    lines = Path(file).read_text(encoding="utf-8").splitlines()
    return {source.get("objectId") or source["id"]: source for source in map(json.loads, filter(None, lines))}


def mapped(rules, source):
    """The payload of one source object, or nothing when it is out of scope or failed."""
    return next(iter(scopemap("map", *CLOCK, rules, text=json.dumps(source))), None)


def link(resource, source, ids, rules):
    """Adds the references of a source object as the target knows them, if the rules map them."""
    members = [{"value": ids[one]} for one in source.get("members") or [] if one in ids]
    if kind(resource) == "group" and members and "target: members" in rules:
        resource["members"] = members
    if kind(resource) == "user" and source.get("manager") in ids and f"{ENTERPRISE}:manager" in rules:
        resource.setdefault(ENTERPRISE, {})["manager"] = {"value": ids[source["manager"]]}
        resource["schemas"] = list(dict.fromkeys([*resource["schemas"], ENTERPRISE]))


def merged(old, new):
    """A value of the target after an update with a new one: what is not sent is kept."""
    if isinstance(old, dict) and isinstance(new, dict):
        return old | {name: merged(old.get(name), value) for name, value in new.items()}
    if isinstance(old, list) and all(isinstance(element, dict) for element in [*old, *new]):
        elements = {key(element): element for element in old}
        if any(element.get("primary") for element in new):
            elements = {key_: element | {"primary": False} for key_, element in elements.items()}
        for element in new:
            elements[key(element)] = merged(elements.get(key(element)), element)
        return list(elements.values())
    return new


def key(element):
    """What tells an element of a list from the others: its type, being the primary one, or its value."""
    return element.get("type") or element.get("primary") or element["value"]


def main(rules, before_file, after_file):
    before, after, text = objects(before_file), objects(after_file), Path(rules).read_text(encoding="utf-8")
    state = {one: payload for one, source in before.items() if (payload := mapped(rules, source))}
    ids = {one: f"t{number}" for number, one in enumerate(state, 1)}
    for one, resource in state.items():
        resource["id"] = ids[one]
        link(resource, before[one], ids, text)
    with tempfile.NamedTemporaryFile("w", suffix=".ndjson", encoding="utf-8") as target:
        target.writelines(json.dumps(resource) + "\n" for resource in state.values())
        target.flush()
        planned = {decision.get("target"): decision for decision in
                   scopemap("plan", *CLOCK, rules, after_file, "--target", target.name)}
    for one, resource in state.items():
        decision = planned.get(ids[one]) or sys.exit(f"{rules}: no decision about {ids[one]}")
        payload = mapped(rules, after[one]) if one in after else None
        if payload:
            outcome = merged({name: value for name, value in resource.items() if name != "members"}, payload)
            link(outcome, after[one], ids, text)
        elif kind(resource) == "user":
            outcome = resource | {"active": False}
        else:
            continue  # A group out of scope is deleted.
        print(json.dumps({"id": f"{Path(rules).stem}:{ids[one]}", "kind": kind(resource), "before": resource,
                          "requests": decision.get("requests", []), "after": outcome}, ensure_ascii=False))


main(*sys.argv[1:])
