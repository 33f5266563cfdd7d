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

# logged NAME COMMAND…: what it says goes to FOLDER/NAME.log, and its end on the screen where it fails.
logged () {
  local log=$folder/$1.log
  shift
  "$@" > "$log" 2>&1 || { tail -n 40 "$log" >&2; exit 1; }
}

install_stand_in () {
  flatpak remote-add --user --if-not-exists --gpg-import="$folder/houbu.gpg" stand-in "file://$folder/stand-in" &&
    flatpak install --user --noninteractive --or-update stand-in "org.gnome.Platform//$branch" "org.gnome.Sdk//$branch"
}

# Signing starts agents of its own, which would outlive this.
end_agents () {
  local keys
  for keys in "$folder/key" "$folder/strange"; do
    [ ! -d "$keys" ] || gpgconf --homedir "$keys" --kill all
  done
}
trap end_agents EXIT

say "a stand-in of GNOME $branch from Debian packages"
logged stand-in "$here/stand-in.sh" "$folder" "$branch"
logged install-stand-in install_stand_in

say 'building the manifest'
logged build "$here/pack.sh" "$folder"

say 'the ways to a machine'
"$tests/channels.sh" "$folder"

say 'in the sandbox'
/usr/bin/python3 "$tests/sandbox.py" "$folder/pictures" "$folder/installed"
echo 'built, signed, installed in each way, used in the sandbox; pictures: build/flatpak/pictures/index.html'
