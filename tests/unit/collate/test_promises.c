/* test_promises.c - what record.h promises of every story, whatever its reports say: indices lead
 * somewhere, evidence lies in its report, facts have voices; the order of the reports changes
 * nothing but numbers, and nothing of the findings is touched. Reports are a few of ours with words
 * changed, so that they agree, differ and contradict at random. */
#include "base/utf8.h"
#include "../mean/engine_kit.h"
#include <math.h>

enum { REPORTS = 4 };
typedef struct Pile {
    Report report[REPORTS];
    Findings found[REPORTS];
    char text[REPORTS][3000];
} Pile;

static const char *const news[] = {
    "Tram hits wall in Velm\n\nVELM, May 3, 2024 (KTX) - At least 12 people were injured in Velm "
    "on "
    "Friday when a tram hit a wall, Mayor Ada Lint said.\n\n\"We had told the operator of the "
    "loose "
    "rail,\" Lint said.\n\nThe operator, Velm Trams Ltd, denied it. Two drivers were held on "
    "Saturday.",
    "Fourteen hurt as tram crashes\n\nMay 4, 2024\n\nFourteen people were injured on Friday in "
    "Velm "
    "when a tram crashed into a wall at 4:40 a.m., police said. Ada Lint, the mayor, accused Velm "
    "Trams of ignoring warnings.\n\n\"We told the operator of the loose rail,\" she said. Three "
    "drivers were detained on Saturday, and Lint will visit the hospital on Monday.",
    "Mayor blames tram operator\n\nThe mayor of Velm, Ada Lint, said on Friday that the operator "
    "of the "
    "trams had been warned. The damage was put at $1.9 million. Velm Trams denied the accusation. "
    "About 13 people were hurt, one of them seriously, according to the Velm hospital.",
};

static void write_text(char *to, const char *from, uint32_t seed)
{
    static const char *const other[] = {"Monday", "two",        "13",  "Orlov",      "not",
                                        "killed", "the police", "she", "$2 million", "May 5",
                                        "denied", "said",       "",    "\""};
    size_t n = 0;
    for (const char *p = from; *p && n < 2500;) {
        size_t length = strcspn(p, " ");
        seed = seed * 1664525u + 1013904223u;
        const char *w = other[(seed >> 8) % (sizeof other / sizeof *other)];
        bool change = (seed >> 20) % 12 == 0;
        memcpy(to + n, change ? w : p, change ? strlen(w) : length);
        n += change ? strlen(w) : length;
        p += length;
        while (*p == ' ')
            to[n++] = *p++;
    }
    to[n] = 0;
}

static void make_pile(Pile *pile, uint32_t round)
{
    Arena scratch;
    arena_init(&scratch, 0);
    memset(pile, 0, sizeof *pile);
    for (uint32_t r = 0; r < REPORTS; r++) {
        write_text(pile->text[r], news[r % 3], round * 31 + r);
        make_report(&pile->report[r], slice_of(pile->text[r]), NULL);
        pile->report[r].source = slice_of(r % 2 ? "b.txt" : "a.txt");
        pile->report[r].outlet = slice_of(r == 0 ? "KTX" : r == 1 ? "Harbour Post" : "");
        assert_int_equal(engine_findings(engine, &pile->report[r], &pile->found[r], &scratch),
                         DLN_OK);
        assert_int_equal(engine_claims(engine, &pile->report[r], &pile->found[r], &scratch),
                         DLN_OK);
    }
    arena_free(&scratch);
}

static void drop_pile(Pile *pile)
{
    for (uint32_t r = 0; r < REPORTS; r++)
        arena_free(&pile->report[r].arena);
}

static void collate(const Pile *pile, const uint32_t order[REPORTS], Record *record)
{
    const Findings *list[REPORTS];
    for (uint32_t i = 0; i < REPORTS; i++)
        list[i] = &pile->found[order[i]];
    memset(record, 0, sizeof *record);
    arena_init(&record->arena, 0);
    assert_int_equal(engine_collate(engine, list, REPORTS, record), DLN_OK);
}

