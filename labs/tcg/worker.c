/*
 * worker.c: translation and what surrounds it, driven from outside
 *
 * Units are made from instructions or read as text, go through a pass, and
 * are run in a small world (world.h). Instructions of the host are told as
 * bytes. Page walks and slow accesses have their own operations, and programs
 * run on the machine of the lock-step labs.
 */
#include <string.h>

#include "core/lab_todo.h"
#include "worker_tcg.h"

TcgLab *tcg_lab(Worker *w)
{
    return worker_state(w);
}

bool tcg_lab_cannot_encode(void)
{
    const char *name;
    int exercise;

    for (size_t i = 0; lab_todo_seen(i, &name, &exercise); i++) {
        if (strcmp(name, "tcg") == 0 && (exercise == 5 || exercise == 6)) {
            return true;
        }
    }
    return false;
}

static void *setup(void)
{
    TcgLab *lab = g_new0(TcgLab, 1);

    hart_machine_init(&lab->machine);
    lab->decode = decode_table_new(&lab->machine.config);
    lab->s = tcg_context_new();
    lab->config.has_c = true;
    lab->world = world_new();
    return lab;
}

static void teardown(void *state)
{
    TcgLab *lab = state;

    hart_machine_deinit(&lab->machine);
    decode_table_free(lab->decode);
    tcg_context_free(lab->s);
    world_free(lab->world);
    asm_lab_free(lab->assembler);
    walk_lab_free(lab->walk);
    g_free(lab);
}

#define MEM_ARGS "base:s index:s scale:u disp:i"
#define MEM_WORDS "[{base} + {index} << {scale} + {disp}]"

static const WorkerOp ops[] = {
    HART_OPS
    /* units */
    { "config", "has_c:u counts:u",
      "16-bit instructions: {has_c}; slices are exact: {counts}",
      tcg_op_config },
    { "translate", "at:u code:x",
      "translate the instructions {code} at offset {at} of a page",
      tcg_op_translate },
    { "unit", "text:s", "take this unit: {text}", tcg_op_unit },
    { "pass", "name:s", "the pass {name} goes over the unit", tcg_op_pass },
    { "count", "name:s least:u most:u",
      "are there {least} to {most} operations: {name}?", tcg_op_count },
    { "dead", "", "what is still computed for nothing?", tcg_op_dead },
    { "show", "", "show the operations", tcg_op_show },
    /* running them */
    { "x", "number:u value:u", "x{number} becomes {value}", tcg_op_x },
    { "xs", "values:x", "x1 and those after it get values", tcg_op_xs },
    { "page", "address:u", "the unit's page is mapped at {address}",
      tcg_op_page },
    { "request", "request:u", "an exit is requested: {request}",
      tcg_op_request },
    { "slice", "end:u", "the slice ends after {end} instructions",
      tcg_op_slice },
    { "tci", "", "run the operations", tcg_op_tci },
    { "host", "", "make host code and run it", tcg_op_host },
    { "assign", "most:u",
      "give temporaries places, at most {most} in memory", tcg_op_assign },
    /* host instructions */
    { "asm", "room:u", "write code into {room} bytes", tcg_op_asm_begin },
    { "rr", "op:s width:u dst:s src:s",
      "{op} of {width} bits: {dst}, {src}", tcg_op_asm_rr },
    { "r", "op:s width:u reg:s", "{op} of {width} bits: {reg}",
      tcg_op_asm_r },
    { "rm", "op:s width:u reg:s " MEM_ARGS,
      "{op} of {width} bits: {reg}, " MEM_WORDS, tcg_op_asm_rm },
    { "mr", "op:s width:u reg:s " MEM_ARGS,
      "{op} of {width} bits: " MEM_WORDS ", {reg}", tcg_op_asm_mr },
    { "ri", "op:s width:u reg:s imm:i",
      "{op} of {width} bits: {reg}, {imm}", tcg_op_asm_ri },
    { "mi", "op:s width:u imm:i " MEM_ARGS,
      "{op} of {width} bits: " MEM_WORDS ", {imm}", tcg_op_asm_mi },
    { "xx", "op:s width:u dst:u src:u", "{op} xmm{dst}, xmm{src}",
      tcg_op_asm_xx },
    { "xm", "op:s width:u dst:u " MEM_ARGS,
      "{op} xmm{dst}, " MEM_WORDS, tcg_op_asm_xm },
    { "xxi", "op:s dst:u src:u imm:u", "{op} xmm{dst}, xmm{src}, {imm}",
      tcg_op_asm_xxi },
    { "jmp", "label:u", "jump to label {label}", tcg_op_jmp },
    { "jcc", "cond:u label:u",
      "jump to label {label} on condition {cond}", tcg_op_jcc },
    { "call", "label:u", "call label {label}", tcg_op_call },
    { "bind", "label:u", "label {label} is here", tcg_op_bind },
    { "fill", "bytes:u", "{bytes} bytes of other code", tcg_op_fill },
    { "jumps", "", "where do the jumps go?", tcg_op_jumps },
    /* page walks */
    { "walk_hart", "satp:u mstatus:u menvcfg:u napot:u",
      "satp is {satp}, mstatus {mstatus}, menvcfg {menvcfg}, Svnapot {napot}",
      tcg_op_walk_hart },
    { "pte", "addr:u value:u", "the page-table entry at {addr} is {value}",
      tcg_op_pte },
    { "pmp", "page:u rights:u",
      "PMP grants rights {rights} (R 1, W 2, X 4) in the page at {page}",
      tcg_op_pmp },
    { "walk", "addr:u access:s mode:u",
      "{access} at {addr}, in mode {mode} (U 0, S 1)", tcg_op_walk },
    { "why", "addr:u access:s mode:u",
      "why: {access} at {addr}, in mode {mode} (U 0, S 1)", tcg_op_why },
    /* slow accesses, engines */
    { "engine", "name:s", "programs run by the engine {name}",
      tcg_op_engine },
    { "mem_load", "addr:u log2:u", "load 1 << {log2} bytes from {addr}",
      tcg_op_load },
    { "watch", "addr:u len:u",
      "watch stores to {len} bytes at {addr}", tcg_op_watch },
    { "mem_store", "addr:u log2:u value:u",
      "store {value} to {addr}, 1 << {log2} bytes", tcg_op_store },
};

const WorkerLab worker_lab = {
    .lab = "tcg",
    .ops = ops,
    .n_ops = G_N_ELEMENTS(ops),
    .fields = HART_FIELDS "physical:hex tval:hex value:hex in_memory:words",
    .setup = setup,
    .teardown = teardown,
};
