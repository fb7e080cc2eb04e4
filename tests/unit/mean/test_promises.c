/* test_promises.c - what lang.h and mean.h promise of every report, whatever stands in it and
 * however it is parsed: indices lead somewhere, spans lie in the text and between its letters,
 * arrays are in order, a sentence is one tree. No word of what was found is looked at. */
#include "base/utf8.h"
#include "engine_kit.h"
#include "lang/tree.h"
#include <math.h>

typedef struct Read {
    Report report;
    Findings found;
    Arena scratch;
} Read;

static const Findings *f;
static Slice text;

static bool at_letter(uint32_t at)
{
    return at == text.n || ((unsigned char)text.p[at] & 0xC0) != 0x80;
}

/* A stretch of the text, between letters; empty where it may be. */
static void check_span(Span s, bool may_be_empty)
{
    assert_true(s.b <= s.e && s.e <= text.n);
    if (!may_be_empty) assert_true(s.b < s.e);
    assert_true(at_letter(s.b) && at_letter(s.e));
}

static void check_index(uint32_t index, uint32_t n)
{
    assert_true(index == NONE || index < n);
}

static void check_tokens(void)
{
    const LangText *l = &f->lang;
    uint32_t last = 0;
    for (uint32_t i = 0; i < l->n_tokens; i++) {
        const Token *t = &l->token[i];
        check_span(t->span, false);
        assert_true(t->span.b >= last);
        last = t->span.e;
        assert_true(slice_eq(t->form, slice_span(text, t->span)));
        assert_true(t->lemma.n > 0 && t->xpos && t->feats && t->subtype);
        assert_true(t->upos < UPOS_COUNT && t->rel < REL_COUNT);
        assert_true(t->sentence < l->n_sentences);
        const Sentence *s = &l->sentence[t->sentence];
        assert_true(i >= s->first && i < s->end);
        if (t->head == NONE)
            assert_int_equal(t->rel, REL_ROOT);
        else
            assert_true(t->head >= s->first && t->head < s->end && t->head != i);
        check_index(t->name, l->n_names);
        if (t->name != NONE) assert_true(i >= l->name[t->name].first && i < l->name[t->name].end);
        if (t->mwt_more) assert_true(i > 0 && !l->token[i - 1].space_after);
    }
}

static void check_sentences(void)
{
    const LangText *l = &f->lang;
    uint32_t next = 0;
    for (uint32_t k = 0; k < l->n_sentences; k++) {
        const Sentence *s = &l->sentence[k];
        uint32_t roots = 0;
        assert_true(s->first == next && s->end > s->first);
        next = s->end;
        check_span(s->span, false);
        assert_int_equal(s->span.b, l->token[s->first].span.b);
        assert_int_equal(s->span.e, l->token[s->end - 1].span.e);
        for (uint32_t i = s->first; i < s->end; i++) {
            uint32_t steps = 0;
            roots += l->token[i].head == NONE;
            for (uint32_t at = i; at != NONE; at = l->token[at].head)
                assert_true(steps++ <= s->end - s->first); /* every way up ends */
        }
        assert_int_equal(roots, 1);
    }
    assert_int_equal(next, l->n_tokens);
    uint32_t last = 0;
    for (uint32_t i = 0; i < l->n_names; i++) {
        const Name *n = &l->name[i];
        assert_true(n->first >= last && n->first < n->end && n->end <= l->n_tokens);
        assert_int_equal(l->token[n->first].sentence, l->token[n->end - 1].sentence);
        Span span = tokens_span(l, n->first, n->end);
        assert_true(n->span.b == span.b && n->span.e == span.e);
        assert_true(n->kind < NAME_KINDS && n->score >= 0 && n->score <= 1);
        for (uint32_t t = n->first; t < n->end; t++)
            assert_int_equal(l->token[t].name, i);
        last = n->end;
    }
}

static void check_tokens_of(uint32_t first, uint32_t end, Span span)
{
    const LangText *l = &f->lang;
    assert_true(first <= end && end <= l->n_tokens);
    if (first < end) assert_true(span_meet(tokens_span(l, first, end), span));
}