/* ---- promises ---- */

static const Record *rec;

static void check_at(uint32_t report, Span s, bool may_be_empty)
{
    assert_true(report < rec->n_reports);
    Slice text = rec->report[report]->text;
    assert_true(s.b <= s.e && s.e <= text.n);
    if (!may_be_empty) assert_true(s.b < s.e);
    assert_true(utf8_bad_at(slice_span(text, s)) == SIZE_MAX);
}

static void check_index(uint32_t index, uint32_t n)
{
    assert_true(index == NONE || index < n);
}

static void check_entities(void)
{
    for (uint32_t i = 0; i < rec->entities.n; i++) {
        const RecordEntity *e = &rec->entities.at[i];
        assert_true(e->kind < ENTITY_KINDS && e->name.n && e->mentions.n);
        check_index(e->place_in, rec->entities.n);
        assert_true(e->place_in != i);
        for (uint32_t k = 0; k < e->mentions.n; k++)
            check_at(e->mentions.at[k].report, e->mentions.at[k].span, false);
        for (uint32_t k = 0; k < e->roles.n; k++)
            check_at(e->roles.at[k].at.report, e->roles.at[k].at.span, false);
        for (uint32_t k = 0; k < e->spellings.n; k++) {
            const RecordSpelling *s = &e->spellings.at[k];
            assert_true(s->text.n && s->reports.n && s->count >= s->reports.n);
            for (uint32_t j = 0; j < s->reports.n; j++)
                assert_true(s->reports.at[j] < rec->n_reports);
        }
    }
    for (uint32_t i = 0; i < rec->times.n; i++) {
        const RecordTime *t = &rec->times.at[i];
        assert_true(t->value.n && t->mentions.n);
        if (t->from != DAY_UNKNOWN && t->to != DAY_UNKNOWN) assert_true(t->from <= t->to);
        for (uint32_t k = 0; k < t->mentions.n; k++)
            check_at(t->mentions.at[k].at.report, t->mentions.at[k].at.span, false);
    }
}

static void check_statements(void)
{
    for (uint32_t i = 0; i < rec->statements.n; i++) {
        const RecordStatement *s = &rec->statements.at[i];
        check_index(s->speaker, rec->entities.n);
        assert_true(s->versions.n > 0 && s->polarity < POLARITY_COUNT);
        for (uint32_t k = 0; k < s->versions.n; k++) {
            const RecordVersion *v = &s->versions.at[k];
            assert_true(v->content.n > 0 && v->score >= 0 && v->score <= 1);
            for (uint32_t j = 0; j < v->content.n; j++)
                check_at(v->report, v->content.at[j], false);
            check_at(v->report, v->speaker_span, true);
            check_at(v->report, v->cue_span, true);
            check_at(v->report, v->speaker_words, true);
            check_index(v->occasion, rec->events.n);
            for (uint32_t j = 0; j < v->via.n; j++)
                assert_true(v->via.at[j] < rec->entities.n);
        }
    }
}

static void check_events(void)
{
    uint32_t mains = 0;
    for (uint32_t i = 0; i < rec->events.n; i++) {
        const RecordEvent *e = &rec->events.at[i];
        assert_true(e->label.n && e->mentions.n && e->modality < MODALITY_COUNT);
        mains += e->main;
        check_index(e->time, rec->times.n);
        check_index(e->place, rec->entities.n);
        check_index(e->part_of, rec->events.n);
        check_index(e->consequence_of, rec->events.n);
        assert_true(e->part_of != i && e->consequence_of != i);
        assert_true(e->confidence >= 0 && e->confidence <= 1 && e->salience >= 0 &&
                    e->salience <= 1);
        if (e->from != DAY_UNKNOWN && e->to != DAY_UNKNOWN) assert_true(e->from <= e->to);
        for (uint32_t k = 0; k < e->mentions.n; k++) {
            const RecordEventMention *m = &e->mentions.at[k];
            check_at(m->report, m->trigger, false);
            check_at(m->report, m->sentence, false);
            assert_true(span_in(m->trigger, m->sentence));
            check_at(m->report, m->instrument, true);
            check_at(m->report, m->purpose, true);
        }
        for (uint32_t k = 0; k < e->parts.n; k++) {
            const RecordPart *p = &e->parts.at[k];
            check_index(p->entity, rec->entities.n);
            check_at(p->at.report, p->at.span, false);
            assert_true(p->role < PART_ROLES && p->confidence >= 0 && p->confidence <= 1);
            assert_true(record_part_name(rec, p).n > 0);
        }
        for (uint32_t k = 0; k < e->vouched_by.n; k++)
            assert_true(e->vouched_by.at[k].index <
                        (e->vouched_by.at[k].is_report ? rec->n_reports : rec->entities.n));
    }
    assert_int_equal(mains, rec->events.n > 0); /* one a record, none without events */
}

