/* interp_zfa.c: Unprivileged ISA, chapter "Zfa Extension" */
#include "interp_fp.h"

FP_FORMAT_ZFA(s, f32, uint32_t)
FP_FORMAT_ZFA(d, f64, uint64_t)
FP_FORMAT_ZFA(h, f16, uint16_t)

FP_TO_X(fcvtmod_w_d, f64, uint64_t, s, a, b,
        (int64_t)f64_to_i32_modular(s, a))
