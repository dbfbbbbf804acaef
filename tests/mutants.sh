#!/bin/bash
# Breaks the analysis, the verifier and the workers in small ways and looks whether the tests notice.
#
#   tests/mutants.sh                           all of tests/mutants/*.patch
#   tests/mutants.sh 'call_*' write_lowered    those whose names match
#
# Each patch begins with a sentence that says what it breaks. It is applied to a copy of the tree in
# target/mutants, where the suite `adversarial` is then run, and of the verifier its own tests, too; of the workers their
# own tests alone. A mutant on which they pass is missed. The status is 1 if one is missed, does not apply, or does not
# compile. Not part of CI: a mutant costs a build of what depends on the crate it is in, some twenty seconds on an idle
# machine.
set -u
cd "$(dirname "$0")/.." || exit 2
root=$PWD
work=$root/target/mutants
tree=$work/tree
minutes_max=5

export CARGO_TARGET_DIR=$work/build CARGO_PROFILE_DEV_DEBUG=0 CARGO_PROFILE_TEST_DEBUG=0

copy_tree() {
    rm -rf "$tree"
    mkdir -p "$tree"
    git ls-files -z | xargs -0 cp --parents -t "$tree"
    # The suite needs no engine; without them there is less to build.
    sed -i -E '/^(vm-(layout|interpreter|runtime|scheduler|state|workloads)|proptest|tempfile)\./d' "$tree/tests/Cargo.toml"
    # Patches are applied as to a plain folder.
    git -C "$tree" init --quiet
}

# The arguments of `cargo test` for a patch.
tests_of() {
    if grep -q '^+++ b/vm/workers/' "$1"; then
        echo "-p vm-workers"
        return
    fi
    echo "-p tests --test adversarial"
    if grep -q '^+++ b/vm/verifier/' "$1"; then echo "-p vm-verifier --lib"; fi
}
# shellcheck disable=SC2046 # Several words are meant.
build() { (cd "$tree" && cargo test --offline --quiet $(tests_of "$1") --no-run) >"$work/log" 2>&1; }
# shellcheck disable=SC2046
suite() { (cd "$tree" && timeout "${minutes_max}m" cargo test --offline --quiet $(tests_of "$1")) >"$work/log" 2>&1; }

copy_tree
if ! { build /dev/null && suite /dev/null; }; then
    echo "the suite does not pass as it is; see $work/log"
    exit 2
fi
caught=0 missed=0 broken=0
shopt -s nullglob
patches=()
for pattern in "${@:-*}"; do
    patches+=("$tree"/tests/mutants/$pattern.patch)
done
for patch in "${patches[@]}"; do
    name=$(basename "$patch" .patch)
    if ! git -C "$tree" apply "$patch" 2>"$work/log"; then
        verdict="does not apply"
        broken=$((broken + 1))
    else
        if ! build "$patch"; then
            verdict="does not compile"
            broken=$((broken + 1))
        elif suite "$patch"; then
            verdict=MISSED
            missed=$((missed + 1))
        else
            # Each failure has a section; a mutant that never ends has none.
            verdict="caught by $(grep -c '^---- ' "$work/log") tests"
            caught=$((caught + 1))
        fi
        git -C "$tree" apply --reverse "$patch"
    fi
    printf '%-32s %-24s %s\n' "$name" "$verdict" "$(head -1 "$patch")"
done
echo "$caught caught, $missed missed, $broken broken"
[ "$missed" -eq 0 ] && [ "$broken" -eq 0 ]
