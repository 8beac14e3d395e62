/*
 * fifo8.c: a byte queue of fixed size, as in a UART
 *
 * A ring: the oldest byte is at head, the newest num - 1 places further.
 */
#include "devices/fifo8.h"

#include <string.h>

void fifo8_reset(Fifo8 *fifo)
{
    memset(fifo, 0, sizeof(*fifo));
}

void fifo8_push(Fifo8 *fifo, uint8_t value)
{
    fifo->data[(fifo->head + fifo->num) % FIFO8_CAPACITY] = value;
    fifo->num++;
}

uint8_t fifo8_pop(Fifo8 *fifo)
{
    uint8_t value = fifo->data[fifo->head];

    fifo->data[fifo->head] = 0;
    fifo->head = (fifo->head + 1) % FIFO8_CAPACITY;
    fifo->num--;
    return value;
}
