#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a test on a session bus of its own with the desktop's keyring service: unlocked and empty, with
# nobody there, or with that of the test itself, which is silent. Nothing of the user's own is touched.
#   with-keyring.sh unlocked|none|silent PROGRAM [ARGUMENT...]
set -euo pipefail
keyring=$1
shift
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export HOME=$home XDG_DATA_HOME=$home/data XDG_CONFIG_HOME=$home/config XDG_RUNTIME_DIR=$home/run
mkdir -m 700 "$XDG_RUNTIME_DIR"
unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS
if [ "$keyring" = none ]; then
  DBUS_SESSION_BUS_ADDRESS=unix:path=$home/no-bus "$@"
elif [ "$keyring" = silent ]; then
  HOUBU_TEST_KEYRING=silent dbus-run-session -- "$@"
else
  dbus-run-session -- bash -c '
    printf test | gnome-keyring-daemon --unlock --components=secrets > /dev/null
    HOUBU_TEST_KEYRING=1 "$@"' bash "$@"
fi
