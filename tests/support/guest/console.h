/* console.h: how a bare-metal guest of `virt` speaks and ends */
#ifndef SUPPORT_GUEST_CONSOLE_H
#define SUPPORT_GUEST_CONSOLE_H

#include <stdint.h>

void put_char(char c);
void put_text(const char *s);
void put_decimal(uint64_t value);
/** put_hex: 16 digits */
void put_hex(uint64_t value);

/** power_off: end the machine; exit status 0, or 1 if @failed */
void power_off(int failed) __attribute__((noreturn));

#endif
