"""Runs the commands of compare.sh in turn; standard library only."""

import json
import os
import resource
import subprocess
import sys
import time

scratch, rounds = sys.argv[1], int(sys.argv[2])
users = f"{scratch}/users.ndjson"
scopemap, typed, hand = os.environ["SCOPEMAP"], os.environ["TYPED"], os.environ.get("HAND")
workload = os.environ["WORKLOAD"]
scopemap_map = [scopemap, "map", f"benches/{workload}.yaml", users, "--now", "2026-03-01T00:00:00Z"]
commands = {
    "typed serde by hand": [typed, users],
    "**scopemap map**, one thread": [*scopemap_map, "--threads", "1"],
    "**scopemap map**, two threads": [*scopemap_map, "--threads", "2"],
}
if hand:
    commands["lazy scan by hand, checked (`unsafe` SIMD)"] = [hand, "lazy-checked", "e2e", users]


def output(command):
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def comparable(resource):
    """What is the same work in all: of klaxoon-1 Entra also gives `primary` in roles, and spells ø and ß out."""
    if workload != "klaxoon-1":
        return resource
    for role in resource.get("roles", []):
        role.pop("primary", None)
    resource.pop("nickName", None)
    return resource


wanted = [comparable(resource) for resource in output(commands["typed serde by hand"])]
for name, command in commands.items():
    assert [comparable(resource) for resource in output(command)] == wanted, f"{name}: another output"

best = {name: (9e9, 9e9) for name in commands}
for _ in range(rounds):
    for name, command in commands.items():
        before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - begun
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        best[name] = (min(best[name][0], wall), min(best[name][1], cpu))

count = sum(1 for _ in open(users, "rb"))
wall, cpu = best["typed serde by hand"]
lines = ["| who | time, ratio | CPU time, ratio | µs a user |", "| --- | --- | --- | --- |"]
for name, (mine, my_cpu) in sorted(best.items(), key=lambda entry: entry[1][0]):
    lines.append(f"| {name} | {mine / wall:.2f} | {my_cpu / cpu:.2f} | {mine / count * 1e6:.2f} |")
table = "\n".join(lines)
print(table)
if workload != "klaxoon-1":
    sys.exit()

path = "docs/performance.md"
text = open(path).read()
begin, end = "<!-- compare.sh -->\n", "<!-- /compare.sh -->"
before, rest = text.split(begin)
after = rest.split(end)[1]
open(path, "w").write(f"{before}{begin}{table}\n{end}{after}")
