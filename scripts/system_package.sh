#!/bin/sh
# Install a package of the system, where that is Debian or Ubuntu: system_package.sh NAME
set -eu
if ! command -v apt-get >/dev/null; then
    echo "Please install $1 with your system's package manager, then run this again." >&2
    exit 1
fi
as_root=
[ "$(id -u)" = 0 ] || as_root=sudo
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq "$1" >/dev/null
