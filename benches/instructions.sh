#!/usr/bin/env bash
# Counts the instructions that `map` takes a user (klaxoon-1, one thread) and holds them against `benches/instructions.txt`:
# the check of speed that noise cannot blur. Fails where they are more than 5 % above the recorded count.
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
"$target/yardstick/release/gen" 4000 > "$scratch/4000"
head -n 2000 "$scratch/4000" > "$scratch/2000"

# The run of 2,000 users is taken away from that of 4,000, so that loading the rules does not count.
count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null \
        "$target/release/scopemap" map --threads 1 benches/klaxoon-1.yaml "$scratch/$1" 2>&1 > /dev/null |
        sed -n 's/.*Collected : //p'
}
found=$((($(count 4000) - $(count 2000)) / 2000))
if [[ ${1:-} == --record ]]; then
    printf '%s\n' "$found" > benches/instructions.txt
    echo "instructions: $found a user, recorded ($(rustc --version))"
    exit 0
fi
recorded=$(cat benches/instructions.txt)
echo "instructions: $found a user; recorded are $recorded ($(((found - recorded) * 1000 / recorded)) per mille)"
if ((found * 100 > recorded * 105)); then
    echo "instructions: more than 5 % above what is recorded" >&2
    exit 1
fi
