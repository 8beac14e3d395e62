#!/bin/bash
# run.sh NAME...: the workloads, one after the other, in the guest and on
# the host, below the root of the small file system that holds Debian's
# programs. Prints "begin NAME", "end NAME" and "sum NAME CHECKSUM"; the
# checksum is taken outside of what is timed.
set -e -o pipefail
cd /bench
export LC_ALL=C PATH=/usr/bin:/usr/sbin
export PYTHONDONTWRITEBYTECODE=1 PYTHONHASHSEED=0

work_python() {
    python3 work.py
}

work_gcc() {
    local cc1=(/usr/libexec/gcc*/riscv64-linux-gnu/14/cc1) file
    for file in *.i; do
        "${cc1[0]}" -quiet -fpreprocessed \
            -std=gnu11 -O2 -fno-pie -march=rv64gc -mabi=lp64d "$file" -o -
    done
}

work_bash() {
    bash work.bash
}

work_sqlite() {
    sqlite3 :memory: < work.sql
}

work_perl() {
    head -c 1000000 text | perl work.pl
}

work_make() {
    rm -rf made
    make -s -f work.mk
    cat made/all
}

work_xz() {
    head -c 750000 text | xz -6 -T1 > packed
    xz -d < packed
    cat packed
}

work_zstd() {
    head -c 4000000 text | zstd -q -9 --single-thread > packed
    zstd -q -d < packed
    cat packed
}

work_gzip() {
    gzip -n -6 < text > packed
    gzip -d < packed
    cat packed
}

work_7z() {
    rm -f packed.7z
    head -c 1000000 text | /usr/lib/7zip/7za a -bd -bso0 -mmt=1 -mx=5 \
        -mtm- -sitext packed.7z
    /usr/lib/7zip/7za x -bd -so packed.7z
    cat packed.7z
}

for name; do
    echo "begin $name"
    "work_$name" > out
    echo "end $name"
    echo "sum $name $(sha256sum < out | cut -c 1-16)"
done
