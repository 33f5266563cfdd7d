#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# channels.sh FOLDER: the ways to a candidate's machine, each tried: a .flatpakref on a web server
# brings Houbu and its runtime, signatures checked; a repository that somebody else signed is
# refused; a USB stick made from that installation installs both where there is no network.
# Leaves the first installation in FOLDER/installed for whoever wants to run it.
set -euo pipefail
folder=$(readlink -f "$1")
here=$(dirname "$(readlink -f "$0")")
id=org.houbu.Houbu
www=$folder/www

in_installation () { local name=$1; shift; FLATPAK_USER_DIR=$folder/$name "$@"; }

fail () { echo "channels: $*" >&2; exit 1; }

rm -rf "$www" "$folder/installed" "$folder/strange" "$folder/offline" "$folder/usb"
mkdir -p "$www" "$folder/usb"
mkdir -m 700 "$folder/strange"
ln -s "$folder/repo" "$folder/stand-in" "$www/"
coproc SERVER { exec python3 -u -m http.server --bind 127.0.0.1 --directory "$www" 0 2>/dev/null; }
# shellcheck disable=SC2064
trap "kill $SERVER_PID 2>/dev/null || true" EXIT
read -r -u "${SERVER[0]}" _ _ _ _ _ port _
url=http://127.0.0.1:$port
cat > "$www/stand-in.flatpakrepo" <<TXT
[Flatpak Repo]
Title=Stand-in of the GNOME runtime
Url=$url/stand-in
DeployCollectionID=org.houbu.StandIn
GPGKey=$(base64 -w0 "$folder/houbu.gpg")
TXT
"$here/../../flatpak/reference.sh" "$folder" "$url/repo" "$url/stand-in.flatpakrepo" > "$www/houbu.flatpakref"

in_installation installed flatpak install --user --noninteractive "$url/houbu.flatpakref"
in_installation installed flatpak info --show-origin "$id" | grep -qx houbu || fail 'not from the remote of the .flatpakref'
in_installation installed flatpak remotes --user --columns=name,options | grep -q no-gpg-verify && fail 'a remote is not verified'
echo 'installed from houbu.flatpakref, with its runtime'

GNUPGHOME=$folder/strange gpg --batch --quiet --passphrase '' --quick-generate-key 'Somebody else' default sign never
GNUPGHOME=$folder/strange gpg --batch --export > "$folder/strange/key.gpg"
in_installation strange flatpak remote-add --user --gpg-import="$folder/strange/key.gpg" houbu "$url/repo" 2>/dev/null || true
if in_installation strange flatpak install --user --noninteractive --no-deps houbu "$id" 2> "$folder/strange/refusal"; then
  fail 'installed what another key had signed'
fi
grep -qi 'gpg\|signature' "$folder/strange/refusal" || fail "refused for another reason: $(cat "$folder/strange/refusal")"
echo 'refused when another key is trusted'

in_installation installed flatpak create-usb --user "$folder/usb" "$id"
kill "$SERVER_PID"
for pair in houbu:org.houbu.Stable stand-in:org.houbu.StandIn; do
  in_installation offline flatpak remote-add --user --gpg-import="$folder/houbu.gpg" --collection-id="${pair#*:}" \
    "${pair%:*}" "$url/${pair%:*}"
done
in_installation offline flatpak install --user --noninteractive --sideload-repo="$folder/usb/.ostree/repo" houbu "$id"
in_installation offline flatpak run --command=houbud "$id" --version
echo 'installed from the stick without a network, and it runs'