static void check_facts(void)
{
    for (uint32_t i = 0; i < rec->facts.n; i++) {
        const RecordFact *fact = &rec->facts.at[i];
        uint32_t things = fact->about == ABOUT_EVENT       ? rec->events.n
                          : fact->about == ABOUT_ENTITY    ? rec->entities.n
                          : fact->about == ABOUT_STATEMENT ? rec->statements.n
                                                           : 0;
        if (fact->about != ABOUT_STORY) assert_true(fact->index < things);
        assert_true(fact->attribute.n && fact->values.n);
        assert_true(fact->salience >= 0 && fact->salience <= 1);
        if (fact->verdict == DLN_CONFLICT) assert_true(fact->values.n > 1);
        if (fact->verdict == DLN_REFINED) /* or one quotation of which some quote more */
            assert_true(fact->values.n > 1 || fact->values.at[0].evidence.n > 1);
        uint32_t reports = 0;
        for (uint32_t v = 0; v < fact->values.n; v++) {
            const RecordValue *value = &fact->values.at[v];
            assert_true(value->value.n && value->evidence.n && value->voices > 0);
            assert_true(value->voices <= rec->n_reports);
            for (uint32_t k = 0; k < value->evidence.n; k++) {
                check_at(value->evidence.at[k].report, value->evidence.at[k].span, false);
                reports |= 1u << value->evidence.at[k].report;
            }
            for (uint32_t k = 0; k < value->said_by.n; k++)
                assert_true(value->said_by.at[k] < rec->entities.n);
        }
        if (fact->verdict == DLN_AGREE) assert_true(__builtin_popcount(reports) > 1);
    }
}

static void check_record(const Record *record)
{
    rec = record;
    assert_int_equal(rec->n_reports, REPORTS);
    for (uint32_t r = 0; r < REPORTS; r++) {
        check_index(rec->copy_of[r], REPORTS);
        assert_true(rec->copy_of[r] != r);
        if (rec->copy_of[r] != NONE) assert_true(rec->copy_of[rec->copy_of[r]] == NONE);
    }
    assert_int_equal(strlen(rec->key), 32);
    for (uint32_t i = 0; i < rec->places.n; i++)
        assert_true(rec->places.at[i] < rec->entities.n);
    check_entities();
    check_statements();
    check_events();
    check_facts();
}

/* ---- laws ---- */

static void records_hold_their_promises(void **state)
{
    (void)state;
    static Pile pile;
    static const uint32_t order[REPORTS] = {0, 1, 2, 3};
    uint32_t verdicts[4] = {0}, events = 0, statements = 0, entities = 0;
    for (uint32_t round = 0; round < 40; round++) {
        Record record;
        make_pile(&pile, round);
        collate(&pile, order, &record);
        check_record(&record);
        for (uint32_t i = 0; i < record.facts.n; i++)
            verdicts[record.facts.at[i].verdict]++;
        events += record.events.n;
        statements += record.statements.n;
        entities += record.entities.n;
        arena_free(&record.arena);
        drop_pile(&pile);
    }
    for (uint32_t v = 0; v < 4; v++)
        assert_true(verdicts[v] > 0); /* else nothing was held to its promise */
    assert_true(events && statements && entities);
}

