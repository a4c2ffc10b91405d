#!/bin/sh
# Locks the dependencies with hashes, for every platform at once, without download addresses.
set -eu
cd "$(dirname "$0")/.."
lock() {
  out=$1
  shift
  uv pip compile --quiet --no-strip-extras --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
    --custom-compile-command "make lock" "$@" pyproject.toml --group build -o "$out"
}
lock requirements/run.txt --extra discord --extra telegram
lock requirements/dev.txt --extra discord --extra telegram --group dev
