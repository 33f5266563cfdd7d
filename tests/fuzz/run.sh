#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Fuzzes every target for a while: run.sh BUILD_FOLDER [SECONDS_EACH]
# What is found lies in the build folder; a file that makes a target fail belongs into its corpus.
set -eu

source_root=$(cd "$(dirname "$0")/../.." && pwd)
build=$1
seconds=${2:-60}
targets='json-gate records csv'

# What is under test has to tell where it has been, not only the target.
if [ ! -e "$build/build.ninja" ]; then
  CC=clang meson setup "$build" "$source_root" -Dapp=disabled -Dctl=disabled \
    -Db_sanitize=address,undefined -Db_lundef=false -Dc_args=-fsanitize=fuzzer-no-link
fi
for target in $targets; do
  ninja -C "$build" "tests/fuzz/fuzz-$target"
done
for target in $targets; do
  found="$build/fuzz-found/$target"
  mkdir -p "$found"
  "$build/tests/fuzz/fuzz-$target" -max_total_time="$seconds" -max_len=4096 \
    -artifact_prefix="$found/failed-" "$found" "$source_root/tests/fuzz/corpus/$target"
done
