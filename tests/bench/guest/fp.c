/*
 * fp.c: floating-point mix
 *
 * Double precision as numerical programs use it, and conversions among the
 * formats. Checksums are over the bits of the results, so an emulator that
 * rounds differently anywhere is caught; nothing is contracted to a fused
 * operation but where the source says so.
 */
#include "guest.h"

static uint64_t bits_of(double value)
{
    uint64_t bits;

    __builtin_memcpy(&bits, &value, sizeof(bits));
    return bits;
}

/* A number in [1, 2). */
static double random_double(uint64_t *state)
{
    uint64_t bits = random_next(state) >> 12 | 0x3ffull << 52;
    double value;

    __builtin_memcpy(&value, &bits, sizeof(value));
    return value;
}

/* --- matrix product ------------------------------------------------------ */

#define SIDE 32

static double left[SIDE][SIDE], right[SIDE][SIDE], product[SIDE][SIDE];

static void setup_matrix(void)
{
    uint64_t state = 1;

    for (int i = 0; i < SIDE * SIDE; i++) {
        left[i / SIDE][i % SIDE] = random_double(&state) - 1.5;
        right[i / SIDE][i % SIDE] = random_double(&state) - 1.5;
    }
}

static uint64_t part_matrix(uint64_t scale)
{
    uint64_t sum = 0;

    while (scale--) {
        for (int i = 0; i < SIDE; i++) {
            for (int j = 0; j < SIDE; j++) {
                double cell = 0;

                for (int k = 0; k < SIDE; k++) {
                    cell += left[i][k] * right[k][j];
                }
                product[i][j] = cell;
            }
        }
        left[0][0] = product[SIDE - 1][SIDE - 1];
        sum = mix(sum, bits_of(left[0][0]));
    }
    return sum;
}

/* --- bodies that attract each other -------------------------------------- */

#define BODIES 5

static struct Body { double p[3], v[3], mass; } body[BODIES];

static void setup_bodies(void)
{
    uint64_t state = 2;

    for (int i = 0; i < BODIES; i++) {
        for (int axis = 0; axis < 3; axis++) {
            body[i].p[axis] = random_double(&state) * 8 - 12;
            body[i].v[axis] = random_double(&state) - 1.5;
        }
        body[i].mass = random_double(&state);
    }
}

static void attract(struct Body *a, struct Body *b, double step)
{
    double d[3], square = 0;

    for (int axis = 0; axis < 3; axis++) {
        d[axis] = a->p[axis] - b->p[axis];
        square += d[axis] * d[axis];
    }
    double pull = step / (square * __builtin_sqrt(square));
    for (int axis = 0; axis < 3; axis++) {
        a->v[axis] -= d[axis] * b->mass * pull;
        b->v[axis] += d[axis] * a->mass * pull;
    }
}

static uint64_t part_bodies(uint64_t scale)
{
    const double step = 1.0 / 1024;

    for (uint64_t n = 0; n < scale * 250; n++) {
        for (int i = 0; i < BODIES; i++) {
            for (int j = i + 1; j < BODIES; j++) {
                attract(&body[i], &body[j], step);
            }
        }
        for (int i = 0; i < BODIES; i++) {
            for (int axis = 0; axis < 3; axis++) {
                body[i].p[axis] += step * body[i].v[axis];
            }
        }
    }
    return bits_of(body[0].p[0] + body[4].v[2]);
}

/* --- fast Fourier transform, 1024 points, in place ----------------------- */

#define POINTS 1024

static double re[POINTS], im[POINTS];

static void setup_fft(void)
{
    uint64_t state = 3;

    for (int i = 0; i < POINTS; i++) {
        re[i] = random_double(&state) - 1.5;
        im[i] = 0;
    }
}

static void reverse_bits(void)
{
    for (int i = 1, j = 0; i < POINTS; i++) {
        int bit = POINTS / 2;

        for (; j & bit; bit /= 2) {
            j ^= bit;
        }
        j ^= bit;
        if (i < j) {
            double r = re[i], m = im[i];

            re[i] = re[j];
            im[i] = im[j];
            re[j] = r;
            im[j] = m;
        }
    }
}

