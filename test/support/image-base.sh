#!/usr/bin/env bash
# Makes a stand-in for the Dockerfile's base image, for machines that have podman but no registry to pull from.
#
#   image-base.sh [podman's global options, such as --root DIR --storage-driver vfs]
#
# The stand-in is Debian with the Node of the same release line in the same places. Its files are kept in the
# user's cache folder, so that only the first run takes a minute. An image of that name that this script did not
# make is left alone and used as it is.
set -euo pipefail

image=docker.io/library/node:24-trixie-slim
podman=(podman "$@")

case "$(uname -m)" in
  x86_64) node_arch=x64 debian_arch=amd64 ;;
  aarch64) node_arch=arm64 debian_arch=arm64 ;;
  *)
    echo "image-base.sh: no base image for the architecture $(uname -m)" >&2
    exit 1
    ;;
esac

# A host that trusts authorities of its own reaches its package registries through them, and so must the build.
host_bundle=/etc/ssl/certs/ca-certificates.crt
image_bundle=/etc/ssl/certs/ca-certificates.crt
own_bundle=''
if compgen -G '/usr/local/share/ca-certificates/*.crt' >/dev/null && [[ -f $host_bundle ]]; then
  own_bundle=$host_bundle
fi

# What the stand-in depends on is in its key, so that a changed recipe or bundle never meets an old image.
key=$(cat "${BASH_SOURCE[0]}" ${own_bundle:+"$own_bundle"} | sha256sum | cut -c1-16)

cache=${XDG_CACHE_HOME:-$HOME/.cache}/coplane/base-image
mkdir -p "$cache"
exec 9>"$cache/lock"
flock 9

if made_by=$("${podman[@]}" image inspect --format '{{index .Labels "coplane.stand-in"}}' "$image" 2>/dev/null); then
  if [[ -z $made_by || $made_by == "$key" ]]; then
    exit 0
  fi
fi

archive=$cache/$key.tar
if [[ ! -f $archive ]]; then
  work=$(mktemp -d "$cache/work.XXXXXX")
  trap 'rm -rf --one-file-system "$work"' EXIT
  root=$work/root

  debootstrap --variant=minbase --arch="$debian_arch" --include=ca-certificates trixie "$root" >"$work/debootstrap.log" || {
    tail -n 20 "$work/debootstrap.log" >&2
    exit 1
  }
  # The slim images carry none of these either.
  rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* "$root"/var/log/*.log \
    "$root"/usr/share/{doc,info,locale,man}/*

  unpack() { # <npm package> <folder>
    local tarball
    tarball=$(cd "$work" && npm pack --silent "$1" | tail -n 1)
    mkdir -p "$2"
    tar -xzf "$work/$tarball" -C "$2" --strip-components=1 --no-same-owner
  }
  unpack "node-linux-$node_arch@24" "$work/node"
  cp -a "$work/node"/{bin,include,share} "$root/usr/local/"
  unpack npm@11 "$root/usr/local/lib/node_modules/npm"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
  ln -s ../lib/node_modules/npm/bin/npx-cli.js "$root/usr/local/bin/npx"
  chmod +x "$root/usr/local/bin/node" "$root"/usr/local/lib/node_modules/npm/bin/{npm,npx}-cli.js

  chroot "$root" groupadd --gid 1000 node
  chroot "$root" useradd --uid 1000 --gid node --shell /bin/bash --create-home node
  if [[ -n $own_bundle ]]; then
    cp "$own_bundle" "$root$image_bundle"
  fi

  rm -f "$cache"/*.tar
  tar -C "$root" -cf "$archive.part" .
  mv "$archive.part" "$archive"
fi

changes=(--change 'CMD ["node"]' --change "LABEL coplane.stand-in=$key")
if [[ -n $own_bundle ]]; then
  changes+=(--change "ENV NODE_EXTRA_CA_CERTS=$image_bundle" --change "ENV npm_config_cafile=$image_bundle")
fi
"${podman[@]}" import --quiet "${changes[@]}" "$archive" "$image" >/dev/null
