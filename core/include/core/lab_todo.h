/*
 * lab_todo.h: how the stub of an exercise says that it is one
 *
 * A stub has the functions of the reference file, returns neutral results and
 * calls lab_todo(). The reference never does.
 */
#ifndef CORE_LAB_TODO_H
#define CORE_LAB_TODO_H

#include <stdbool.h>
#include <stddef.h>

#define LAB_TODO_MAX 64

/**
 * lab_todo: tell on stderr that an exercise is not implemented, once each
 * @lab:      lab, "timers" (borrowed for the life of the process)
 * @exercise: number within the lab, from 1
 *
 * Context: any thread.
 */
void lab_todo(const char *lab, int exercise);

/**
 * lab_todo_seen: which exercises were met so far
 * @index:    from 0, in the order in which they were met
 * @lab:      (out) (borrowed)
 * @exercise: (out)
 *
 * Returns: false when fewer than @index + 1 were met.
 */
bool lab_todo_seen(size_t index, const char **lab, int *exercise);

#endif
