/*
 * worker_notes.h: what callbacks saw, until the next reply tells it
 *
 * A callback has no reply to write to, and may run when none is being made.
 * So it notes a line of text; the operation that made it happen tells them.
 * An exercise that calls back without end must not fill the memory: from the
 * WORKER_NOTES_MAX-th on, notes are counted only.
 */
#ifndef LABS_WORKER_NOTES_H
#define LABS_WORKER_NOTES_H

#include "worker.h"

#define WORKER_NOTES_MAX 1000

/**
 * struct WorkerNotes - lines in the order in which they were noted
 * @texts: (nullable) the first WORKER_NOTES_MAX of them
 * @n:     how many there were
 *
 * All zero is an empty one.
 */
typedef struct WorkerNotes {
    GPtrArray *texts;
    uint64_t n;
} WorkerNotes;

void worker_notes_clear(WorkerNotes *notes);

/** worker_note: one line more, formatted as by printf */
void worker_note(WorkerNotes *notes, const char *format, ...)
    G_GNUC_PRINTF(2, 3);

/** worker_notes_tell: reply them as the list @field, and forget them */
void worker_notes_tell(Worker *w, const char *field, WorkerNotes *notes);

#endif
