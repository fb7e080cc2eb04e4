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

static void claims_of(Read *r, const char *words)
{
    memset(r, 0, sizeof *r);
    make_report(&r->report, slice_of(words), NULL);
    arena_init(&r->scratch, 0);
    assert_int_equal(engine_findings(engine, &r->report, &r->found, &r->scratch), DLN_OK);
    assert_int_equal(engine_claims(engine, &r->report, &r->found, &r->scratch), DLN_OK);
}

static void drop_it(Read *r)
{
    arena_free(&r->scratch);
    arena_free(&r->report.arena);
}

static void read_it(Read *r)
{
    claims_of(r, text);
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

/* "At least 12" has the figure of "At least 12 people", bound and all. */
static void a_bare_figure_is_typed(void **state)
{
    Read r;
    (void)state;
    read_it(&r);
    uint32_t seen = 0;
    for (uint32_t i = 0; i < r.found.claims.n; i++) {
        const Claim *c = &r.found.claims.at[i];
        Slice words = slice_span(r.report.text, c->span);
        if (!slice_is(words, "12") && !slice_is(words, "At least 12")) continue;
        assert_true(c->quantity != NONE);
        assert_true(r.found.quantities.at[c->quantity].low == 12);
        seen++;
    }
    assert_true(seen > 0);
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

/* What no claim may be: half of a word with hyphens, a noun without the figure that numbers it, a
 * piece of a telephone number, what "no" turned round. */
static void nothing_is_cut_off(void **state)
{
    static const struct {
        const char *sentence, *never[4];
    } whole[] = {
        {"Two men suffered non-life-threatening injuries in Velm on Friday.",
         {"life-threatening injuries", "threatening injuries"}},
        {"Two men had non-life threatening injuries in Velm on Friday.",
         {"life threatening injuries", "threatening injuries"}},
        {"The storm was downgraded to a Category 3 on Friday near Velm.",
         {"a Category", "to a Category", "Category", "3"}},
        {"Anyone in Velm with tips is asked to call (318) 555-0148 on Friday.",
         {"318", "(318)", "555-0148", "0148"}},
        {"The judge in Velm brought no charges on Friday.", {"charges"}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
        Read r;
        claims_of(&r, whole[i].sentence);
        assert_true(r.found.claims.n > 0);
        for (int k = 0; k < 4 && whole[i].never[k]; k++)
            if (claim_of(&r, whole[i].never[k]))
                fail_msg("%s: \"%s\"", whole[i].sentence, whole[i].never[k]);
        drop_it(&r);
    }
}

/* One sentence, one claim of it, and what its clause says of the claim. "-": nothing. */
typedef struct Case {
    const char *sentence, *words;
    Attribute attribute;
    const char *predicate;
    ClaimRole role;
    About about;
    bool denied;
    Modality modality;
    const char *when;
    ClaimSure sure;
} Case;

static const Case cases[] = {
    {"A tram hit a wall in Velm on 3 May 2024, injuring 12 people.", "12 people", ATTRIBUTE_INJURED,
     "injuring", CLAIM_ROLE_OBJECT, ABOUT_EVENT, false, MODALITY_HAPPENED, "-", CLAIM_SURE},
    {"Four miners were killed by the blast on 3 May 2024.", "Four miners", ATTRIBUTE_KILLED,
     "killed", CLAIM_ROLE_OBJECT, ABOUT_EVENT, false, MODALITY_HAPPENED, "3 May 2024", CLAIM_SURE},
    {"Four miners were killed by the blast on 3 May 2024.", "3 May 2024", ATTRIBUTE_DATE, "killed",
     CLAIM_ROLE_OBLIQUE, ABOUT_EVENT, false, MODALITY_HAPPENED, "3 May 2024", CLAIM_SURE},
    {"The blast did not kill the 12 miners in the shaft.", "12 miners", ATTRIBUTE_KILLED, "kill",
     CLAIM_ROLE_OBJECT, ABOUT_EVENT, true, MODALITY_DENIED, "-", CLAIM_SURE},
    {"President Ada Lint will visit Norway on 3 May 2024.", "Norway", ATTRIBUTE_PLACE, "visit",
     CLAIM_ROLE_OBJECT, ABOUT_EVENT, false, MODALITY_PLANNED, "3 May 2024", CLAIM_SURE},
    {"A 14-year-old girl was hit in Velm.", "14-year-old", ATTRIBUTE_AGE, "hit", CLAIM_ROLE_OBJECT,
     ABOUT_EVENT, false, MODALITY_HAPPENED, "-", CLAIM_SURE},
    {"The court ruled 7-2 against Ada Lint on 3 May 2024.", "7-2", ATTRIBUTE_SCORE, "ruled",
     CLAIM_ROLE_OBJECT, ABOUT_EVENT, false, MODALITY_HAPPENED, "3 May 2024", CLAIM_SURE},
    {"Ada Lint, 46, was arrested in Velm.", "46", ATTRIBUTE_AGE, "-", CLAIM_ROLE_NAMING,
     ABOUT_ENTITY, false, MODALITY_COUNT, "-", CLAIM_SURE},
    {"Three men and a woman were hurt in Velm.", "Three men", ATTRIBUTE_INJURED, "hurt",
     CLAIM_ROLE_OBJECT, ABOUT_EVENT, false, MODALITY_HAPPENED, "-", CLAIM_PART},
    {"Ada Lint was arrested in Velm. She was 46.", "46", ATTRIBUTE_AGE, "-", CLAIM_ROLE_NAMING,
     ABOUT_ENTITY, false, MODALITY_COUNT, "-", CLAIM_SURE},
    {"Three civilians were among those killed in Velm.", "Three civilians", ATTRIBUTE_KILLED, "-",
     CLAIM_ROLE_NONE, ABOUT_STORY, false, MODALITY_COUNT, "-", CLAIM_PART},
    {"The victim, Ada Lint, was 46.", "46", ATTRIBUTE_AGE, "-", CLAIM_ROLE_NAMING, ABOUT_ENTITY,
     false, MODALITY_COUNT, "-", CLAIM_SURE},
    {"A gunman fatally shot 58 people in Velm.", "58 people", ATTRIBUTE_KILLED, "shot",
     CLAIM_ROLE_OBJECT, ABOUT_EVENT, false, MODALITY_HAPPENED, "-", CLAIM_SURE},
    {"Ada Lint, a builder, resigned on 3 May 2024.", "a builder", ATTRIBUTE_ROLE, "-",
     CLAIM_ROLE_NAMING, ABOUT_ENTITY, false, MODALITY_COUNT, "-", CLAIM_SURE},
    {"Balta Fuel is accused by the union of ignoring warnings.", "the union", ATTRIBUTE_STATUS,
     "accused", CLAIM_ROLE_SUBJECT, ABOUT_EVENT, false, MODALITY_HAPPENED, "-", CLAIM_SURE},
};

/* The claims of one sentence are all kept: a report of one is short enough. */
static const Claim *fill_case(Read *r, const Case *c)
{
    claims_of(r, c->sentence);
    return claim_of(r, c->words);
}

static void same_text(const char *what, Slice got, const char *wanted)
{
    if (strcmp(wanted, "-") == 0 ? got.n != 0 : !slice_is(got, wanted))
        fail_msg("%s: %.*s, not %s", what, (int)got.n, got.p, wanted);
}

static void a_clause_says_what_a_claim_is(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const Case *k = &cases[i];
        Read r;
        const Claim *c = fill_case(&r, k);
        if (!c) fail_msg("%s: no claim %s", k->sentence, k->words);
        Slice whole = r.report.text, none = {"", 0};
        same_text(k->sentence, attribute_name(c->attribute), attribute_row[k->attribute].name);
        same_text(k->sentence,
                  c->predicate == NONE ? none
                                       : slice_span(whole, r.found.lang.token[c->predicate].span),
                  k->predicate);
        same_text(k->sentence, slice_of(claim_role_name[c->role]), claim_role_name[k->role]);
        assert_int_equal(c->about, k->about);
        assert_int_equal(c->denied, k->denied);
        assert_int_equal(c->modality, k->modality);
        same_text(k->sentence,
                  c->when == NONE ? none : slice_span(whole, r.found.times.at[c->when].span),
                  k->when);
        assert_int_equal(c->sure, k->sure);
        assert_true(c->ground <= c->first && c->end <= c->ground_end);
        drop_it(&r);
    }
}

/* "7" is no value of "7-2": no claim begins or ends within the figures of a number. */
static void no_claim_breaks_a_number(void **state)
{
    Read r;
    uint32_t met = 0;
    (void)state;
    claims_of(&r,
              "The court ruled 7-2 against Ada Lint in Velm. Tarvik won 34-31 on Sunday. More than "
              "1.5 million people saw the match, and Orlo (45-7-2) lost.");
    for (uint32_t i = 0; i < r.found.claims.n; i++) {
        Span span = r.found.claims.at[i].span;
        for (uint32_t k = 0; k < r.found.quantities.n; k++) {
            Span number = r.found.quantities.at[k].number;
            if (!span_meet(span, number)) continue;
            assert_true(span_in(number, span));
            met++;
        }
    }
    assert_true(met >= 4);
    drop_it(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layers_type_claims),
        cmocka_unit_test(a_bare_figure_is_typed),
        cmocka_unit_test(nothing_is_cut_off),
        cmocka_unit_test(no_claim_breaks_a_number),
        cmocka_unit_test(claims_hang_on_their_predicate),
        cmocka_unit_test(claims_are_in_text_order_and_once),
        cmocka_unit_test(a_clause_says_what_a_claim_is),
    };
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
