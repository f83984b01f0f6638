#!/bin/sh
# Installs Euthymia from a wheel into a folder of its own:
#   install.sh euthymia-0.3.0-py3-none-any.whl /opt/euthymia
# With requirements.txt (names, versions, sums) beside the wheel, nothing is installed but what it names. UV=/path/to/uv
# installs by uv, PYTHON=/path/to/python3 with that Python.
set -eu

wheel=$1
into=${2:-/opt/euthymia}
python=${PYTHON:-python3}

"$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' ||
  { echo "Python 3.11 to 3.14 is needed: name one by PYTHON=/path/to/python3" >&2; exit 1; }
"$python" -m venv "$into"
install() {
  if [ -n "${UV:-}" ]; then
    "$UV" pip install --quiet --python "$into/bin/python" "$@"
  else
    "$into/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
  fi
}
locked=$(dirname "$wheel")/requirements.txt
if [ -f "$locked" ]; then
  install --require-hashes -r "$locked"
  install --no-deps "$wheel"
else
  install "$wheel"
fi
"$into/bin/euthymia" --help > /dev/null
echo "installed: $into/bin/euthymia"
