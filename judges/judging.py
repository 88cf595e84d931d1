"""What the Python judges share: cases, the normal form of a resource, and counting.

A judge is a function that takes a case and raises when it refuses it. Every case must be accepted. Every fault must be
refused, for the reason that it names: a judge that stopped judging, or that trips over something else, is a failure.
"""

import json
from pathlib import Path

HERE = Path(__file__).parent
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"


class Refused(Exception):
    """A judge's no, and why."""


def payloads(files):
    """The cases of NDJSON files with one payload a line, as the product wrote it."""
    for file in map(Path, files):
        for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            name = f"{file.name.removesuffix('.payloads.ndjson')}:{number}"
            yield {"id": name, "kind": kind(json.loads(text)), "text": text}


def patches(files):
    """The cases of JSON files (a list) and NDJSON files (one a line)."""
    for file in map(Path, files):
        text = file.read_text(encoding="utf-8")
        yield from json.loads(text) if file.suffix == ".json" else map(json.loads, text.splitlines())


def faults(name):
    """What judges must refuse, and what each then says."""
    found = json.loads((HERE / "faults" / name).read_text(encoding="utf-8"))
    return [{"text": json.dumps(fault.get("payload"))} | fault for fault in found]


def kind(resource):
    """`group` or `user`."""
    return "group" if GROUP in resource["schemas"] else "user"


def normal(value):
    """What RFC 7643 tells apart.

    Absent, null and empty are one state (§2.5), `primary` is false unless it says otherwise (§2.4), and elements have no
    order (§2.4). `schemas` and `meta` are the server's to keep.
    """
    if isinstance(value, list):
        return sorted(map(normal, value), key=exact)
    if not isinstance(value, dict):
        return value
    members = {name: normal(member) for name, member in value.items() if name not in ("schemas", "meta")}
    return {name: member for name, member in members.items()
            if member not in (None, [], {}) and not (name == "primary" and member is False)}


def exact(value):
    """One text for equal values; `true` and `1` differ."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def same(found, expected):
    """Refuses what differs, and names the attributes."""
    def differs(name):
        return name not in found or name not in expected or exact(found[name]) != exact(expected[name])

    differing = sorted(filter(differs, found.keys() | expected.keys()))
    if differing:
        raise Refused(f"differs in {', '.join(differing)}: {exact({name: found.get(name) for name in differing})}")


def refusal(judge, case):
    """Why a judge refuses a case, on one line; nothing when it accepts it."""
    try:
        judge(case)
    except Refused as refused:
        return str(refused)
    except Exception as error:  # Whatever a library raises is its refusal.
        return " ".join(f"{type(error).__name__}: {error}".split())
    return None


def sit(name, judge, cases, faults):
    """Asks one judge about all cases and all faults, prints its count, and returns how many failed."""
    known = [one | {"met": []} for one in json.loads((HERE / "deviations.json").read_text(encoding="utf-8"))
             if one["judge"] == name]
    passed, failed = 0, []
    for case in cases:
        why = refusal(judge, case)
        deviation = next((one for one in known if why and one["says"] in why
                          and case["id"] in one.get("cases", [case["id"]])), None)
        if deviation:
            deviation["met"].append(case["id"])
        elif why:
            failed.append(f"refuses {case['id']}: {why}")
        else:
            passed += 1
    for fault in faults:
        if name in fault["refused"]:
            why, expected = refusal(judge, fault), fault["refused"][name]
            if why and expected in why:
                passed += 1
            else:
                failed.append(f"must refuse the fault {fault['id']} with «{expected}», and says: {why}")
    for one in known:
        if not one["met"] or not set(one.get("cases", [])) <= set(one["met"]):
            failed.append(f"deviates less than deviations.json says: {one['reason']}")
    skipped = [f"skipped {len(one['met'])}: {one['reason']}" for one in known if one["met"]]
    print(*(f"{name} {line}" for line in skipped + failed), sep="\n", end="\n" if skipped + failed else "")
    print(f"{name}: {passed} passed, {len(failed)} failed, {sum(len(one['met']) for one in known)} skipped", flush=True)
    return len(failed)
