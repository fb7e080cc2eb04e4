/* body_rows.h - the transformer's share of the kernels, compiled once a target like body.h: rows
 * rounded with a scale of their own, GELU, layer norm of a sum, self-attention.
 *
 * In: rows of floats. Out: rows of floats or bytes. Same bits on every target: lanes are
 * independent, sums go over the 16 lanes in one order or over keys in their order, no fused
 * multiply-add, and e^x and erf are polynomials of plain arithmetic.
 *
 * Off by: e^x 2e-7 of its value, GELU 1.5e-4 at most (a step of the rounding that follows is some
 * 30 times that). */
#define EXP_LOWEST (-87.0f)

BODY float lanes_most(const vf *v)
{
    float each[LANES];
    memcpy(each, v, sizeof each);
    float most = each[0];
    for (int i = 1; i < LANES; i++)
        most = each[i] > most ? each[i] : most;
    return most;
}

static TARGET void body_fit(const float *x, const float *channel, uint32_t width, uint32_t n,
                            uint8_t *q, float *row)
{
    for (uint32_t t = 0; t < n; t++, x += width, q += width) {
        vf top = {0};
        for (uint32_t i = 0; i < width; i += LANES) {
            vf v = LOAD(x + i) * LOAD(channel + i);
            v = (vf)((vi)v & 0x7FFFFFFF);
            top = PICK(v > top, v, top);
        }
        float most = lanes_most(&top);
        if (!(most > 1e-30f)) most = 0;
        float rate = most > 0 ? 127.0f / most : 0;
        row[t] = most / 127.0f;
        for (uint32_t i = 0; i < width; i += LANES) {
            vf v = LOAD(x + i) * LOAD(channel + i) * rate;
            CLAMP(v, -127.0f, 127.0f);
            ROUND_STORE(q + i, v, 128);
        }
    }
}

/* x (1 + erf(x / root 2)) / 2, the odd part by a polynomial on +-3.9, least squares with the weight
 * on the largest error. */
static TARGET void body_gelu(float *y, uint32_t count)
{
    for (uint32_t i = 0; i < count; i += LANES) {
        vf x = LOAD(y + i), t = x;
        CLAMP(t, -3.9f, 3.9f);
        vf s = t * t, p = s * 2.6252568119389252e-08f + -1.7695081169222249e-06f;
        p = p * s + 5.121714639244601e-05f;
        p = p * s + -0.0008443101542070508f;
        p = p * s + 0.008912763558328152f;
        p = p * s + -0.06486708670854568f;
        p = p * s + 0.39808371663093567f;
        STORE(y + i, x * (p * t + 0.5f));
    }
}

static TARGET void body_add_norm(const Norm *norm, const float *y, uint32_t n, float *h)
{
    uint32_t width = norm->width;
    float mean, rate;
    for (uint32_t t = 0; t < n; t++, h += width, y += width) {
        for (uint32_t i = 0; i < width; i += LANES)
            STORE(h + i, LOAD(h + i) + LOAD(y + i));
        spread(h, width, 1e-12f, &mean, &rate);
        for (uint32_t i = 0; i < width; i += LANES)
            STORE(h + i, (LOAD(h + i) - mean) * rate * LOAD(norm->gain + i) + LOAD(norm->bias + i));
    }
}

/* *at to e^*at for *at <= 0, never below e^-87: 2^k by the exponent bits, a polynomial for the
 * rest. */
BODY void exp_lanes(vf *at)
{
    vf v = *at;
    CLAMP(v, EXP_LOWEST, 0.0f);
    v = v * 1.44269504f;
    vf whole = v + 12582912.0f;
    vf f = v - (whole - 12582912.0f);
    vf p = f * 1.5403530e-04f + 1.3333558e-03f;
    p = p * f + 9.6181291e-03f;
    p = p * f + 5.5504109e-02f;
    p = p * f + 2.4022651e-01f;
    p = p * f + 6.9314718e-01f;
    p = p * f + 1.0f;
    *at = p * (vf)(((vi)whole - 0x4B400000 + 127) << 23);
}

#define QUERIES(X) X(0) X(1) X(2) X(3)

