#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# build-deb.sh FOLDER: the Debian packages of this tree, in FOLDER; lintian finds no error in them. Not
# again where no file of the tree has changed.
set -euo pipefail
top=$(dirname "$(dirname "$(readlink -f "$0")")")
folder=$(mkdir -p "$1" && readlink -f "$1")
source=$folder/houbu

# The names of the files that a package is made of, each ended by a NUL.
tree () {
  git -C "$top" ls-files -z -co --exclude-standard | (cd "$top" && { xargs -0 ls -d 2>/dev/null || :; } | tr '\n' '\0')
}

# Built from a copy, since a package is made of what the tree holds and nothing else.
copy_tree () {
  rm -rf "$source" "$folder"/*.deb "$folder"/*.changes "$folder"/*.buildinfo "$folder"/*.dsc "$folder"/*.tar.xz
  mkdir "$source"
  tree | tar -C "$top" -c --null -T - | tar -x -C "$source"
}

build () {
  local jobs
  jobs=$(nproc)
  cd "$source"
  if command -v ccache >/dev/null; then export CC='ccache gcc'; fi
  export DEB_BUILD_OPTIONS="nocheck noautodbgsym parallel=$jobs"
  dpkg-buildpackage --no-sign --build=full > ../build.log 2>&1 || { tail -50 ../build.log; exit 1; }
  cd "$folder"
  rm -rf "$source"
}

stamp=$(tree | (cd "$top" && xargs -0 sha256sum) | sha256sum)
if [ "$(cat "$folder/packages.stamp" 2>/dev/null)" = "$stamp" ]; then
  echo 'the packages of this tree are there'
  exit 0
fi
rm -f "$folder/packages.stamp"
copy_tree
build
lintian --fail-on error --display-info --suppress-tags initial-upload-closes-no-bugs houbu_*.changes
echo "$stamp" > "$folder/packages.stamp"
