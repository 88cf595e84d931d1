#!/usr/bin/env bash
# Times `scopemap plan` beside `scopemap map` on the same users, and prints the ratios of wall and CPU time: with an empty target,
# with one that has all users as they should be, with one where all need an update, and with that and the links of all.
#
#   benches/plan.sh [USERS] [ROUNDS]      100,000 users and 7 rounds, if not said
#
# The rules are those of «klaxoon-1» without roles, which `plan` refuses where the scope mode is not `assigned`. Times are the least
# of all rounds, in which the runs take turns; the output goes to /dev/null. The target is read besides the users, and is 0.4 times
# as long; where there are links the users are read twice.
set -euo pipefail
cd "$(dirname "$0")/.."
users=${1:-100000} rounds=${2:-7}
target=${CARGO_TARGET_DIR:-$PWD/target}
cargo build --release --locked --quiet
CARGO_TARGET_DIR=$target/yardstick cargo build --release --quiet --manifest-path benches/yardstick/Cargo.toml
scratch=$(mktemp -d)
trap 'rm -r "$scratch"' EXIT
"$target/yardstick/release/gen-klaxoon-1" "$users" > "$scratch/users.ndjson"
grep -v 'target: roles' benches/klaxoon-1.yaml > "$scratch/rules.yaml"
SCOPEMAP=$target/release/scopemap python3 - "$scratch" "$rounds" << 'PYTHON'
import os, subprocess, sys, time

scratch, rounds = sys.argv[1], int(sys.argv[2])
scopemap, rules, users = os.environ["SCOPEMAP"], f"{scratch}/rules.yaml", f"{scratch}/users.ndjson"


def written(name, lines):
    with open(f"{scratch}/{name}", "w") as file:
        file.writelines(lines)
    return f"{scratch}/{name}"


def resources():
    with subprocess.Popen([scopemap, "map", rules, users], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as mapped:
        for number, line in enumerate(mapped.stdout):
            yield f'{{"id":"t-{number}",{line[1:]}'


def run(arguments):
    begun = time.perf_counter()
    process = subprocess.Popen([scopemap, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, arguments
    return time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


same = written("same", resources())
stale = written("stale", (line.replace('"familyName":"', '"familyName":"X', 1) for line in resources()))
plan = ["plan", rules, users, "--target"]
links = f"{scratch}/links"
run([*plan, same, "--write-links", links])
cases = {
    "map": ["map", rules, users],
    "plan, empty target": [*plan, written("empty", [])],
    "plan, nothing to do": [*plan, same],
    "plan, all to update": [*plan, stale],
    "plan, all linked, all to update": [*plan, stale, "--links", links],
}
for threads in (1, 2):
    best = {name: run([*case, "--threads", str(threads)]) for name, case in cases.items()}
    for _ in range(rounds - 1):
        for name, case in cases.items():
            best[name] = tuple(map(min, best[name], run([*case, "--threads", str(threads)])))
    print(f"{threads} thread{'s' * (threads > 1)}:")
    for name, (wall, cpu, memory) in best.items():
        ratios = [now / then for now, then in zip((wall, cpu), best["map"])]
        print(f"  {name:34} time {ratios[0]:4.2f}  CPU {ratios[1]:4.2f}  ({wall * 1000:5.0f} ms, {memory / 1024:6.1f} MiB)")
PYTHON
