#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# stand-in.sh FOLDER BRANCH: makes a runtime and an SDK with GNOME's ids from Debian packages, in the
# OSTree repository FOLDER/stand-in. For machines that cannot reach the real ones, to build and try
# the manifest; nothing of it is meant for anybody else's machine.
set -euo pipefail
folder=$(readlink -f "$1")
branch=$2
here=$(dirname "$(readlink -f "$0")")
arch=$(flatpak --default-arch)
collection=org.houbu.StandIn

say () { printf '   %s\n' "$*" >&2; }

# The packages of the lists and all that they need, as on a machine that has none; into FOLDER/debs.
# download NAME LIST…: leaves the file names in FOLDER/NAME.list
download () {
  local name=$1
  shift
  local options=(-qq -y -o Dir::State::status="$folder/no-packages" -o Dir::Cache="$folder/debs"
    -o Dir::State::extended_states="$folder/no-states" -o Debug::NoLocking=1
    -o APT::Sandbox::User="$(id -un)" --no-install-recommends)
  : > "$folder/no-packages"
  mkdir -p "$folder/debs/archives/partial"
  # shellcheck disable=SC2046
  apt-get "${options[@]}" --download-only install $(sed '/^#/d' "$@")
  # shellcheck disable=SC2046
  apt-get "${options[@]}" -s install $(sed '/^#/d' "$@") | sed -n 's/^Inst \([^ ]*\) (\([^ ]*\) .*/\1_\2/p' > "$folder/$name.list"
}

# Of what those need, no program here misses it.
superfluous='^(gir1\.2-.*|dbus|dbus-user-session|systemd|systemd-sysv|libpam-systemd|adduser|libllvm.*|libgl1-mesa-dri|libz3-4)_'

# Unpacks what download() named into FOLDER/NAME/files, with / folded into /usr as runtimes have it.
unpack () {
  local root=$folder/$1/files link package file
  rm -rf "${folder:?}/$1"
  mkdir -p "$root/usr/etc"
  for link in bin sbin lib lib64; do
    mkdir -p "$root/usr/$link"
    ln -s "usr/$link" "$root/$link"
  done
  ln -s usr/etc "$root/etc"
  while read -r package; do
    file=$(echo "$folder/debs/archives/${package//:/%3a}"_*.deb)
    dpkg-deb --fsys-tarfile "$file" | tar -x --keep-directory-symlink --no-same-owner -C "$root" \
      --exclude './usr/share/man/*' --exclude './usr/share/info/*' --exclude './usr/share/lintian/*' \
      --exclude './usr/share/gir-1.0/*' --exclude './usr/share/gtk-doc/*' --exclude './dev/*'
  done < <(grep -vE "$superfluous" "$folder/$1.list")
}

# Runs a command in the tree of NAME as flatpak would.
within () {
  local root=$folder/$1/files
  shift
  bwrap --unshare-all --die-with-parent --bind "$root/usr" /usr --symlink usr/bin /bin --symlink usr/sbin /sbin \
    --symlink usr/lib /lib --symlink usr/lib64 /lib64 --bind "$root/usr/etc" /etc --proc /proc --dev /dev --tmpfs /tmp \
    --dir /var/cache/ldconfig --clearenv --setenv PATH /usr/bin:/usr/sbin --setenv HOME /tmp --setenv LC_ALL C.UTF-8 "$@"
}

# What a package does when it is installed, as far as a program would miss it.
settle () {
  local root=$folder/$1/files
  cat > "$root/usr/etc/ld.so.conf" <<'TXT'
include /run/flatpak/ld.so.conf.d/app-*.conf
include /app/etc/ld.so.conf
/app/lib
include /run/flatpak/ld.so.conf.d/runtime-*.conf
include /etc/ld.so.conf.d/*.conf
TXT
  (cd "$root/usr/share/ca-certificates" && find . -name '*.crt' -exec cat {} +) > "$root/usr/etc/ssl/certs/ca-certificates.crt"
  ln -s bash "$root/usr/bin/sh"
  gunzip -f "$root/usr/share/i18n/charmaps/UTF-8.gz"
  within "$1" bash -euc '
    ldconfig -X
    glib-compile-schemas /usr/share/glib-2.0/schemas
    "$(echo /usr/lib/*/glib-2.0/gio-querymodules)" /usr/lib/*/gio/modules
    "$(echo /usr/lib/*/gdk-pixbuf-2.0/gdk-pixbuf-query-loaders)" --update-cache
    update-mime-database /usr/share/mime
    fc-cache --system-only
    for locale in zh_CN en_US; do localedef -i $locale -f UTF-8 $locale.UTF-8; done
  '
}

# What the alternatives system would link.
link_tools () {
  local bin=$folder/$1/files/usr/bin pair
  for pair in awk:gawk cc:gcc c++:g++ automake:automake-1.16 aclocal:aclocal-1.16 nawk:gawk; do
    [ -e "$bin/${pair%:*}" ] || ln -s "${pair#*:}" "$bin/${pair%:*}"
  done
}

# publish NAME ID SDK-OR-RUNTIME-LINE
publish () {
  local tree=$folder/$1
  mkdir -p "$tree/runtime/files" "$tree/runtime/usr"
  rmdir "$tree/runtime/usr"
  mv "$tree/files/usr" "$tree/runtime/usr"
  cat > "$tree/runtime/metadata" <<TXT
[Runtime]
name=$2
runtime=org.gnome.Platform/$arch/$branch
sdk=org.gnome.Sdk/$arch/$branch

[Environment]
GI_TYPELIB_PATH=/app/lib/girepository-1.0
XDG_DATA_DIRS=/app/share:/usr/share:/usr/share/runtime/share:/run/host/user-share:/run/host/share
TXT
  flatpak build-export --disable-fsync --runtime --no-update-summary --collection-id="$collection" \
    "${signing[@]}" "$folder/stand-in" "$tree/runtime" "$branch" >&2
  rm -rf "$tree"
}

stamp=$(cat "$here/stand-in.sh" "$here/runtime.txt" "$here/sdk.txt" <(echo "$branch") | sha256sum)
[ "$(cat "$folder/stand-in.stamp" 2>/dev/null)" = "$stamp" ] && exit 0
mkdir -p "$folder"
rm -rf "$folder/stand-in"
signing=(--gpg-sign="$("$here/key.sh" "$folder")" --gpg-homedir="$folder/key")
ostree --repo="$folder/stand-in" init --mode=archive --collection-id="$collection"
ostree --repo="$folder/stand-in" config set archive.zlib-level 1
for name in runtime sdk; do
  say "$name: packages"
  if [ $name = runtime ]; then download runtime "$here/runtime.txt"; else download sdk "$here/runtime.txt" "$here/sdk.txt"; fi
  say "$name: $(wc -l < "$folder/$name.list") packages, unpacking"
  unpack $name
  settle $name
  [ $name = sdk ] && link_tools sdk
  say "$name: into the repository"
  if [ $name = runtime ]; then publish runtime org.gnome.Platform; else publish sdk org.gnome.Sdk; fi
done
flatpak build-update-repo --collection-id="$collection" --deploy-collection-id "${signing[@]}" "$folder/stand-in" >&2
echo "$stamp" > "$folder/stand-in.stamp"
