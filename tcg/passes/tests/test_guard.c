/* test_guard.c: which accesses are grouped, and how */
#include "pass_text.h"
#include "support/unit.h"

static const PassText groups[] = {
    /* a group, and what is between its members */
    { "ld x11, x2, $16, leuq\nadd_i64 x11, x11, $0x1\nst x2, x11, $8, leul\n"
      "ld x12, x2, $0, leuq\n",
      "guard t0, x2, $0x18, $0, write, L1\ngld x11, t0, $16, leuq\n"
      "add_i64 x11, x11, $0x1\ngst t0, x11, $8, leul\n"
      "gld x12, t0, $0, leuq\nL0:\nexit_tb $0, next\n"
      "L1:\nld x11, x2, $16, leuq\nadd_i64 x11, x11, $0x1\n"
      "st x2, x11, $8, leul\nld x12, x2, $0, leuq\nbr L0\n" },
    /* the base moves on between members, and the last one overwrites it */
    { "ld x11, x10, $0, leuq\nadd_i64 x10, x10, $0x8\nld x12, x10, $0, leuq\n"
      "ld x10, x10, $8, leuq\n",
      "guard t0, x10, $0x18, $0, read, L1\ngld x11, t0, $0, leuq\n"
      "add_i64 x10, x10, $0x8\ngld x12, t0, $8, leuq\n"
      "gld x10, t0, $16, leuq\nL0:\nexit_tb $0, next\n"
      "L1:\nld x11, x10, $0, leuq\nadd_i64 x10, x10, $0x8\n"
      "ld x12, x10, $0, leuq\nld x10, x10, $8, leuq\nbr L0\n" },
    /* a copy of the base is the base; temporaries get other names */
    { "add_i64 x8, x2, $0x20\nst x2, x1, $8, leuq\nadd_i64 t0, x10, x11\n"
      "st x8, t0, $-8, leuq\nst x2, x1, $0, leuq\n",
      "add_i64 x8, x2, $0x20\nguard t1, x2, $0x20, $0, write, L1\n"
      "gst t1, x1, $8, leuq\nadd_i64 t0, x10, x11\ngst t1, t0, $24, leuq\n"
      "gst t1, x1, $0, leuq\nL0:\nexit_tb $0, next\n"
      "L1:\nst x2, x1, $8, leuq\nadd_i64 t2, x10, x11\n"
      "st x8, t2, $-8, leuq\nst x2, x1, $0, leuq\nbr L0\n" },
    /* branches out of the stretch are in the copy too */
    { "ld x11, x2, $0, leuq\nbrcond_i64 eq, x11, x12, L0\n"
      "ld x12, x2, $8, leuq\nld x13, x2, $16, leuq\nL0:\n",
      "guard t0, x2, $0x18, $0, read, L2\ngld x11, t0, $0, leuq\n"
      "brcond_i64 eq, x11, x12, L0\ngld x12, t0, $8, leuq\n"
      "gld x13, t0, $16, leuq\nL1:\nL0:\nexit_tb $0, next\n"
      "L2:\nld x11, x2, $0, leuq\nbrcond_i64 eq, x11, x12, L0\n"
      "ld x12, x2, $8, leuq\nld x13, x2, $16, leuq\nbr L1\n" },
};

/* Not grouped: changing the text would be wrong, or no gain. */
static const char *const alone[] = {
    "ld x11, x2, $0, leuq\n",
    /* an entry, or a helper that may change the translation, between */
    "ld x11, x2, $0, leuq\nL0:\nld x12, x2, $8, leuq\nbr L0\n",
    "ld x11, x2, $0, leuq\ninterp goes_on\nld x12, x2, $8, leuq\n",
    /* another base */
    "ld x2, x2, $0, leuq\nld x12, x2, $8, leuq\n",
    "ld x11, x2, $0, leuq\nadd_i64 x2, x2, x12\nld x12, x2, $8, leuq\n",
    "ld x11, x2, $0, leuq\nadd_i32 x2, x2, $0x8\nld x12, x2, $8, leuq\n",
    /* the span is more than a page, or most of one */
    "ld x11, x2, $0, leuq\nld x12, x2, $4090, leuq\n",
    "ld x11, x2, $0, leuq\nld x12, x2, $3000, leuq\n",
    "ld x11, x2, $-2048, leuq\nld x12, x2, $2047, leuq\n",
    /* a temporary made in the stretch is read behind it */
    "ld t0, x2, $0, leuq\nld x12, x2, $8, leuq\nmov x11, t0\n",
    /* constant addresses */
    "ld x10, $0x80000000, $0, leuq\nld x11, $0x80000000, $8, leuq\n",
    "amo x10, x2, x3, add.d\namo x10, x2, x3, add.d\n",
};

START_TEST(test_accesses_near_each_other_share_a_guard)
{
    pass_text_check(&groups[_i], tcg_guard);
}
END_TEST

START_TEST(test_others_stay_as_they_are)
{
    pass_text_check(&(PassText) { alone[_i], alone[_i] }, tcg_guard);
}
END_TEST

UNIT_MAIN("guard",
    UNIT_LOOP(test_accesses_near_each_other_share_a_guard,
              G_N_ELEMENTS(groups)),
    UNIT_LOOP(test_others_stay_as_they_are, G_N_ELEMENTS(alone)))
