#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# key.sh FOLDER: the key that signs what is published from FOLDER, as a fingerprint. It lies in
# FOLDER/key and is made when there is none; whoever publishes Houbu puts their own there. The public
# half goes to FOLDER/houbu.gpg.
set -euo pipefail
export GNUPGHOME=$1/key
if [ ! -d "$GNUPGHOME" ]; then
  mkdir -p "$1"
  mkdir -m 700 "$GNUPGHOME"
  gpg --batch --quiet --passphrase '' --quick-generate-key 'Houbu packages' default sign never
fi
gpg --batch --quiet --export > "$1/houbu.gpg"
gpg --batch --quiet --list-keys --with-colons | awk -F: '$1 == "fpr" { print $10; exit }'
