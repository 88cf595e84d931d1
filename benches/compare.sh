#!/usr/bin/env bash
# Runs `scopemap map` and the yardsticks in turn on the same users, prints the ratios and writes them into docs/performance.md.
#
#   benches/compare.sh [--engines] [WORKLOAD] [USERS] [ROUNDS]      klaxoon-1, 100,000 users and 9 rounds, if not said
#
# WORKLOAD is klaxoon-1, workday-1, or wide-1, whose users are great: 5,000 will do. `--engines` adds other engines at the work of
# klaxoon-1 (engines/, which takes minutes to build); without them its table is printed only. jq, and JSONata, which needs node and
# npm, are left out where they are not installed.
#
# The outputs are compared object by object first. Times are the least of all rounds; ratios are what counts, since they are of
# one machine and one run. `../shared/bench`, where it is there, adds the hand-written ceiling (`lazy-checked`).
set -euo pipefail
cd "$(dirname "$0")/.."
engines=
if [[ ${1:-} == --engines ]]; then
    engines=yes
    shift
fi
workload=${1:-klaxoon-1} users=${2:-100000} rounds=${3:-9}
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
if [[ $engines ]]; then
    build_engines() {
        CARGO_TARGET_DIR=$target/engines cargo build --release --locked --quiet --manifest-path benches/engines/Cargo.toml "$@"
    }
    build_engines
    for guide in cel regorus zen; do # one by one: see guide/Cargo.toml
        build_engines --package guide --features "$guide"
    done
    engines=$target/engines/release
    cp benches/engines/package*.json "$target/engines"
    npm ci --prefix "$target/engines" --silent || echo "JSONata is left out: no node or npm" >&2
fi
scratch=$(mktemp -d)
trap 'rm -r "$scratch"' EXIT
gen=$target/yardstick/release/gen-$workload
"$gen" "$users" > "$scratch/users.ndjson"
"$gen" $((users / 10)) > "$scratch/tenth.ndjson"
"$gen" $((users / 100)) > "$scratch/hundredth.ndjson"
SCOPEMAP=$target/release/scopemap TYPED=$target/yardstick/release/typed-$workload HAND=$hand \
    ENGINES=$engines NODE_PATH=$target/engines/node_modules \
    python3 benches/compare.py "$workload" "$scratch" "$rounds"
