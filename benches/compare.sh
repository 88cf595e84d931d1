#!/usr/bin/env bash
# Runs `scopemap map` and the yardsticks in turn on the same users and prints the ratios.
#
#   benches/compare.sh [--engines] [USERS] [ROUNDS]      100,000 users and 9 rounds, if not said
#
# `--engines` adds other engines at the same work (engines/, which takes minutes to build) and writes all into
# docs/performance.md. jq, and JSONata, which needs node and npm, are left out where they are not installed.
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
users=${1:-100000} rounds=${2:-9}
target=${CARGO_TARGET_DIR:-$PWD/target}
cargo build --release --locked --quiet
CARGO_TARGET_DIR=$target/yardstick cargo build --release --quiet --manifest-path benches/yardstick/Cargo.toml
hand=
if [[ -d ../shared/bench ]]; then
    rm -rf "$target/hand-source"
    cp -r ../shared/bench "$target/hand-source"
    CARGO_TARGET_DIR=$target/hand cargo build --release --quiet --manifest-path "$target/hand-source/Cargo.toml"
    hand=$target/hand/release/hand
fi
if [[ $engines ]]; then
    CARGO_TARGET_DIR=$target/engines cargo build --release --locked --quiet --manifest-path benches/engines/Cargo.toml
    engines=$target/engines/release/engines
    cp benches/engines/package*.json "$target/engines"
    npm ci --prefix "$target/engines" --silent || echo "JSONata is left out: no node or npm" >&2
fi
scratch=$(mktemp -d)
trap 'rm -r "$scratch"' EXIT
"$target/yardstick/release/gen" "$users" > "$scratch/users.ndjson"
"$target/yardstick/release/gen" $((users / 10)) > "$scratch/tenth.ndjson"
"$target/yardstick/release/gen" $((users / 100)) > "$scratch/hundredth.ndjson"
SCOPEMAP=$target/release/scopemap TYPED=$target/yardstick/release/typed HAND=$hand \
    ENGINES=$engines NODE_PATH=$target/engines/node_modules \
    python3 benches/compare.py "$scratch" "$rounds"
