#!/bin/sh
# run.sh: build lectern and boot a guest
#
#   ./run.sh [OPTION...]         the embedded demo, or what the options name
#   ./run.sh linux [OPTION...]   Debian's kernel to a busybox shell
#
# Installs missing Debian packages (as root or by sudo) and builds in build/.
# OPTIONs go to the emulator. Ctrl-A x ends it, Ctrl-A h lists the keys.
# Without a terminal the demo reads its commands from standard input and is
# powered off at their end; Linux reports and powers off by itself.
set -eu
cd "$(dirname "$0")"

emulator=build/lectern-system-riscv64

# A long step: its output is shown only when it fails.
quietly() {
    what=$1
    shift
    log=$(mktemp)
    if "$@" >"$log" 2>&1 </dev/null; then
        rm -f "$log"
        return 0
    fi
    tail -n 40 "$log" >&2
    echo "run.sh: $what failed; all of it is in $log" >&2
    return 1
}

build() {
    .ci/install run >&2
    if [ ! -f build/build.ninja ]; then
        echo "Configuring and building lectern in build/ ..." >&2
        quietly "meson setup" meson setup build
    fi
    quietly "the build" ninja -C build lectern-system-riscv64
}

# The demo's commands, then the end of the machine.
typed_commands() {
    tr '\n' '\r'
    printf 'poweroff\r'
}

run_demo() {
    if [ -t 0 ]; then
        exec "$emulator" -nographic
    fi
    typed_commands | "$emulator" -nographic
}

run_linux() {
    .ci/install linux >&2 || true
    guest=$(tests/guests/get linux)
    KERNEL=$(echo "$guest" | sed -n 's/^KERNEL=//p')
    INITRD=$(echo "$guest" | sed -n 's/^INITRD=//p')
    BIOS=$(echo "$guest" | sed -n 's/^BIOS=//p')
    append=${APPEND:-}
    if [ ! -t 0 ] && [ -z "$append" ]; then
        append='lectern_run="uname -a; cat /proc/cpuinfo"'
    fi
    exec "$emulator" -M virt -m 512M -nographic -bios "$BIOS" \
        -kernel "$KERNEL" -initrd "$INITRD" -append "$append" "$@"
}

build
case ${1:-} in
linux)
    shift
    run_linux "$@"
    ;;
"")
    run_demo
    ;;
*)
    exec "$emulator" -nographic "$@"
    ;;
esac