/* The facts of a record as a set: for each a hash of what it says, whoever is first. */
static uint64_t said(const Record *record, const uint32_t order[REPORTS])
{
    uint64_t all = 0;
    for (uint32_t i = 0; i < record->facts.n; i++) {
        const RecordFact *fact = &record->facts.at[i];
        uint64_t one = hash_bytes(fact->attribute, (uint64_t)fact->verdict), values = 0;
        for (uint32_t v = 0; v < fact->values.n; v++) {
            const RecordValue *value = &fact->values.at[v];
            uint64_t h = hash_bytes(value->value, value->voices), places = 0;
            for (uint32_t k = 0; k < value->evidence.n; k++) {
                uint32_t at[3] = {order[value->evidence.at[k].report], value->evidence.at[k].span.b,
                                  value->evidence.at[k].span.e};
                places += hash_bytes((Slice){(const char *)at, sizeof at}, 7);
            }
            values += hash_bytes((Slice){(const char *)&places, sizeof places}, h);
        }
        all += hash_bytes((Slice){(const char *)&values, sizeof values}, one);
    }
    return all;
}

/* What every story reads of a report, kept with it. */
static void read_ahead(Pile *pile)
{
    Arena scratch;
    arena_init(&scratch, 0);
    for (uint32_t r = 0; r < REPORTS; r++) {
        assert_int_equal(engine_read_ahead(engine, &pile->report[r], &pile->found[r], &scratch),
                         DLN_OK);
        assert_non_null(pile->found[r].reading);
    }
    arena_free(&scratch);
}

/* Nor does it matter whether the reports were read ahead. */
static void order_changes_nothing_but_numbers(void **state)
{
    (void)state;
    static Pile pile;
    static const uint32_t orders[][REPORTS] = {
        {0, 1, 2, 3}, {3, 2, 1, 0}, {1, 3, 0, 2}, {2, 0, 3, 1}};
    uint32_t facts = 0;
    for (uint32_t round = 100; round < 125; round++) {
        uint64_t first = 0;
        char key[33] = "";
        make_pile(&pile, round);
        for (uint32_t o = 0; o < 4; o++) {
            Record record;
            collate(&pile, orders[o], &record);
            check_record(&record);
            uint64_t now = said(&record, orders[o]);
            if (o == 1) read_ahead(&pile);
            if (o == 0) {
                first = now;
                memcpy(key, record.key, sizeof key);
            }
            if (now != first) fail_msg("round %u, order %u", round, o);
            assert_string_equal(record.key, key);
            facts += record.facts.n;
            arena_free(&record.arena);
        }
        drop_pile(&pile);
    }
    assert_true(facts > 0);
}

/* Whatever memory a story may take: a limit that is said, or the whole record; what was joined up
 * to the limit holds its promises too. */
static void stories_with_little_memory(void **state)
{
    (void)state;
    static Pile pile;
    const Findings *list[REPORTS];
    make_pile(&pile, 3);
    for (uint32_t i = 0; i < REPORTS; i++)
        list[i] = &pile.found[i];
    bool met = false, whole = false;
    for (size_t memory = 20000; memory < 64u << 20; memory += memory / 2) {
        Record record;
        memset(&record, 0, sizeof record);
        Budget budget = {.max = memory};
        arena_init(&record.arena, 0);
        arena_bind(&record.arena, &budget);
        dln_status status = engine_collate(engine, list, REPORTS, &record);
        assert_true(status == DLN_OK || status == DLN_ERR_LIMIT);
        assert_true(budget.used <= memory);
        met |= status != DLN_OK;
        whole |= status == DLN_OK;
        if (status == DLN_OK) check_record(&record);
        arena_free(&record.arena);
        assert_int_equal(budget.used, 0); /* all of it was given back */
    }
    assert_true(met && whole);
    drop_pile(&pile);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_hold_their_promises),
        cmocka_unit_test(order_changes_nothing_but_numbers),
        cmocka_unit_test(stories_with_little_memory),
    };
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