static void check_times(void)
{
    for (uint32_t i = 0; i < f->times.n; i++) {
        const TimeMention *t = &f->times.at[i];
        check_span(t->span, false);
        check_tokens_of(t->first, t->end, t->span);
        assert_true(t->type < TIME_TYPES && t->value.n && t->basis < BASIS_COUNT);
        if (t->from != DAY_UNKNOWN && t->to != DAY_UNKNOWN) assert_true(t->from <= t->to);
        check_index(t->anchor, f->times.n);
        check_index(t->part_of, f->times.n);
        if (t->part_of != NONE) assert_true(span_in(t->span, f->times.at[t->part_of].span));
        if (i) assert_true(t->span.b >= f->times.at[i - 1].span.b);
    }
    for (uint32_t i = 0; i < f->quantities.n; i++) {
        const Quantity *q = &f->quantities.at[i];
        check_span(q->span, false);
        check_span(q->noun_span, true);
        check_tokens_of(q->first, q->end, q->span);
        assert_true(span_in(q->number, q->span));
        check_index(q->head, f->lang.n_tokens);
        assert_true(q->kind < QUANTITY_KINDS && q->bound < BOUND_COUNT);
        assert_true(isfinite(q->low) && isfinite(q->high) && q->low <= q->high);
        if (i) assert_true(q->span.b >= f->quantities.at[i - 1].span.b);
    }
}

static void check_entities(void)
{
    uint32_t known = 0;
    for (uint32_t i = 0; i < f->mentions.n; i++) {
        const Mention *m = &f->mentions.at[i];
        check_span(m->span, false);
        assert_true(m->first < m->end && m->end <= f->lang.n_tokens);
        assert_true(m->head >= m->first && m->head < m->end);
        Span span = tokens_span(&f->lang, m->first, m->end);
        assert_true(span_meet(m->span, span));
        assert_true(m->form < FORM_COUNT);
        check_index(m->entity, f->entities.n);
        known += m->entity != NONE;
        if (i) assert_true(m->span.b >= f->mentions.at[i - 1].span.b);
    }
    uint32_t linked = 0;
    for (uint32_t i = 0; i < f->entities.n; i++) {
        const Entity *e = &f->entities.at[i];
        assert_true(e->kind < ENTITY_KINDS && e->name.n && utf8_bad_at(e->name) == SIZE_MAX);
        assert_true(strlen(e->country) == 0 || strlen(e->country) == 2);
        check_index(e->place_in, f->entities.n);
        assert_true(e->place_in != i);
        for (uint32_t k = 0; k < e->mentions.n; k++) {
            assert_true(e->mentions.at[k] < f->mentions.n);
            assert_int_equal(f->mentions.at[e->mentions.at[k]].entity, i);
            if (k) assert_true(e->mentions.at[k] > e->mentions.at[k - 1]); /* in text order */
        }
        for (uint32_t k = 0; k < e->roles.n; k++) {
            check_span(e->roles.at[k].span, false);
            assert_true(e->roles.at[k].text.n > 0);
        }
        linked += e->mentions.n;
    }
    assert_int_equal(linked, known); /* each mention is of one entity at most */
}

static void check_statements(void)
{
    for (uint32_t i = 0; i < f->statements.n; i++) {
        const Statement *s = &f->statements.at[i];
        assert_true(s->kind < STATEMENT_KINDS && s->polarity < POLARITY_COUNT);
        assert_true(s->content.n > 0);
        for (uint32_t k = 0; k < s->content.n; k++) {
            check_span(s->content.at[k], false);
            if (k) assert_true(s->content.at[k].b >= s->content.at[k - 1].e);
        }
        check_span(s->speaker_span, true);
        check_span(s->cue_span, true);
        check_span(s->addressee_span, true);
        check_span(s->occasion_span, true);
        check_span(s->speaker_words, true);
        check_index(s->speaker, f->entities.n);
        check_index(s->speaker_mention, f->mentions.n);
        check_index(s->occasion, f->events.n);
        check_index(s->parent, f->statements.n);
        assert_true(s->parent != i);
        for (uint32_t k = 0; k < s->via.n; k++)
            assert_true(s->via.at[k] < f->entities.n);
        assert_true(s->score >= 0 && s->score <= 1);
        if (s->speaker != NONE && s->speaker_mention != NONE)
            assert_int_equal(f->mentions.at[s->speaker_mention].entity, s->speaker);
        if (i) assert_true(s->content.at[0].b >= f->statements.at[i - 1].content.at[0].b);
    }
}

