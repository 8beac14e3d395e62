#!/bin/sh
# test.sh: build lectern and run its tests
#
#   ./test.sh              every stage below
#   ./test.sh quick        the first stage without booting guests
#   ./test.sh STAGE...     some stages
#
#   gcc        every suite, Linux boots included          build/
#   clang      the topics' suites, second compiler        build-clang/
#   sanitize   the same under ASan and UBSan              build-sanitize/
#   thread     suites where threads meet, under TSan      build-thread/
#   portable   as on a host without a code generator      build-portable/
#
# LECTERN_ROUNDS=N makes randomised tests try N times as much, DIFF_PROGRAMS=N
# compares N generated programs per engine with qemu-riscv64 (600 to 800), and
# LECTERN_BOOT_MATRIX=full boots Linux with every number of harts and levels.
#
# Installs missing Debian packages (as root or by sudo). The output of a step
# is kept in its build folder and shown when the step fails. The last line
# sums up the cases of all stages; tests whose tools or guests cannot be had
# are counted as skipped.
set -eu
cd "$(dirname "$0")"

topics="core memory timers debug runstate snapshot tcg devices exec machine"
summary=.ci/summary.py
counts=$(mktemp)
trap 'rm -f "$counts"' EXIT

suites() {
    for suite in "$@"; do
        printf ' --suite %s' "$suite"
    done
}

# Once; $1 = folder, the rest are meson's options.
configure() {
    folder=$1
    shift
    mkdir -p "$folder"
    [ ! -f "$folder/build.ninja" ] || return 0
    meson setup "$folder" "$@" >"$folder/setup.out" 2>&1 </dev/null || {
        tail -n 30 "$folder/setup.out"
        return 1
    }
}

# The same, and build everything.
build() {
    configure "$@" || return 1
    folder=$1
    ninja -C "$folder" >"$folder/build.out" 2>&1 </dev/null || {
        tail -n 60 "$folder/build.out"
        return 1
    }
}

# ASLR with many random bits collides with TSan's fixed shadow.
without_aslr() {
    if setarch "$(uname -m)" -R true 2>/dev/null; then
        setarch "$(uname -m)" -R "$@"
    else
        "$@"
    fi
}

# $1 = stage, $2 = folder, the rest are arguments of meson test, which builds
# what these tests need first.
run_tests() {
    stage=$1
    folder=$2
    shift 2
    rm -f "$folder/meson-logs/testlog.json"
    without_aslr meson test -C "$folder" --print-errorlogs "$@" \
        >"$folder/test.out" 2>&1 </dev/null || tail -n 150 "$folder/test.out"
    "$summary" count "$stage" "$folder/meson-logs/testlog.json" "$started" \
        | tee -a "$counts"
}

stage_failed() {
    "$summary" failed "$1" "$started" | tee -a "$counts"
}

run_stage() {
    started=$(date +%s)
    case $1 in
    quick) build build && run_tests quick build --no-suite boot ;;
    gcc) build build && run_tests gcc build ;;
    clang)
        if ! command -v clang >/dev/null 2>&1; then
            "$summary" skipped clang "$started" | tee -a "$counts"
            return 0
        fi
        # shellcheck disable=SC2046,SC2086 # lists of words
        CC=clang build build-clang &&
            run_tests clang build-clang $(suites $topics lectures fuzz)
        ;;
    sanitize)
        # shellcheck disable=SC2046,SC2086
        configure build-sanitize -Db_sanitize=address,undefined &&
            run_tests sanitize build-sanitize -t 4 \
                $(suites $topics lectures fuzz)
        ;;
    thread)
        # gcc warns that TSan does not model fences: guest fences need them
        # shellcheck disable=SC2046
        CC=gcc configure build-thread -Db_sanitize=thread -Dc_args=-Wno-tsan &&
            run_tests thread build-thread -t 4 \
                $(suites exec timers runstate)
        ;;
    portable)
        # shellcheck disable=SC2046
        configure build-portable -Dhost_code=false &&
            run_tests portable build-portable $(suites tcg exec machine)
        ;;
    *)
        echo "test.sh: no stage '$1'; see the head of this file" >&2
        exit 2
        ;;
    esac || stage_failed "$1"
}

.ci/install run
.ci/install test || echo "Tests that need these are skipped."
[ $# -gt 0 ] || set -- gcc clang sanitize thread portable
for stage in "$@"; do
    run_stage "$stage"
done
"$summary" total "$counts"