/* score[m][j] = query m . key j; keys turned on their side: [NN_HEAD][room]. */
BODY void attend_scores(const float *const q[NN_QUERIES], const float *keys, uint32_t n,
                        uint32_t room, float *score)
{
    for (uint32_t j = 0; j < room; j += LANES) {
#define START(m) vf a##m = {0};
        QUERIES(START)
        for (uint32_t d = 0; d < NN_HEAD; d++) {
            vf k = LOAD(keys + (size_t)d * room + j);
#define STEP(m) a##m += k * q[m][d];
            QUERIES(STEP)
        }
#define PUT(m) STORE(score + (size_t)m * room + j, a##m);
        QUERIES(PUT)
#undef START
#undef STEP
#undef PUT
    }
    for (uint32_t m = 0; m < NN_QUERIES; m++)
        for (uint32_t j = n; j < room; j++)
            score[(size_t)m * room + j] = -1e30f;
}

/* Scores to weights that have yet to be divided by the sum, which is returned. */
BODY float attend_weights(uint32_t room, float *score)
{
    float lane[16];
    vf top = LOAD(score);
    for (uint32_t j = LANES; j < room; j += LANES) {
        vf v = LOAD(score + j);
        top = PICK(v > top, v, top);
    }
    float most = lanes_most(&top);
#define START(p) vf a##p = {0};
    EACH_PART(START)
#define STEP(p)                                    \
    {                                              \
        vf v = LOAD(score + j + p * LANES) - most; \
        exp_lanes(&v);                             \
        STORE(score + j + p * LANES, v);           \
        a##p += v;                                 \
    }
    for (uint32_t j = 0; j < room; j += 16) {
        EACH_PART(STEP)
    }
#define PUT(p) STORE(lane + p * LANES, a##p);
    EACH_PART(PUT)
#undef START
#undef STEP
#undef PUT
    return lanes_sum(lane);
}

/* Weighted values of NN_QUERIES queries from t, two registers of the head at a time; rows past n
 * are not stored. */
BODY void attend_values(const float *value, size_t stride, uint32_t n, uint32_t room,
                        const float *score, const float *share, uint32_t t, uint32_t width,
                        float *out)
{
    for (uint32_t d = 0; d < NN_HEAD; d += 2 * LANES) {
#define START(m) vf a##m = {0}, b##m = {0};
        QUERIES(START)
        for (uint32_t j = 0; j < n; j++) {
            vf v0 = LOAD(value + j * stride + d), v1 = LOAD(value + j * stride + d + LANES);
#define STEP(m)                                \
    {                                          \
        float w = score[(size_t)m * room + j]; \
        a##m += v0 * w;                        \
        b##m += v1 * w;                        \
    }
            QUERIES(STEP)
        }
#define PUT(m)                                        \
    if (t + m < n) {                                  \
        float *o = out + (size_t)(t + m) * width + d; \
        STORE(o, a##m *share[m]);                     \
        STORE(o + LANES, b##m * share[m]);            \
    }
        QUERIES(PUT)
#undef START
#undef STEP
#undef PUT
    }
}

static TARGET void body_attend(const float *x, uint32_t n, uint32_t width, float *space, float *out)
{
    size_t stride = 3 * (size_t)width;
    uint32_t room = (n + 15) / 16 * 16;
    float *keys = space, *score = space + (size_t)NN_HEAD * room, share[NN_QUERIES];
    for (uint32_t head = 0; head < width; head += NN_HEAD) {
        for (uint32_t j = 0; j < room; j++)
            for (uint32_t d = 0; d < NN_HEAD; d++)
                keys[(size_t)d * room + j] = j < n ? x[j * stride + width + head + d] : 0;
        for (uint32_t t = 0; t < n; t += NN_QUERIES) {
            const float *q[NN_QUERIES];
            for (uint32_t m = 0; m < NN_QUERIES; m++)
                q[m] = x + (size_t)(t + m < n ? t + m : n - 1) * stride + head;
            attend_scores(q, keys, n, room, score);
            for (uint32_t m = 0; m < NN_QUERIES; m++)
                share[m] = 1.0f / attend_weights(room, score + (size_t)m * room);
            attend_values(x + 2 * (size_t)width + head, stride, n, room, score, share, t, width,
                          out + head);
        }
    }
}
