#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# reference.sh FOLDER URL [RUNTIME-REPOSITORY]: prints the .flatpakref that installs Houbu from the
# repository which pack.sh made in FOLDER and which is published at URL. The runtime comes from
# Flathub, unless the address of another .flatpakrepo is given.
set -euo pipefail
cat <<TXT
[Flatpak Ref]
Title=Houbu
Name=org.houbu.Houbu
Branch=stable
Url=$2
SuggestRemoteName=houbu
IsRuntime=false
DeployCollectionID=org.houbu.Stable
GPGKey=$(base64 -w0 "$1/houbu.gpg")
RuntimeRepo=${3:-https://dl.flathub.org/repo/flathub.flatpakrepo}
TXT
