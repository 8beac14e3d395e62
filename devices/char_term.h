/*
 * char_term.h: raw mode of the controlling terminal, always undone
 */
#ifndef DEVICES_CHAR_TERM_H
#define DEVICES_CHAR_TERM_H

#include "core/error.h"

/**
 * char_term_enter: hand every key to the guest
 * @fd:      terminal; anything else is left alone and that is a success
 * @signals: Ctrl-C, Ctrl-\ and Ctrl-Z still work for lectern itself
 *
 * From here on the terminal is restored by char_term_leave(), by exit() and
 * by every signal that ends the process except SIGKILL. While lectern is
 * stopped or in the background the terminal is as the shell left it.
 */
bool char_term_enter(int fd, bool signals, Error **errp);

/** char_term_set_echo: let the terminal echo and edit lines, or not */
void char_term_set_echo(bool echo);

/** char_term_leave: restore the terminal; no effect when not entered */
void char_term_leave(void);

#endif
