"""Runs the commands of compare.sh in turn; standard library only."""

import json
import os
import resource
import shutil
import subprocess
import sys
import time
import tomllib


def other_engines(binaries):
    """Each by its name and version: those of the crates, and what else is installed."""
    with open("benches/engines/Cargo.lock", "rb") as lock:
        versions = {package["name"]: package["version"] for package in tomllib.load(lock)["package"]}
    crates = {"VRL": "vrl", "CEL": "cel", "Rego": "regorus", "ZEN": "zen-expression", "jq": "jaq-core"}
    guides = {"CEL": ("cel", "cel"), "Rego": ("regorus", "regorus"), "ZEN": ("zen-engine", "zen")}
    for language, crate in crates.items():
        manner = ", at its best" if language in guides else ""
        yield f"{language} ({crate} {versions[crate]}){manner}", [f"{binaries}/engines", crate]
    for language, (crate, guide) in guides.items():
        yield f"{language} ({crate} {versions[crate]}), as its guide shows", [f"{binaries}/{guide}"]
    if jq := shutil.which("jq"):
        version = subprocess.run([jq, "--version"], stdout=subprocess.PIPE, check=True, text=True).stdout.strip()
        yield f"jq ({version.replace('-', ' ')})", [jq, "-c", "-f", "benches/engines/src/klaxoon-1.jq"]
    package = f"{os.environ['NODE_PATH']}/jsonata/package.json"
    if os.path.exists(package):
        version = json.load(open(package))["version"]
        yield f"JSONata (jsonata {version}, node)", ["node", "benches/engines/src/jsonata.js"]


def output(command, path):
    run = subprocess.run([*command, path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def comparable(resources):
    """What is the same work in all: of klaxoon-1 Entra also gives `primary` in roles, and spells ø and ß out."""
    for mapped in resources if workload == "klaxoon-1" else []:
        for role in mapped.get("roles", []):
            role.pop("primary", None)
        mapped.pop("nickName", None)
    return resources


workload, scratch, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
users, tenth, hundredth = (f"{scratch}/{name}.ndjson" for name in ("users", "tenth", "hundredth"))
scopemap, rules = [os.environ["SCOPEMAP"], "map", "--now", "2026-03-01T00:00:00Z", "--threads"], f"benches/{workload}.yaml"
by_hand, ours = "typed serde by hand", "**scopemap map**, one thread"
commands = {
    by_hand: [os.environ["TYPED"]],
    ours: [*scopemap, "1", rules],
    "**scopemap map**, two threads": [*scopemap, "2", rules],
}
if hand := os.environ.get("HAND"):
    commands["lazy scan by hand, checked (`unsafe` SIMD)"] = [hand, "lazy-checked", "e2e"]
binaries = os.environ.get("ENGINES")
engines = dict(other_engines(binaries)) if binaries else {}

wanted = comparable(output(commands[by_hand], users))
for name, command in commands.items():
    assert comparable(output(command, users)) == wanted, f"{name}: another output"
wanted = output(commands[by_hand], tenth)
for name, command in engines.items():
    assert output(command, tenth) == wanted, f"{name}: another output"

runs = [(name, command, users) for name, command in commands.items()]
runs += [(name, command, path) for name, command in engines.items() for path in (tenth, hundredth)]
best = {(name, path): (9e9, 9e9) for name, _, path in runs}
for _ in range(rounds):
    for name, command, path in runs:
        before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run([*command, path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - begun
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        least_wall, least_cpu = best[name, path]
        best[name, path] = min(least_wall, wall), min(least_cpu, cpu)

# Seconds a user, of the clock and of the processor. An engine's are those of a tenth of the users, less those of a hundredth:
# without its start and, on node, its warming up.
count = sum(1 for _ in open(users, "rb"))
cost = {name: [total / count for total in best[name, users]] for name in commands}
for name in engines:
    pairs = zip(best[name, tenth], best[name, hundredth])
    cost[name] = [(some - few) / (count // 10 - count // 100) for some, few in pairs]

lines = ["| who | time, ratio | CPU time, ratio | µs a user | × scopemap, one thread |", "| --- | --- | --- | --- | --- |"]
for name, (wall, cpu) in sorted(cost.items(), key=lambda entry: entry[1]):
    figures = wall / cost[by_hand][0], cpu / cost[by_hand][1], wall * 1e6, wall / cost[ours][0]
    lines.append(" | ".join([f"| {name}", *(f"{figure:.2f}" for figure in figures)]) + " |")
table = "\n".join(lines)
print(table)
if engines or workload != "klaxoon-1":
    path = "docs/performance.md"
    text = open(path).read()
    begin, end = f"<!-- compare.sh {workload} -->\n", f"<!-- /compare.sh {workload} -->"
    before, rest = text.split(begin)
    after = rest.split(end)[1]
    open(path, "w").write(f"{before}{begin}{table}\n{end}{after}")
