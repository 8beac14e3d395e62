/*
 * options_smp.c: -smp: five numbers of which any may be missing
 *
 * maxcpus = sockets * cores * threads. What is missing follows from the
 * rest: first cores, then sockets, then threads, as in QEMU since 6.2.
 */
#include <inttypes.h>

#include "options_internal.h"

#define SMP_MAX 65535

/* The numbers as written; 0: missing. */
typedef struct Topology {
    uint64_t cpus, sockets, cores, threads, maxcpus;
} Topology;

static bool read_topology(KeyVal *kv, const OptionRow *row, Topology *t,
                          Error **errp)
{
    const NumberRange range = { 1, SMP_MAX };

    return options_take_number(kv, "cpus", range, &t->cpus, errp) &&
        options_take_number(kv, "sockets", range, &t->sockets, errp) &&
        options_take_number(kv, "cores", range, &t->cores, errp) &&
        options_take_number(kv, "threads", range, &t->threads, errp) &&
        options_take_number(kv, "maxcpus", range, &t->maxcpus, errp) &&
        options_check_empty(kv, row, errp);
}

static uint64_t or_one(uint64_t number)
{
    return MAX(number, 1);
}

static void complete_from_total(Topology *t, uint64_t total)
{
    if (!t->cores) {
        t->sockets = or_one(t->sockets);
        t->threads = or_one(t->threads);
        t->cores = total / (t->sockets * t->threads);
    } else if (!t->sockets) {
        t->threads = or_one(t->threads);
        t->sockets = total / (t->cores * t->threads);
    } else if (!t->threads) {
        t->threads = total / (t->sockets * t->cores);
    }
}

static void complete(Topology *t)
{
    uint64_t total = t->maxcpus ? t->maxcpus : t->cpus;

    if (total) {
        complete_from_total(t, total);
    } else {
        t->sockets = or_one(t->sockets);
        t->cores = or_one(t->cores);
        t->threads = or_one(t->threads);
        total = t->sockets * t->cores * t->threads;
    }
    t->maxcpus = total;
    t->cpus = t->cpus ? t->cpus : total;
}

static bool check(const Topology *t, Error **errp)
{
    if (t->cpus > t->maxcpus) {
        error_setg(errp, "cpus=%" PRIu64 " is more than maxcpus=%" PRIu64,
                   t->cpus, t->maxcpus);
        return false;
    }
    if (t->sockets * t->cores * t->threads != t->maxcpus ||
        t->maxcpus > SMP_MAX) {
        error_setg(errp, "sockets=%" PRIu64 " * cores=%" PRIu64 " * threads=%"
                   PRIu64 " must give maxcpus=%" PRIu64 ", at most %d",
                   t->sockets, t->cores, t->threads, t->maxcpus, SMP_MAX);
        return false;
    }
    return true;
}

bool option_smp(Options *options, const OptionRow *row, const char *arg,
                Error **errp)
{
    g_autoptr(KeyVal) kv = keyval_parse(arg, "cpus", errp);
    Topology t = { 0 };

    if (!kv || !read_topology(kv, row, &t, errp)) {
        return false;
    }
    complete(&t);
    if (!check(&t, errp)) {
        return false;
    }
    options->smp = (SmpOptions) {
        .cpus = t.cpus,
        .maxcpus = t.maxcpus,
        .sockets = t.sockets,
        .cores = t.cores,
        .threads = t.threads,
    };
    return true;
}
