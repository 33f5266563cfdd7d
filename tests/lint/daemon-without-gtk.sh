#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The daemon and the command line configure without GTK, libadwaita or libsecret in sight.
set -eu
source=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
meson setup "$folder/build" "$source" -Dapp=disabled -Dctl=disabled -Dcrowd=disabled -Dtests=false > "$folder/log" 2>&1 || { cat "$folder/log"; exit 1; }
if grep -qE 'gtk-4|libadwaita|libsecret' "$folder/build/compile_commands.json"; then
  echo 'a file of the daemon is compiled against the desktop'
  exit 1
fi
grep -q 'src/daemon/' "$folder/build/compile_commands.json" || { echo 'the daemon is not in this build'; exit 1; }
