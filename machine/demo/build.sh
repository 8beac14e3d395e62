#!/bin/sh
# build.sh: compile the demo guest into a flat image
#
#   machine/demo/build.sh OUTPUT.bin [KEPT.elf]
#   machine/demo/build.sh --compiler      print what would compile it
#
# Needs a riscv64 cross gcc (CROSS=prefix overrides the search). Equal
# compilers give equal bytes: no build id, no paths, no times.
set -eu
here=$(cd "$(dirname "$0")" && pwd)

find_cross() {
    for prefix in ${CROSS:-riscv64-linux-gnu- riscv64-unknown-elf-}; do
        if command -v "${prefix}gcc" >/dev/null 2>&1; then
            echo "$prefix"
            return
        fi
    done
    echo "build.sh: no riscv64 cross gcc (Debian: gcc-riscv64-linux-gnu)" >&2
    exit 77
}

cross=$(find_cross)
if [ "${1:-}" = --compiler ]; then
    "${cross}gcc" --version | head -n 1
    "${cross}ld" --version | head -n 1
    exit 0
fi

output=${1:?usage: build.sh OUTPUT.bin}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$here"
"${cross}gcc" -march=rv64imac_zicsr -mabi=lp64 -mcmodel=medany -Os -std=gnu11 \
    -ffreestanding -fno-builtin -fno-pic -fno-common -fno-stack-protector \
    -fno-asynchronous-unwind-tables -fno-tree-loop-distribute-patterns \
    -ffunction-sections -fdata-sections -Wall -Wextra -Werror \
    -nostdlib -static -no-pie -Wl,--build-id=none -Wl,--gc-sections \
    -Wl,--no-warn-rwx-segments -Wl,-T,demo.ld \
    -o "$work/demo.elf" start.S trap.S boot.c uart.c print.c text.c trap.c \
    fdt.c shell.c command_*.c
"${cross}objcopy" -O binary "$work/demo.elf" "$work/demo.bin"
mv "$work/demo.bin" "$output"
if [ $# -gt 1 ]; then
    mv "$work/demo.elf" "$2"
fi