static void check_events(void)
{
    for (uint32_t i = 0; i < f->events.n; i++) {
        const Event *e = &f->events.at[i];
        check_span(e->trigger, false);
        check_span(e->sentence, false);
        assert_true(span_in(e->trigger, e->sentence));
        assert_true(e->token < f->lang.n_tokens);
        assert_true(e->modality < MODALITY_COUNT && e->label.n);
        check_span(e->instrument, true);
        check_span(e->manner, true);
        check_span(e->purpose, true);
        check_span(e->content, true);
        check_index(e->time, f->times.n);
        check_index(e->place, f->entities.n);
        check_index(e->statement, f->statements.n);
        assert_true(isfinite(e->score));
        for (uint32_t k = 0; k < e->parts.n; k++) {
            const Participant *p = &e->parts.at[k];
            assert_true(p->role < PART_ROLES);
            check_span(p->span, false);
            check_index(p->entity, f->entities.n);
            check_index(p->mention, f->mentions.n);
            check_index(p->head, f->lang.n_tokens);
        }
        for (uint32_t k = 0; k < e->quantities.n; k++)
            assert_true(e->quantities.at[k] < f->quantities.n);
        if (i) assert_true(e->sentence.b >= f->events.at[i - 1].sentence.b);
    }
}

static void check_claims(void)
{
    for (uint32_t i = 0; i < f->claims.n; i++) {
        const Claim *c = &f->claims.at[i];
        check_span(c->span, false);
        assert_true(c->first < c->end && c->end <= f->lang.n_tokens);
        assert_true(c->sentence < f->lang.n_sentences);
        check_index(c->head, f->lang.n_tokens);
        check_index(c->governor, f->lang.n_tokens);
        check_index(c->verb, f->lang.n_tokens);
        check_index(c->predicate, f->lang.n_tokens);
        check_index(c->time, f->times.n);
        check_index(c->when, f->times.n);
        check_index(c->quantity, f->quantities.n);
        check_index(c->entity, f->entities.n);
        check_index(c->event, f->events.n);
        check_index(c->statement, f->statements.n);
        assert_true(c->ground <= c->ground_end && c->ground_end <= f->lang.n_tokens);
        assert_true(c->lemma + c->n_lemmas <= f->claim_lemmas.n);
        assert_true(c->worth >= 0 && c->worth <= 1);
        if (i) assert_true(c->span.b >= f->claims.at[i - 1].span.b);
    }
}

/* What was held to its promises so far. */
static struct {
    uint32_t times, entities, statements, events, claims;
} held;

static void read_and_check(Slice words)
{
    static Read r;
    memset(&r, 0, sizeof r);
    make_report(&r.report, words, NULL);
    arena_init(&r.scratch, 0);
    assert_int_equal(engine_findings(engine, &r.report, &r.found, &r.scratch), DLN_OK);
    assert_int_equal(engine_claims(engine, &r.report, &r.found, &r.scratch), DLN_OK);
    f = &r.found;
    text = f->report->text;
    check_tokens();
    check_sentences();
    check_times();
    check_entities();
    check_statements();
    check_events();
    check_claims();
    held.times += f->times.n;
    held.entities += f->entities.n;
    held.statements += f->statements.n;
    held.events += f->events.n;
    held.claims += f->claims.n;
    arena_free(&r.scratch);
    arena_free(&r.report.arena);
}

static const char *const news[] = {
    "VELM, May 3 (KTX) - At least 12 people were injured in Velm on Friday when a tram hit a wall, "
    "Mayor Ada Lint said.\n\n\"We had told the operator of the loose rail,\" Lint said. \"It "
    "didn't "
    "listen. They'll answer for it.\"\n\nThe operator, Velm Trams Ltd, denied it. Two drivers, "
    "aged 24 "
    "and 31, were held on Saturday; police, citing a court order, won't say more.",
    "The Kremlin and Beijing signed a deal on April 17, 2023. \"It is ours,\" President Orlov told "
    "reporters at the talks, adding: \"'We will not yield,' my father said.\" His wife, who had "
    "met "
    "Prime Minister Li Shangfu's envoy in Moscow earlier, agreed. Between 10 and 12 officials, one "
    "in "
    "ten of them women, protested against the deal; no one was hurt.",
    "MAYOR QUITS AFTER FIRE\n\nBy Ines Okafor\n\n* The mayor of Velm quit.\n* Four died.\n\n1. "
    "First\n2. "
    "Second\n\n\xE2\x80\x9CI am tired,\xE2\x80\x9D she said, \xE2\x80\x98very\xE2\x80\x99.\n\nThe "
    "caf\xC3\xA9 burned down: \xE2\x82\xAC"
    "5 million lost \xE2\x80\x94 according to Mr. O\xE2\x80\x99"
    "Brien "
    "of the U.S. Department of State\xE2\x80\xA6",
};

