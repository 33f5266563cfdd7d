#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Walks the API through a proxy that knows the contract: proxy.sh SOURCE_ROOT BUILD_FOLDER HOUBUD
set -eu

source_root=$1
tools=$2/proxy-tools

sh "$source_root/tests/contract/install-tools.sh" "$source_root/tests/contract/proxy" "$tools"
HOUBUD=$(realpath "$3")
export HOUBUD HOUBU_PRISM="$tools/node_modules/.bin/prism"
exec /usr/bin/python3 -W ignore "$source_root/tests/contract/test_proxy.py"
