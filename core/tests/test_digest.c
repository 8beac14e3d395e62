/* test_digest.c: the rolling digest */
#include "core/digest.h"
#include "support/unit.h"

#include <string.h>

static const char text[] = "the quick brown fox jumps over the lazy dog";

START_TEST(test_digest_does_not_depend_on_how_the_stream_is_cut)
{
    const uint64_t whole = digest_of(text, sizeof(text));

    for (size_t cut = 0; cut <= sizeof(text); cut++) {
        Digest digest;
        digest_init(&digest);
        digest_update(&digest, text, cut);
        digest_update(&digest, text + cut, sizeof(text) - cut);
        ck_assert(digest_value(&digest) == whole);
    }
}
END_TEST

START_TEST(test_u64_equals_its_little_endian_bytes)
{
    const uint8_t bytes[] = { 1, 2, 3, 4, 5, 6, 7, 8 };

    for (size_t before = 0; before < 8; before++) {
        Digest a, b;
        digest_init(&a);
        digest_update(&a, text, before);
        digest_update_u64(&a, 0x0807060504030201ull);
        digest_init(&b);
        digest_update(&b, text, before);
        digest_update(&b, bytes, sizeof(bytes));
        ck_assert(digest_value(&a) == digest_value(&b));
    }
}
END_TEST

START_TEST(test_every_single_bit_matters)
{
    char copy[sizeof(text)];
    const uint64_t original = digest_of(text, sizeof(text));

    for (size_t bit = 0; bit < sizeof(text) * 8; bit++) {
        memcpy(copy, text, sizeof(text));
        copy[bit / 8] ^= 1 << bit % 8;
        ck_assert(digest_of(copy, sizeof(copy)) != original);
    }
}
END_TEST

START_TEST(test_zeros_at_the_end_and_order_matter)
{
    const uint8_t zeros[16] = { 0 };
    const uint64_t ab[] = { 1, 2 }, ba[] = { 2, 1 };

    for (size_t n = 0; n < sizeof(zeros); n++) {
        ck_assert(digest_of(zeros, n) != digest_of(zeros, n + 1));
    }
    ck_assert(digest_of(ab, sizeof(ab)) != digest_of(ba, sizeof(ba)));
}
END_TEST

START_TEST(test_value_may_be_read_in_the_middle)
{
    Digest digest;

    digest_init(&digest);
    digest_update(&digest, text, 11);
    ck_assert(digest_value(&digest) == digest_of(text, 11));
    digest_update(&digest, text + 11, sizeof(text) - 11);
    ck_assert(digest_value(&digest) == digest_of(text, sizeof(text)));
}
END_TEST

/* Stored digests stay comparable across versions and hosts. */
START_TEST(test_known_values_do_not_change)
{
    ck_assert_uint_eq(digest_of("", 0), 0x32cf625de9d78284ull);
    ck_assert_uint_eq(digest_of("lectern", 7), 0x3720d7ccb6bdcb2dull);
}
END_TEST

UNIT_MAIN("digest",
          UNIT_TEST(test_digest_does_not_depend_on_how_the_stream_is_cut),
          UNIT_TEST(test_u64_equals_its_little_endian_bytes),
          UNIT_TEST(test_every_single_bit_matters),
          UNIT_TEST(test_zeros_at_the_end_and_order_matter),
          UNIT_TEST(test_value_may_be_read_in_the_middle),
          UNIT_TEST(test_known_values_do_not_change))
