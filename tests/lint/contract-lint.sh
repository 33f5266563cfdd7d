#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Lints the contract: contract-lint.sh SOURCE_ROOT BUILD_FOLDER
# The linter comes from npm by its lock file, once per build folder.
set -eu

source_root=$1
tools=$2/contract-tools

sh "$source_root/tests/contract/install-tools.sh" "$source_root/tests/contract" "$tools"
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true NO_COLOR=1
"$tools/node_modules/.bin/redocly" lint --config "$source_root/tests/contract/redocly.yaml" \
  --max-problems=1000 "$source_root/src/model/houbu.openapi.yaml"
