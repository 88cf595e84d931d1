#!/usr/bin/env bash
# Counts the instructions that `map` takes a user (one thread) in each workload and holds them against
# `benches/instructions.txt`: the check of speed that noise cannot blur. Fails where they are more than 5 % above what is recorded.
#
#   benches/instructions.sh            check
#   benches/instructions.sh --record   record the count of this build, after a change that is meant to cost or save
#
# Another compiler or another processor may count a little otherwise; then record anew, in a commit of its own.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v valgrind > /dev/null; then
    echo "instructions: SKIPPED: there is no valgrind (apt-get install valgrind)"
    exit 0
fi
target=${CARGO_TARGET_DIR:-$PWD/target}
cargo build --release --locked --quiet
CARGO_TARGET_DIR=$target/yardstick cargo build --release --quiet --manifest-path benches/yardstick/Cargo.toml
scratch=$(mktemp -d)
trap 'rm -r "$scratch"' EXIT

# The run of n objects is taken away from that of twice as many, so that loading the rules does not count.
count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null \
        "$target/release/scopemap" map --threads 1 --now 2026-03-01T00:00:00Z "benches/$1.yaml" "$scratch/$2" 2>&1 > /dev/null |
        sed -n 's/.*Collected : //p'
}
for workload in klaxoon-1:2000 workday-1:2000 wide-1:200; do
    name=${workload%:*} n=${workload#*:}
    "$target/yardstick/release/gen-$name" $((2 * n)) > "$scratch/all"
    head -n "$n" "$scratch/all" > "$scratch/half"
    printf '%s %s\n' "$name" $((($(count "$name" all) - $(count "$name" half)) / n))
done > "$scratch/found"
if [[ ${1:-} == --record ]]; then
    cp "$scratch/found" benches/instructions.txt
    echo "instructions: recorded ($(rustc --version))"
    cat benches/instructions.txt
    exit 0
fi
failed=0
while read -r name found; do
    recorded=$(sed -n "s/^$name //p" benches/instructions.txt)
    echo "instructions: $name: $found a user; recorded are $recorded ($(((found - recorded) * 1000 / recorded)) per mille)"
    if ((found * 100 > recorded * 105)); then
        echo "instructions: $name: more than 5 % above what is recorded" >&2
        failed=1
    fi
done < "$scratch/found"
exit "$failed"
