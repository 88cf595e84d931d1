"""Has the product plan a change of source objects, and writes its PATCH requests as cases with the outcome they must have.

Usage: SCOPEMAP=… plan_cases.py RULES BEFORE AFTER, with source objects before and after the change.

The target holds what `scopemap map` makes of BEFORE. The outcome is what it makes of AFTER, and all else that the target
had: an attribute without a value is not sent, and a user out of scope is disabled. Where a mapping means something else
during an update (`default`, `apply: onCreate`, `flowNull`, assertive roles), `outcomes.json` says by hand what comes out.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from judging import ENTERPRISE, HERE, kind

CLOCK = ["--now", "2026-01-31T08:00:00Z", "--seed", "1"]
APP_ROLE = "WindowsAzureActiveDirectoryRole"


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


def link(resource, source, users, rules):
    """Adds the references of a source object as the target knows them, if the rules map them. Only users are linked."""
    members = [{"value": users[one]} for one in source.get("members") or [] if one in users]
    if kind(resource) == "group" and members and "target: members" in rules:
        resource["members"] = resource.get("members", []) + members
    if kind(resource) == "user" and source.get("manager") in users and f"{ENTERPRISE}:manager" in rules:
        resource[ENTERPRISE] = resource.get(ENTERPRISE, {}) | {"manager": {"value": users[source["manager"]]}}
        resource["schemas"] = list(dict.fromkeys([*resource["schemas"], ENTERPRISE]))


def merged(old, new):
    """A value of the target after an update with a new one: what is not sent is kept."""
    if isinstance(old, dict) and isinstance(new, dict):
        return old | {name: merged(old.get(name), value) for name, value in new.items()}
    if isinstance(old, list) and all(isinstance(element, dict) for element in [*old, *new]):
        moves = any(element.get("primary") for element in new)
        elements = {key(element): element | ({"primary": False} if moves else {}) for element in old}
        return list((elements | {key(one): merged(elements.get(key(one)), one) for one in new}).values())
    return new


def key(element):
    """What tells an element of a list from the others: its type, being the primary one, or its value."""
    type_ = element.get("type")
    return element["value"] if type_ == APP_ROLE else type_ or element.get("primary") or element["value"]


def planned(rules, after_file, state, ids):
    """The product's decisions, by the target resource."""
    links = [{"kind": kind(resource), "source": one, "target": ids[one], "state": "managed"}
             for one, resource in state.items()]
    with tempfile.TemporaryDirectory() as folder:
        target, linked = Path(folder, "target.ndjson"), Path(folder, "links.ndjson")
        for file, lines in ((target, state.values()), (linked, links)):
            file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        decisions = scopemap("plan", *CLOCK, "--deletion-threshold", "none", "--target", str(target),
                             "--links", str(linked), rules, after_file)
    return {decision.get("target"): decision for decision in decisions}


def main(rules, before_file, after_file):
    before, after, text = objects(before_file), objects(after_file), Path(rules).read_text(encoding="utf-8")
    state = {one: payload for one, source in before.items() if (payload := mapped(rules, source))}
    ids = {one: f"t{number}" for number, one in enumerate(state, 1)}
    users = {one: ids[one] for one, resource in state.items() if kind(resource) == "user"}
    for one, resource in state.items():
        resource["id"] = ids[one]
        link(resource, before[one], users, text)
    decisions = planned(rules, after_file, state, ids)
    name = Path(rules).stem
    by_hand = json.loads((HERE / "outcomes.json").read_text(encoding="utf-8"))
    by_hand = {one: outcome for one, outcome in by_hand.items() if one.startswith(f"{name}:")}
    for one, resource in state.items():
        payload = mapped(rules, after[one]) if one in after else None
        if payload:
            outcome = merged({name: value for name, value in resource.items() if name != "members"}, payload)
            link(outcome, after[one], users, text)
        elif kind(resource) == "user":
            outcome = resource | {"active": False}
        else:
            continue  # A group out of scope is deleted.
        case = f"{name}:{resource.get('userName') or resource['displayName']}"
        outcome |= by_hand.pop(case, {})
        outcome.pop("because", None)
        print(json.dumps({"id": case, "kind": kind(resource), "before": resource,
                          "requests": decisions[ids[one]]["requests"], "after": outcome}))
    if by_hand:
        sys.exit(f"outcomes.json has no case for {', '.join(by_hand)}")


main(*sys.argv[1:])
