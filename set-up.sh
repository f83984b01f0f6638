#!/bin/sh
# Sets up what a make target needs, says what it does, and does it once:
#   ./set-up.sh runtime|quick|test|check|bench|hooks
# Each step leaves a stamp in .setup/ that carries the lock's checksum, so that a changed lock runs it again.
set -eu
cd "$(dirname "$0")"
mkdir -p .setup build

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
done_already() { [ -f ".setup/$1" ] && [ "$(cat ".setup/$1")" = "$(cat $2 | cksum)" ]; }
stamp() { cat $2 | cksum > ".setup/$1"; }

# Runs apt-get as root or with sudo; where neither is possible it prints the line to run and stops.
system_install() {
  as=""
  if [ "$(id -u)" != 0 ]; then as="sudo"; fi
  if ! command -v apt-get >/dev/null || { [ -n "$as" ] && ! command -v sudo >/dev/null; }; then
    say "missing: $*. Install it with your system's package manager (Debian: apt-get install $*)," >&2
    say "then run this again." >&2
    exit 1
  fi
  say "installing $* with the system package manager"
  $as apt-get update -qq
  $as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" > build/apt.log 2>&1 ||
    { tail -5 build/apt.log >&2; say "that failed. Run: ${as:+sudo }apt-get install $*" >&2; exit 1; }
}

find_python() {
  for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; then
      echo "$name"; return
    fi
  done
  say "Python 3.11 to 3.14 is needed and none was found. Install one, or name it: make PYTHON=/path/to/python3" >&2
  exit 1
}

environment() {
  if [ ! -x .venv/bin/python ] || ! .venv/bin/python -c 'import pip' 2>/dev/null; then
    python=$(find_python)
    say "making the environment .venv/ with $($python --version)"
    if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then system_install python3-venv python3-pip; fi
    "$python" -m venv --clear .venv
  fi
  if ! done_already setup requirements/setup.txt; then
    say "installing the installer (uv)"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/setup.txt
    stamp setup requirements/setup.txt
  fi
}

packages() {   # packages GROUP
  if done_already "$1" "requirements/$1.txt"; then return; fi
  say "installing the $1 packages, versions and hashes as locked"
  .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r "requirements/$1.txt"
  stamp "$1" "requirements/$1.txt"
}

product() {
  if done_already product pyproject.toml; then return; fi
  say "installing euthymia itself"
  .venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --editable .
  stamp product pyproject.toml
}

browser_libraries() {   # browser_libraries [--omit=dev]
  name=browser-libraries${1:-}
  if done_already "$name" package-lock.json && [ -d node_modules/htmx.org ]; then return; fi
  say "fetching the browser libraries (htmx, uPlot), as locked"
  npm=npm
  if ! command -v npm >/dev/null; then
    packages node
    PATH="$PWD/.venv/bin:$PATH"; npm=".venv/bin/npm"
  fi
  "$npm" ci --silent --ignore-scripts --no-audit --no-fund ${1:-}
  stamp "$name" package-lock.json
}

programs_for_tests() {
  if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null \
    && ! command -v google-chrome >/dev/null; then
    system_install chromium fonts-dejavu-core
  fi
  if ! command -v java >/dev/null; then
    system_install default-jre-headless   # 17 or later, for Spark
  fi
  if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && ! command -v initdb >/dev/null; then
    system_install postgresql
  fi
}

# Lets git call .githooks/ in this checkout, where there is git and nobody has set hooks of their own.
hooks() {
  if [ "$(git rev-parse --show-toplevel 2>/dev/null)" != "$(pwd -P)" ] || git config core.hooksPath >/dev/null; then
    return
  fi
  say "letting git check the subject of each commit (core.hooksPath .githooks)"
  git config core.hooksPath .githooks || say "git did not let its hooks be set; commits are checked by make check" >&2
}

hooks
if [ "${1:-}" = hooks ]; then exit 0; fi
environment
packages runtime
product
case "${1:-runtime}" in
  runtime) [ -d node_modules/axe-core ] && browser_libraries || browser_libraries --omit=dev ;;
  check) packages check; packages test ;;
  quick) packages check; packages test; browser_libraries ;;
  test) packages check; packages test; browser_libraries; programs_for_tests ;;   # the house's tests run its checks
  bench) packages test; browser_libraries; programs_for_tests ;;
  *) say "usage: ./set-up.sh runtime|check|quick|test|bench|hooks" >&2; exit 2 ;;
esac
