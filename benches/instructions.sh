#!/usr/bin/env bash
# Counts the instructions that `map` takes a user (one thread) in each workload, and how often it allocates for a hundred users, and
# holds both against `benches/instructions.txt`: the check of speed that noise cannot blur. Fails where one is more than 5 % above
# what is recorded.
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

# Usage: valgrind_map WORKLOAD FILE OPTION…
valgrind_map() {
    valgrind "${@:3}" --log-fd=9 "$target/release/scopemap" map --threads 1 --now 2026-03-01T00:00:00Z \
        "benches/$1.yaml" "$scratch/$2" 9>&1 > /dev/null 2> /dev/null
}
instructions() {
    valgrind_map "$@" --tool=callgrind --callgrind-out-file=/dev/null | sed -n 's/.*Collected : //p'
}
allocations() {
    valgrind_map "$@" --tool=memcheck | sed -n 's/.*total heap usage: \([0-9,]*\) allocs.*/\1/p' | tr -d ,
}
# The run of n objects is taken away from that of twice as many, so that loading the rules does not count.
for workload in klaxoon-1:2000 workday-1:2000 wide-1:200; do
    name=${workload%:*} n=${workload#*:}
    "$target/yardstick/release/gen-$name" $((2 * n)) > "$scratch/all"
    head -n "$n" "$scratch/all" > "$scratch/half"
    counted=$(($(instructions "$name" all) - $(instructions "$name" half)))
    allocated=$(($(allocations "$name" all) - $(allocations "$name" half)))
    printf '%s %s %s\n' "$name" $((counted / n)) $((allocated * 100 / n))
done > "$scratch/found"
if [[ ${1:-} == --record ]]; then
    cp "$scratch/found" benches/instructions.txt
    echo "instructions: recorded ($(rustc --version))"
    cat benches/instructions.txt
    exit 0
fi
failed=0
hold() {
    echo "instructions: $1: $2 $4; recorded are $3"
    # Five more, for what is recorded may be zero.
    if (($2 * 100 > ($3 + 5) * 105)); then
        echo "instructions: $1: more than 5 % above what is recorded" >&2
        failed=1
    fi
}
while read -r name instructions allocations; do
    read -r _ few fewer < <(grep "^$name " benches/instructions.txt)
    hold "$name" "$instructions" "$few" "instructions a user"
    hold "$name" "$allocations" "$fewer" "allocations for a hundred users"
done < "$scratch/found"
exit "$failed"
