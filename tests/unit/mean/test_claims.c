/* test_claims.c - what one report claims: stretches of its sentences, typed by what is known of
 * them. One sentence is enough. */
#include "engine_kit.h"

static const char *const text =
    "At least 12 people were injured in Velm on Friday when a tram hit a wall, Mayor Ada Lint "
    "said.\n\n\"We had told the operator of the loose rail,\" Lint said.";

typedef struct Read {
    Report report;
    Findings found;
    Arena scratch;
} Read;

static void read_it(Read *r)
{
    memset(r, 0, sizeof *r);
    make_report(&r->report, slice_of(text), NULL);
    arena_init(&r->scratch, 0);
    assert_int_equal(engine_findings(engine, &r->report, &r->found, &r->scratch), DLN_OK);
    assert_int_equal(engine_claims(engine, &r->report, &r->found, &r->scratch), DLN_OK);
}

static void drop_it(Read *r)
{
    arena_free(&r->scratch);
    arena_free(&r->report.arena);
}

/* The claim of exactly these words, NULL. */
static const Claim *claim_of(const Read *r, const char *words)
{
    for (uint32_t i = 0; i < r->found.claims.n; i++)
        if (slice_is(slice_span(r->report.text, r->found.claims.at[i].span), words))
            return &r->found.claims.at[i];
    return NULL;
}

static void layers_type_claims(void **state)
{
    Read r;
    (void)state;
    read_it(&r);
    const Claim *toll = claim_of(&r, "At least 12 people"), *day = claim_of(&r, "Friday"),
                *who = claim_of(&r, "Ada Lint"), *place = claim_of(&r, "Velm");
    assert_non_null(toll);
    assert_int_equal(toll->kind, CLAIM_FIGURE);
    assert_true(r.found.quantities.at[toll->quantity].low == 12);
    assert_non_null(day);
    assert_int_equal(day->kind, CLAIM_TIME);
    assert_non_null(who ? who : claim_of(&r, "Mayor Ada Lint"));
    assert_non_null(place);
    assert_int_equal(place->kind, CLAIM_NAME);
    const Claim *said = claim_of(&r, "We had told the operator of the loose rail");
    assert_non_null(said);
    assert_int_equal(said->kind, CLAIM_QUOTE);
    assert_true(said->statement != NONE);
    drop_it(&r);
}

static void claims_hang_on_their_predicate(void **state)
{
    Read r;
    (void)state;
    read_it(&r);
    const Claim *toll = claim_of(&r, "At least 12 people");
    assert_non_null(toll);
    assert_true(slice_is(r.found.lang.token[toll->verb].lemma, "injure"));
    assert_true(slice_is(r.found.lang.token[toll->head].lemma, "people") ||
                slice_is(r.found.lang.token[toll->head].lemma, "person"));
    drop_it(&r);
}

static void claims_are_in_text_order_and_once(void **state)
{
    Read r;
    (void)state;
    read_it(&r);
    assert_true(r.found.claims.n > 8);
    assert_true(r.found.claims.n <= r.found.lang.n_tokens + 1);
    for (uint32_t i = 0; i < r.found.claims.n; i++) {
        const Claim *c = &r.found.claims.at[i], *last = i ? c - 1 : NULL;
        assert_true(c->span.b < c->span.e && c->span.e <= r.report.text.n);
        assert_true(c->head >= c->first && c->head < c->end);
        assert_true(c->worth >= 0 && c->worth <= 1);
        assert_true(!last || last->first < c->first ||
                    (last->first == c->first && last->end < c->end));
        for (uint32_t k = 1; k < c->n_lemmas; k++)
            assert_true(r.found.claim_lemmas.at[c->lemma + k - 1] <
                        r.found.claim_lemmas.at[c->lemma + k]);
    }
    drop_it(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layers_type_claims),
        cmocka_unit_test(claims_hang_on_their_predicate),
        cmocka_unit_test(claims_are_in_text_order_and_once),
    };
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
