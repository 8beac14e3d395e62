/*
 * lab_todo.c: the exercises that a run has met
 *
 * The list only grows and is tiny. LAB_TODO_MAX is more than one lab has; a
 * run that met more would forget the rest, which nobody asks for.
 */
#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "core/lab_todo.h"

typedef struct LabTodo {
    GMutex lock;
    size_t n;
    struct {
        const char *lab;
        int exercise;
    } met[LAB_TODO_MAX];
} LabTodo;

static LabTodo *default_list(void)
{
    static LabTodo list;

    return &list;
}

static bool list_add(LabTodo *list, const char *lab, int exercise)
{
    for (size_t i = 0; i < list->n; i++) {
        if (list->met[i].exercise == exercise &&
            strcmp(list->met[i].lab, lab) == 0) {
            return false;
        }
    }
    if (list->n < LAB_TODO_MAX) {
        list->met[list->n].lab = lab;
        list->met[list->n].exercise = exercise;
        list->n++;
        return true;
    }
    return false;
}

void lab_todo(const char *lab, int exercise)
{
    LabTodo *list = default_list();

    g_mutex_lock(&list->lock);
    bool is_new = list_add(list, lab, exercise);
    g_mutex_unlock(&list->lock);
    if (is_new) {
        fprintf(stderr, "exercise %s.%d is not implemented\n", lab, exercise);
    }
}

bool lab_todo_seen(size_t index, const char **lab, int *exercise)
{
    LabTodo *list = default_list();

    g_mutex_lock(&list->lock);
    bool found = index < list->n;
    if (found) {
        *lab = list->met[index].lab;
        *exercise = list->met[index].exercise;
    }
    g_mutex_unlock(&list->lock);
    return found;
}
