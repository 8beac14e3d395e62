/*
 * emit_setup.h: one unit in a world of its own, for the tests that look at
 * what it does step by step
 */
#ifndef EMIT_SETUP_H
#define EMIT_SETUP_H

#include "emit_world.h"

#define FIRST "---- 0 =00000013\n"

typedef struct Setup {
    TcgCodeCache *cache;
    TCGContext *s;
    TcgUnit unit;
    World *w;
} Setup;

/** set_up: emit @text with @config (nullable) */
Setup set_up(const char *text, const TcgConfig *config);
void tear_down(Setup *t);

/** run: run the unit; returns a TcgExit */
uint64_t run(Setup *t);

/** add_jump: let the jump cache know the code for @pc */
void add_jump(World *w, uint64_t pc, const void *code);

#endif
