#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# all.sh FOLDER: makes the stand-in, builds the package, tries the ways to install it, and walks it in
# its sandbox. Pictures go to FOLDER/pictures. What has not changed is not made again.
set -euo pipefail
folder=$(readlink -f "$1")
here=$(dirname "$(readlink -f "$0")")
tests=$here/../tests/flatpak
id=org.houbu.Houbu
branch=$(sed -n "s/^runtime-version: '\(.*\)'/\1/p" "$here/$id.yml")

say () { printf '\n== %s\n' "$*" >&2; }

say "a stand-in of GNOME $branch from Debian packages"
"$here/stand-in.sh" "$folder" "$branch"
flatpak remote-add --user --if-not-exists --gpg-import="$folder/houbu.gpg" stand-in "file://$folder/stand-in"
flatpak install --user --noninteractive --or-update stand-in "org.gnome.Platform//$branch" "org.gnome.Sdk//$branch" >&2

say 'building the manifest'
"$here/pack.sh" "$folder" > "$folder/build.log" 2>&1 || { tail -n 40 "$folder/build.log" >&2; exit 1; }

say 'the ways to a machine'
"$tests/channels.sh" "$folder"

say 'in the sandbox'
/usr/bin/python3 "$tests/sandbox.py" "$folder/pictures" "$folder/installed"
echo "pictures: build/flatpak/pictures/index.html"
