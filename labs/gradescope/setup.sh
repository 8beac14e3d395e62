#!/usr/bin/env bash
# setup.sh: make the image in which submissions are graded
#
# Runs once, as root, where the package was unpacked. Everything that a
# grading needs is installed and built here: later there is no network.
# Needs meson 1.0 and Python 3.11, so Ubuntu 24.04 or Debian 12.
set -eu
here=$(cd "$(dirname "$0")" && pwd)

export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y --no-install-recommends bubblewrap util-linux
"$here/tree/.ci/install" run

python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "setup.sh: Python 3.11 is needed; choose a newer base image" >&2
    exit 1
}
exec python3 "$here/tree/labs/tool/gradescope_run.py" --prepare
