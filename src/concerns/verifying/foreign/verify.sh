#!/bin/sh
# Who signed this checkpoint, and is every file as listed? openssl and coreutils are enough.
# usage: sh verify.sh VKEY      (the log's public key, from elsewhere than this folder)
set -eu
cd "$(dirname "$0")"
stop() { echo "FAILED: $1" >&2; exit "${2:-1}"; }
[ $# -eq 1 ] || stop "name the log's public key, which must come from elsewhere than this folder" 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# <name>+<key id>+<base64 of one byte for the kind, and the key>
name=${1%%+*}; rest=${1#*+}; id=${rest%%+*}
printf %s "${rest#*+}" | base64 -d > "$work/kind-and-key" 2>/dev/null || stop "this is not a key" 2
[ "$(head -c 1 "$work/kind-and-key" | od -An -tx1)" = " 01" ] || stop "not an Ed25519 key" 2
tail -c +2 "$work/kind-and-key" > "$work/raw"
[ "$( (printf '%s\n' "$name"; cat "$work/kind-and-key") | sha256sum | cut -c 1-8)" = "$id" ] ||
    stop "the id is not that of the key" 2
(printf '\060\052\060\005\006\003\053\145\160\003\041\000'; cat "$work/raw") > "$work/key.der"

# Three lines are signed; after a blank one come the signatures: dash, name, base64 of id and signature.
head -n 3 checkpoint > "$work/text"
[ "$(head -n 1 checkpoint)" = "$name" ] || stop "checkpoint: it is of another log"
[ "$(head -n 4 checkpoint | tail -n 1)" = "" ] || stop "checkpoint: it has more than three lines"
found=no
tail -n +5 checkpoint > "$work/signatures"
while IFS=' ' read -r dash who signature; do
    [ "$who" = "$name" ] || continue
    printf %s "$signature" | base64 -d > "$work/line" 2>/dev/null || stop "checkpoint: a signature is no base64"
    [ "$(head -c 4 "$work/line" | od -An -tx1 | tr -d ' ')" = "$id" ] || continue
    tail -c +5 "$work/line" > "$work/signature"
    openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key.der" -rawin \
        -in "$work/text" -sigfile "$work/signature" > /dev/null 2>&1 ||
        stop "checkpoint: the signature does not hold"
    found=yes
done < "$work/signatures"
[ $found = yes ] || stop "checkpoint: this key has not signed it"
sha256sum --check --strict --quiet MANIFEST.sha256 || stop "a file is not as listed (above)"
echo "The checkpoint is signed by $name; every file is as listed. Whether the entries lead to it:"
echo "python3 verify.py --key VKEY"
