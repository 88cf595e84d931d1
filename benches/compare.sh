#!/usr/bin/env bash
# Runs `scopemap map` and the yardsticks in turn on the same users, prints the ratios and writes them into docs/performance.md.
#
#   benches/compare.sh [USERS] [ROUNDS]      100,000 users and 9 rounds, if not said
#   WORKLOAD=workday-1 benches/compare.sh    another workload: workday-1, or wide-1, whose users are great: 5,000 will do
#
# The outputs are compared object by object first. Times are the least of all rounds; ratios are what counts, since they are of
# one machine and one run. `../shared/bench`, where it is there, adds the hand-written ceiling (`lazy-checked`).
set -euo pipefail
cd "$(dirname "$0")/.."
users=${1:-100000} rounds=${2:-9} workload=${WORKLOAD:-klaxoon-1}
target=${CARGO_TARGET_DIR:-$PWD/target}
cargo build --release --locked --quiet
CARGO_TARGET_DIR=$target/yardstick cargo build --release --quiet --manifest-path benches/yardstick/Cargo.toml
hand=
if [[ -d ../shared/bench && $workload == klaxoon-1 ]]; then
    rm -rf "$target/hand-source"
    cp -r ../shared/bench "$target/hand-source"
    CARGO_TARGET_DIR=$target/hand cargo build --release --quiet --manifest-path "$target/hand-source/Cargo.toml"
    hand=$target/hand/release/hand
fi
scratch=$(mktemp -d)
trap 'rm -r "$scratch"' EXIT
"$target/yardstick/release/gen-$workload" "$users" > "$scratch/users.ndjson"
SCOPEMAP=$target/release/scopemap TYPED=$target/yardstick/release/typed-$workload HAND=$hand WORKLOAD=$workload \
    python3 benches/compare.py "$scratch" "$rounds"
