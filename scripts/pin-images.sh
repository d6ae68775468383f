#!/bin/sh
# Pins every image of docker-compose.yml and Dockerfile by digest, behind its tag: name:tag@sha256:... Needs docker and the registry.
set -eu
cd "$(dirname "$0")/.."
sed -n 's/^ *image: *\([^ :@]*:[^ @]*\).*/\1/p; s/^FROM \([^ :@]*:[^ @]*\).*/\1/p' docker-compose.yml Dockerfile | sort -u |
  while read -r image; do
    digest=$(docker buildx imagetools inspect "$image" --format '{{.Manifest.Digest}}')
    case "$digest" in sha256:*) ;; *) echo "no digest for $image" >&2; exit 1 ;; esac
    for file in docker-compose.yml Dockerfile; do
      sed "s#\($image\)\(@sha256:[0-9a-f]*\)\{0,1\}#\1@$digest#" "$file" > "$file.pinned"
      cat "$file.pinned" > "$file"
      rm "$file.pinned"
    done
    echo "$image@$digest"
  done
