/*
 * worker_notes.c: a bounded list of lines
 */
#include "worker_notes.h"

#include <inttypes.h>
#include <stdarg.h>

void worker_notes_clear(WorkerNotes *notes)
{
    if (notes->texts) {
        g_ptr_array_unref(notes->texts);
    }
    *notes = (WorkerNotes){ 0 };
}

void worker_note(WorkerNotes *notes, const char *format, ...)
{
    va_list list;

    if (notes->n++ >= WORKER_NOTES_MAX) {
        return;
    }
    if (!notes->texts) {
        notes->texts = g_ptr_array_new_with_free_func(g_free);
    }
    va_start(list, format);
    g_ptr_array_add(notes->texts, g_strdup_vprintf(format, list));
    va_end(list);
}

void worker_notes_tell(Worker *w, const char *field, WorkerNotes *notes)
{
    for (guint i = 0; notes->texts && i < notes->texts->len; i++) {
        reply_text(w, field, g_ptr_array_index(notes->texts, i));
    }
    if (notes->n > WORKER_NOTES_MAX) {
        reply_add(w, field, "and %" PRIu64 " more",
                  notes->n - WORKER_NOTES_MAX);
    }
    worker_notes_clear(notes);
}
