/* test_jit_places.c: which physical page has one address, which has more */
#include "jit_places.h"

#include "support/unit.h"

#define PAGE(n) ((uint64_t)(n) * GUEST_PAGE_SIZE)
#define NEXT_ROUND (JIT_PLACES_LATEST + 3u)     /* where page 3 was noted */

static JitPlaces p;

static void setup(void)
{
    p = (JitPlaces) { 0 };
}

START_TEST(test_page_at_two_addresses_is_found_once)
{
    setup();
    ck_assert(jit_places_note(&p, PAGE(3) + 8, PAGE(7) + 8));
    ck_assert(jit_places_note(&p, PAGE(3) + 4, PAGE(7) + 4));
    ck_assert(jit_places_unique(&p, PAGE(7)));
    ck_assert(!jit_places_note(&p, PAGE(4), PAGE(7)));
    ck_assert(!jit_places_unique(&p, PAGE(7)));
    ck_assert(jit_places_note(&p, PAGE(5), PAGE(7)));
    ck_assert(jit_places_note(&p, PAGE(3), PAGE(7)));
    jit_places_deinit(&p);
}
END_TEST

START_TEST(test_address_zero_is_one_too)
{
    setup();
    ck_assert(!jit_places_unique(&p, 0));
    ck_assert(jit_places_note(&p, 0, 0));
    ck_assert(jit_places_unique(&p, 0));
    ck_assert(!jit_places_note(&p, PAGE(1), 0));
    jit_places_deinit(&p);
}
END_TEST

START_TEST(test_forgotten_page_is_noted_anew)
{
    setup();
    ck_assert(!jit_places_forget(&p, PAGE(3)));
    ck_assert(jit_places_note(&p, PAGE(3), PAGE(7)));
    ck_assert(jit_places_forget(&p, PAGE(3)));
    ck_assert(!jit_places_forget(&p, PAGE(3)));
    ck_assert(!jit_places_unique(&p, PAGE(7)));
    ck_assert(jit_places_note(&p, PAGE(3), PAGE(7)));
    ck_assert(jit_places_unique(&p, PAGE(7)));
    ck_assert(!jit_places_note(&p, PAGE(4), PAGE(7)));
    jit_places_deinit(&p);
}
END_TEST

START_TEST(test_page_that_moved_is_noted_at_its_new_place)
{
    setup();
    ck_assert(jit_places_note(&p, PAGE(3), PAGE(7)));
    ck_assert(jit_places_note(&p, PAGE(3), PAGE(8)));
    ck_assert(jit_places_unique(&p, PAGE(8)));
    ck_assert(!jit_places_note(&p, PAGE(4), PAGE(8)));
    jit_places_deinit(&p);
}
END_TEST

START_TEST(test_pages_that_share_a_note_are_kept_apart)
{
    setup();
    ck_assert(jit_places_note(&p, PAGE(3), PAGE(7)));
    ck_assert(!jit_places_note(&p, PAGE(NEXT_ROUND), PAGE(7)));
    ck_assert(jit_places_note(&p, PAGE(NEXT_ROUND), PAGE(8)));
    ck_assert(jit_places_forget(&p, PAGE(3)));
    ck_assert(!jit_places_note(&p, PAGE(3), PAGE(8)));
    jit_places_deinit(&p);
}
END_TEST

START_TEST(test_nothing_is_known_after_a_clear)
{
    setup();
    ck_assert(jit_places_note(&p, PAGE(3), PAGE(7)));
    jit_places_clear(&p);
    ck_assert(!jit_places_unique(&p, PAGE(7)));
    ck_assert(jit_places_note(&p, PAGE(3), PAGE(7)));
    ck_assert(jit_places_unique(&p, PAGE(7)));
    jit_places_deinit(&p);
}
END_TEST

UNIT_MAIN("jit_places",
          UNIT_TEST(test_page_at_two_addresses_is_found_once),
          UNIT_TEST(test_address_zero_is_one_too),
          UNIT_TEST(test_forgotten_page_is_noted_anew),
          UNIT_TEST(test_page_that_moved_is_noted_at_its_new_place),
          UNIT_TEST(test_pages_that_share_a_note_are_kept_apart),
          UNIT_TEST(test_nothing_is_known_after_a_clear))