static void reports_hold_their_promises(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof news / sizeof *news; i++)
        read_and_check(slice_of(news[i]));
    assert_true(held.times && held.entities && held.statements && held.events && held.claims);
    static const char *const odd[] = {"",
                                      " ",
                                      ".",
                                      "\"",
                                      "\"\"\"\"",
                                      "a",
                                      "\xE2\x80\x9C",
                                      "1",
                                      "- - -",
                                      "\n\n\n",
                                      "said",
                                      "\"\" said.",
                                      "\xF0\x9F\x98\x80 \xF0\x9F\x98\x80",
                                      "( ( ( ) )",
                                      "he he he",
                                      "Mr. Mr. Mr.",
                                      "n't 's 'll"};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        read_and_check(slice_of(odd[i]));
}

/* Cut in the middle of everything. */
static void reports_cut_anywhere(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof news / sizeof *news; i++)
        for (size_t n = 1; n < strlen(news[i]); n += 7 + i) {
            while (((unsigned char)news[i][n] & 0xC0) == 0x80)
                n++;
            read_and_check((Slice){news[i], n});
        }
}

/* Words of news in any order, with marks between them: no grammar, the same promises. */
static void words_in_any_order(void **state)
{
    (void)state;
    static const char *const word[] = {"I",
                                       "my",
                                       "me",
                                       "we",
                                       "our",
                                       "myself",
                                       "us",
                                       "minister",
                                       "according",
                                       "to",
                                       "wrote",
                                       "asked",
                                       "the",
                                       "mayor",
                                       "of",
                                       "Velm",
                                       "said",
                                       "on",
                                       "Friday",
                                       "that",
                                       "12",
                                       "people",
                                       "were",
                                       "killed",
                                       "\"",
                                       "\"",
                                       "\xE2\x80\x9C",
                                       "\xE2\x80\x9D",
                                       "'",
                                       ",",
                                       ".",
                                       ".\n\n",
                                       "(",
                                       ")",
                                       "and",
                                       "who",
                                       "him",
                                       "she",
                                       "their",
                                       "President",
                                       "Orlov",
                                       "'s",
                                       "n't",
                                       "$5",
                                       "million",
                                       "2023",
                                       "at",
                                       "least",
                                       "if",
                                       "will",
                                       "told",
                                       "accused",
                                       "denied",
                                       "by",
                                       "not",
                                       "Moscow",
                                       "police",
                                       "because",
                                       "-",
                                       "caf\xC3\xA9"};
    uint32_t seed = 20;
    for (int round = 0; round < 100; round++) {
        char words[2000];
        size_t n = 0;
        while (n < 700) {
            seed = seed * 1664525u + 1013904223u;
            const char *w = word[(seed >> 12) % (sizeof word / sizeof *word)];
            n += (size_t)snprintf(words + n, sizeof words - n, (seed >> 28) % 5 ? "%s " : "%s", w);
        }
        read_and_check((Slice){words, n});
    }
}

/* A report with a few of its words changed for others: almost grammar, where rules go furthest. */
static void words_changed_for_others(void **state)
{
    (void)state;
    static const char *const other[] = {
        "I",     "my",  "we",  "he",           "her",    "they",   "said", "told", "\"",    ",", "",
        "Orlov", "the", "who", "according to", "Monday", "killed", "two",  "not",  "mayor", "."};
    uint32_t seed = 77;
    for (int round = 0; round < 60; round++) {
        char words[2400];
        size_t n = 0;
        const char *p = news[round % 3];
        while (*p && n < 2000) {
            size_t length = strcspn(p, " ");
            seed = seed * 1664525u + 1013904223u;
            const char *w = other[(seed >> 8) % (sizeof other / sizeof *other)];
            if ((seed >> 20) % 6 == 0) {
                memcpy(words + n, w, strlen(w));
                n += strlen(w);
            } else {
                memcpy(words + n, p, length);
                n += length;
            }
            p += length;
            while (*p == ' ' && n < 2000)
                words[n++] = *p++;
        }
        read_and_check((Slice){words, n});
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reports_hold_their_promises),
        cmocka_unit_test(reports_cut_anywhere),
        cmocka_unit_test(words_in_any_order),
        cmocka_unit_test(words_changed_for_others),
    };
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
