#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# pack.sh FOLDER: builds the manifest with the runtime and SDK that are installed, and puts it,
# signed, into the OSTree repository FOLDER/repo.
set -euo pipefail
folder=$(readlink -f "$1")
here=$(dirname "$(readlink -f "$0")")
id=org.houbu.Houbu
# Names the set of programs, whatever address it is fetched from: offline media need it.
collection=org.houbu.Stable
key=$("$here/key.sh" "$folder")
signing=(--gpg-sign="$key" --gpg-homedir="$folder/key")

flatpak-builder --force-clean --user --disable-rofiles-fuse --ccache --state-dir="$folder/builder" \
  --repo="$folder/repo" --collection-id="$collection" "${signing[@]}" \
  --default-branch=stable "$folder/app" "$here/$id.yml"
flatpak build-update-repo --title=Houbu --collection-id="$collection" --deploy-collection-id \
  "${signing[@]}" "$folder/repo"
