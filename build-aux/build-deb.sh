#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# build-deb.sh FOLDER: the Debian packages of this tree, in FOLDER; lintian finds no error in them.
set -euo pipefail
top=$(dirname "$(dirname "$(readlink -f "$0")")")
folder=$(mkdir -p "$1" && readlink -f "$1")
source=$folder/houbu

# Built from a copy, since a package is made of what the tree holds and nothing else.
rm -rf "$source" "$folder"/*.deb "$folder"/*.changes "$folder"/*.buildinfo "$folder"/*.dsc "$folder"/*.tar.xz
mkdir "$source"
git -C "$top" ls-files -z -co --exclude-standard | (cd "$top" && xargs -0 ls -d 2>/dev/null | tar -c -T -) | tar -x -C "$source"
cd "$source"
if command -v ccache >/dev/null; then export CC='ccache gcc'; fi
jobs=$(nproc)
export DEB_BUILD_OPTIONS="nocheck noautodbgsym parallel=$jobs"
dpkg-buildpackage --no-sign --build=full > ../build.log 2>&1 || { tail -50 ../build.log; exit 1; }
cd "$folder"
rm -rf "$source"
lintian --fail-on error --display-info --suppress-tags initial-upload-closes-no-bugs houbu_*.changes