static void butterfly(int a, int b, double wr, double wi)
{
    double r = re[b] * wr - im[b] * wi;
    double i = re[b] * wi + im[b] * wr;

    re[b] = (re[a] - r) * 0.5;
    im[b] = (im[a] - i) * 0.5;
    re[a] = (re[a] + r) * 0.5;
    im[a] = (im[a] + i) * 0.5;
}

/* The root of each stage is the principal square root of the one before. */
static void fft(void)
{
    double cr = -1, ci = 0;

    reverse_bits();
    for (int half = 1; half < POINTS; half *= 2) {
        double wr = 1, wi = 0;

        for (int k = 0; k < half; k++) {
            for (int a = k; a < POINTS; a += 2 * half) {
                butterfly(a, a + half, wr, wi);
            }
            double next = wr * cr - wi * ci;

            wi = wr * ci + wi * cr;
            wr = next;
        }
        double c = __builtin_sqrt((1 + cr) * 0.5);

        ci = half == 1 ? -1 : ci / (2 * c);
        cr = c;
    }
}

static uint64_t part_fft(uint64_t scale)
{
    while (scale--) {
        fft();
        re[1] += 1;
    }
    return mix(bits_of(re[7]), bits_of(im[9]));
}

/* --- Mandelbrot set ------------------------------------------------------ */

static int escape_time(double x, double y)
{
    double r = 0, i = 0;
    int n = 0;

    while (n < 100 && r * r + i * i < 4) {
        double next = r * r - i * i + x;

        i = 2 * r * i + y;
        r = next;
        n++;
    }
    return n;
}

static uint64_t part_mandelbrot(uint64_t scale)
{
    uint64_t sum = 0;

    for (uint64_t n = 0; n < scale; n++) {
        for (int y = 0; y < 20; y++) {
            for (int x = 0; x < 30; x++) {
                sum = mix(sum, (unsigned)escape_time(x * 0.1 - 2,
                                                     y * 0.1 - 1));
            }
        }
    }
    return sum;
}

/* --- conversions and comparisons ----------------------------------------- */

static uint64_t part_convert(uint64_t scale)
{
    uint64_t state = 4, sum = 0;
    float total = 0;

    for (uint64_t n = 0; n < scale * 8000; n++) {
        int64_t integer = (int64_t)random_next(&state) >> 20;
        double value = (double)integer * 0.37;
        float single = (float)value;

        total = total > 1e9f ? 0 : total + __builtin_fabsf(single) * 1e-6f;
        sum += (uint64_t)(int64_t)value ^ (uint32_t)(int32_t)total;
        if (value < (double)single) {
            sum++;
        }
    }
    return mix(sum, bits_of((double)total));
}

/* --- fused multiply-add: a polynomial at 1024 points, Horner's rule ------- */

static double point[1024];

static void setup_fma(void)
{
    uint64_t state = 5;

    for (int i = 0; i < 1024; i++) {
        point[i] = random_double(&state) - 1.5;
    }
}

static WITH_FMA uint64_t part_fma(uint64_t scale)
{
    static const double factor[] = { 0.9, -0.8, 0.7, -0.6, 0.5, -0.4, 0.3 };
    double sum = 0;

    for (uint64_t n = 0; n < scale * 12; n++) {
        for (int i = 0; i < 1024; i++) {
            double x = point[i], value = 1;

            for (unsigned k = 0; k < sizeof(factor) / sizeof(*factor); k++) {
                value = __builtin_fma(value, x, factor[k]);
            }
            sum = __builtin_fma(value, 0.125, sum * 0.5);
        }
    }
    return mix(0, bits_of(sum));
}

const GuestPart guest_parts[] = {
    { "matrix", setup_matrix, part_matrix },
    { "bodies", setup_bodies, part_bodies },
    { "fft", setup_fft, part_fft },
    { "mandelbrot", NULL, part_mandelbrot },
    { "fma", setup_fma, part_fma },
    { "convert", NULL, part_convert },
    { NULL },
};
