/*
 * fifo8.h: a byte queue of fixed size, as in a UART
 */
#ifndef DEVICES_FIFO8_H
#define DEVICES_FIFO8_H

#include <stdbool.h>
#include <stdint.h>

#define FIFO8_CAPACITY 16

/* Starts zeroed. The bytes outside the queue are 0. */
typedef struct Fifo8 {
    uint8_t data[FIFO8_CAPACITY];
    uint8_t head;               /* 0..FIFO8_CAPACITY-1: oldest byte */
    uint8_t num;                /* 0..FIFO8_CAPACITY: bytes in the queue */
} Fifo8;

void fifo8_reset(Fifo8 *fifo);

/** fifo8_push: append @value; the caller has checked fifo8_is_full() */
void fifo8_push(Fifo8 *fifo, uint8_t value);

/** fifo8_pop: take the oldest byte; the caller has checked fifo8_is_empty() */
uint8_t fifo8_pop(Fifo8 *fifo);

static inline bool fifo8_is_empty(const Fifo8 *fifo)
{
    return fifo->num == 0;
}

static inline bool fifo8_is_full(const Fifo8 *fifo)
{
    return fifo->num == FIFO8_CAPACITY;
}

#endif
