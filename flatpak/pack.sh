#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# pack.sh FOLDER: builds the manifest with the runtime and SDK that are installed, and puts it,
# signed, into the OSTree repository FOLDER/repo. Not again where neither the tree nor the SDK changed.
set -euo pipefail
folder=$(readlink -f "$1")
here=$(dirname "$(readlink -f "$0")")
id=org.houbu.Houbu
# Names the set of programs, whatever address it is fetched from: offline media need it.
collection=org.houbu.Stable

# What the package is made of: each file of the tree, and the SDK.
inputs () {
  cd "$here/.."
  git ls-files -z -co --exclude-standard | xargs -0 sha256sum 2> /dev/null || :  # deleted ones
  flatpak info --show-commit "org.gnome.Sdk//$(sed -n "s/^runtime-version: '\(.*\)'/\1/p" "$here/$id.yml")"
}

# What a catalogue of programs takes from the package is there: its entry, with icons in both sizes.
check_catalogue () {
  local share=$folder/app/files/share/app-info
  gunzip -c "$share/xmls/$id.xml.gz" | grep -q "<id>$id\(.desktop\)\?</id>"
  test -s "$share/icons/flatpak/64x64/$id.png"
  test -s "$share/icons/flatpak/128x128/$id.png"
}

stamp=$(inputs | sha256sum)
[ "$(cat "$folder/repo.stamp" 2>/dev/null)" = "$stamp" ] && exit 0
signing=(--gpg-sign="$("$here/key.sh" "$folder")" --gpg-homedir="$folder/key")
flatpak-builder --force-clean --user --disable-rofiles-fuse --ccache --state-dir="$folder/builder" \
  --repo="$folder/repo" --collection-id="$collection" "${signing[@]}" \
  --default-branch=stable "$folder/app" "$here/$id.yml"
check_catalogue
flatpak build-update-repo --title=Houbu --collection-id="$collection" --deploy-collection-id \
  "${signing[@]}" "$folder/repo"
echo "$stamp" > "$folder/repo.stamp"
