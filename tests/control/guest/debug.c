/*
 * debug.c: a program to be debugged: it counts, for ever
 *
 * Hart 0 calls work() again and again; hart 1 spins in other_main(). Nothing
 * is optimised, so that a debugger finds every variable.
 */
#include <stdint.h>

struct node {
    struct node *next;
    int value;
};

struct node last = { 0, 30 };
struct node middle = { &last, 20 };
struct node first = { &middle, 10 };

volatile uint64_t ticks;
volatile int watched = 5;
volatile int only_read = 77;
volatile uint64_t other_count;
double half = 0.5;
int total;

int add(int a, int b)
{
    int sum = a + b;

    return sum;
}

int walk(const struct node *node)
{
    int sum = 0;

    while (node) {
        sum += node->value;
        node = node->next;
    }
    return sum;
}

void work(int round)
{
    total = add(total, round);
    watched = round;
    total += only_read;
    half *= 0.5;
    total += walk(&first);
}

volatile uint32_t verdict = 0x5555;     /* pass; 0xN3333: fail with N */

void power_off(void)
{
    *(volatile uint32_t *)0x100000 = verdict;
    for (;;) {
    }
}

void main(void)
{
    for (int round = 1;; round++) {
        work(round);
    }
}

void other_main(void)
{
    for (;;) {
        other_count++;
    }
}
