#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what a package.json asks for, by its lock file: install-tools.sh FOLDER_OF_IT TARGET
# Done once; again only when one of the two has changed.
set -eu

folder=$1
target=$2

mkdir -p "$target"
for name in package.json package-lock.json .npmrc; do
  cmp -s "$folder/$name" "$target/$name" || {
    cp "$folder/$name" "$target/$name"
    rm -f "$target/installed"
  }
done
[ -e "$target/installed" ] && exit 0
cd "$target"
npm ci --no-progress --loglevel=error
touch installed
