#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What stands above the engine calls the engine: the HTTP library needs no symbol of the store, the
# rule book, the database or the cipher. A static library would link all the same, so it is asked.
# usage: link-probe.sh NM LIBRARY...
set -eu
nm=$1
shift
for library; do
  if "$nm" --undefined-only "$library" 2>/dev/null |
      grep -E ' U (houbu_(store|tx|statement|rules|check|replay|journal_append|journal_data)_|sqlite3_|crypto_|sodium_|PQ)'; then
    echo "$library reaches below the engine" >&2
    exit 1
  fi
done
