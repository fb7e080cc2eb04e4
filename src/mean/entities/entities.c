/* entities.c - driver of the entity stage and its result.
 *
 * In: LangText, gazetteer, names. Out: Findings.mentions and .entities: kind, gender, state,
 * gazetteer key, CAMEO actor code, roles in the report's words, containing place. Idea: one pass in
 * text order over drafts of mentions, most certain sorts first within a phrase (multi-sieve,
 * Raghunathan et al. 2010).
 *
 * Known to fail: see the files of the chain (entities_impl.h). */
#include "mean/entities/entities_impl.h"

static const char *const word_kind_name[] = {
    "at",     "motion", "ground", "people", "definite", "speech", "pleonastic", "outlet", "other",
    "person", "firm",   "land",   "local",  "storm",    "thing",  "part",       "whole"};

bool word_is(const EntityWords *words, WordKind kind, Slice lemma)
{
    return map_find_lower(&words->kind[kind], lemma) != NONE;
}

uint32_t entity_pronoun(const EntityWords *words, Slice form)
{
    return map_find_lower(&words->pronoun, form);
}

static bool add_words(EntityWords *words, const Table *t)
{
    for (uint32_t i = 0; i < t->n; i++) {
        uint32_t kind = 0;
        while (kind < WORD_KINDS && !slice_is(row_col(&t->at[i], 0), word_kind_name[kind]))
            kind++;
        Slice list = row_col(&t->at[i], 1);
        while (kind < WORD_KINDS && list.n > 0) {
            const char *end = memchr(list.p, ' ', list.n);
            size_t n = end ? (size_t)(end - list.p) : list.n;
            if (n > 0 && !map_put(&words->kind[kind], (Slice){list.p, n}, 1)) return false;
            list = end ? (Slice){end + 1, list.n - n - 1} : (Slice){list.p + n, 0};
        }
    }
    return true;
}

static bool add_pronouns(EntityWords *words, const Table *t)
{
    for (uint32_t i = 0; i < t->n; i++) {
        Slice sort = row_col(&t->at[i], 1), use = row_col(&t->at[i], 2);
        uint32_t bits = slice_is(sort, "he")     ? GENDER_HE
                        : slice_is(sort, "she")  ? GENDER_SHE
                        : slice_is(sort, "it")   ? GENDER_IT
                        : slice_is(sort, "they") ? GENDER_THEY
                                                 : PRONOUN_FIRST;
        if (slice_is(use, "possessive") || slice_is(row_col(&t->at[i], 0), "her"))
            bits |= PRONOUN_POSSESSIVE;
        if (slice_is(use, "reflexive")) bits |= PRONOUN_REFLEXIVE;
        if (!map_put(&words->pronoun, row_col(&t->at[i], 0), bits)) return false;
    }
    return true;
}

static dln_status open_weights(EntityWords *words, const char *data_dir, dln_error *err)
{
    TRY(datafile_open(data_dir, "entities.model", &words->model, err));
    words->has_model = true;
    size_t n;
    if (!datafile_section(&words->model, "pronoun", &words->weight, &n) ||
        n != 3 * PRONOUN_FEATURES * 4) {
        return err_fill(err, DLN_ERR_DATA, "open",
                        "entities.model: section pronoun missing or of a wrong size");
    }
    return DLN_OK;
}

dln_status entities_open(const char *data_dir, Arena *arena, EntityWords **out, dln_error *err)
{
    EntityWords *words = ARENA_NEW(arena, EntityWords);
    *out = words;
    if (!words) return err_fill(err, DLN_ERR_NOMEM, "open", "out of memory");
    for (uint32_t i = 0; i < WORD_KINDS; i++)
        map_init(&words->kind[i], arena);
    map_init(&words->pronoun, arena);
    Table places, mentions, pronouns;
    TRY(table_load(data_dir, "en/place-use.txt", arena, &places, err));
    TRY(table_load(data_dir, "en/mention-words.txt", arena, &mentions, err));
    TRY(table_load(data_dir, "en/pronouns.txt", arena, &pronouns, err));
    if (!add_words(words, &places) || !add_words(words, &mentions) ||
        !add_pronouns(words, &pronouns))
        return err_fill(err, DLN_ERR_NOMEM, "open", "out of memory");
    return open_weights(words, data_dir, err);
}

void entities_close(EntityWords *words)
{
    if (words && words->has_model) datafile_close(&words->model);
}

/* ---- result ---- */

static void set_state(const Linker *l, const Build *b, Entity *e)
{
    const GazEntry *own = gazetteer_entry(l->g, b->gaz), *state = gazetteer_entry(l->g, b->country);
    if (own)
        memcpy(e->country, own->country,
               sizeof e->country); /* the United Nations belong to nobody */
    else if (state)
        memcpy(e->country, state->country, sizeof e->country);
    if (own) e->key = own->key;
}

/* CAMEO actor code: the gazetteer's, or state and sector of the office ("CHN" + "GOVMIL"). */
static Slice actor_of(const Linker *l, const Build *b)
{
    const GazEntry *own = gazetteer_entry(l->g, b->gaz), *state = gazetteer_entry(l->g, b->country);
    if (own) return own->actor;
    if (b->kind == ENTITY_PLACE) return (Slice){"", 0}; /* a town acts for no state */
    Slice sector = {"", 0};
    for (uint32_t i = 0; i < b->n_roles; i++)
        if (b->role[i]->sector.n > sector.n) sector = b->role[i]->sector;
    if (!state || state->actor.n == 0) return sector.n ? sector : (Slice){"", 0};
    return arena_printf(l->arena, "%.*s%.*s", (int)state->actor.n, state->actor.p, (int)sector.n,
                        sector.p);
}

static bool worth_telling(const Linker *l, const Build *b)
{
    return b->names > 0 || b->drafts.n > 1 || l->draft.at[b->name_draft].form == FORM_NOMINAL ||
           l->draft.at[b->name_draft].first_person;
}

static dln_status give_entities(Linker *l, uint32_t *entity_of)
{
    for (uint32_t i = 0; i < l->build.n; i++) {
        Build *b = &l->build.at[i];
        entity_of[i] = NONE;
        if (b->drafts.n == 0 || !worth_telling(l, b)) continue;
        Entity e = {.kind = b->kind,
                    .name = b->name,
                    .gender = b->gender != GENDER_UNKNOWN ? b->gender : b->hint,
                    .place_in = NONE,
                    .as_government = b->seat_names_only && b->names > 0,
                    .seat = b->seat,
                    .aside = b->office_aside};
        set_state(l, b, &e);
        e.actor = actor_of(l, b);
        e.roles.at = b->offices.at;
        e.roles.n = b->offices.n;
        e.roles.cap = b->offices.cap;
        entity_of[i] = l->found->entities.n;
        if (!VEC_PUSH(l->arena, &l->found->entities, e)) return arena_status(l->arena);
    }
    return DLN_OK;
}

static dln_status give_mentions(Linker *l, const uint32_t *entity_of)
{
    for (uint32_t i = 0; i < l->draft.n; i++) {
        const Draft *d = &l->draft.at[i];
        uint32_t e = d->entity == NONE ? NONE : entity_of[d->entity];
        if (e == NONE && !d->first_person) continue;
        Mention m = {d->span, d->first, d->end, d->head, d->form, e, slice_of(d->rule), d->chance};
        uint32_t index = l->found->mentions.n;
        if (!VEC_PUSH(l->arena, &l->found->mentions, m)) return arena_status(l->arena);
        if (e != NONE && !VEC_PUSH(l->arena, &l->found->entities.at[e].mentions, index))
            return arena_status(l->arena);
    }
    return DLN_OK;
}

static const GazEntry *listed(const Linker *l, const Entity *e)
{
    uint32_t bearer[16], n = gazetteer_bearers(l->g, e->name, GAZ_PLACES, bearer, 16);
    for (uint32_t i = 0; i < n; i++)
        if (slice_eq(gazetteer_entry(l->g, bearer[i])->key, e->key))
            return gazetteer_entry(l->g, bearer[i]);
    return NULL;
}

/* Kremlin in Moscow in Russia, as far as the report names them. */
static void give_containers(Linker *l)
{
    Map by_key;
    map_init(&by_key, l->scratch);
    for (uint32_t i = 0; i < l->found->entities.n; i++) {
        Slice key = l->found->entities.at[i].key;
        if (key.n && map_find(&by_key, key) == NONE && !map_put(&by_key, key, i)) return;
    }
    for (uint32_t i = 0; i < l->found->entities.n; i++) {
        Entity *e = &l->found->entities.at[i];
        const GazEntry *g = e->kind == ENTITY_PLACE && e->key.n ? listed(l, e) : NULL;
        for (uint32_t steps = 0; g && g->in != NONE && steps < 4 && e->place_in == NONE; steps++) {
            g = gazetteer_entry(l->g, g->in);
            uint32_t at = map_find(&by_key, g->key);
            if (at != i) e->place_in = at;
        }
    }
}

/* In the order of first mention, so that ids read like the text. */
static dln_status order_entities(Linker *l)
{
    Findings *f = l->found;
    uint32_t n = f->entities.n, k = 0;
    uint32_t *where = ARENA_ARRAY(l->scratch, uint32_t, n);
    Entity *sorted = ARENA_ARRAY(l->scratch, Entity, n);
    if (!where || !sorted) return arena_status(l->scratch);
    for (uint32_t i = 0; i < n; i++)
        where[i] = NONE;
    for (uint32_t m = 0; m < f->mentions.n; m++) {
        uint32_t e = f->mentions.at[m].entity;
        if (e == NONE) continue;
        if (where[e] == NONE) {
            where[e] = k;
            sorted[k++] = f->entities.at[e];
        }
        f->mentions.at[m].entity = where[e];
    }
    if (k) memcpy(f->entities.at, sorted, k * sizeof *sorted);
    f->entities.n = k;
    return DLN_OK;
}

static dln_status mark_quoted(Linker *l)
{
    const Report *r = l->report;
    uint32_t n = r->blocks.n;
    Span whole = {0, (uint32_t)r->text.n}, *paragraph = ARENA_ARRAY(l->scratch, Span, n + 1);
    Marks marks;
    if (!paragraph) return arena_status(l->scratch);
    for (uint32_t i = 0; i < n; i++)
        paragraph[i] = r->blocks.at[i].span;
    if (n == 0) paragraph[n++] = whole;
    TRY(marks_find(r->text, paragraph, n, l->scratch, &marks));
    for (uint32_t i = 0; i < marks.n; i++) {
        const Quote *q = &marks.quote[i];
        if (q->single && !marks.single_speech) continue;
        if (q->words < 3) continue; /* a quoted term is no speech */
        for (uint32_t t = token_at(&l->found->lang, q->inner.b);
             t < l->found->lang.n_tokens && l->found->lang.token[t].span.b < q->inner.e; t++)
            l->quoted[t] = true;
    }
    return DLN_OK;
}

/* "Thursday" names nobody. */
static bool is_day(Slice form)
{
    return form.n > 5 && slice_ends(form, SLICE("day"));
}

/* "May 23" names nobody; "May" alone may. */
static void mark_dated(Linker *l)
{
    for (uint32_t i = 0; i < l->found->times.n; i++) {
        const TimeMention *m = &l->found->times.at[i];
        bool digit = false;
        for (uint32_t k = m->span.b; k < m->span.e; k++)
            digit |= slice_digit_at(l->report->text, k);
        for (uint32_t t = m->first; t < m->end && t < l->found->lang.n_tokens; t++)
            if (digit || is_day(token(l, t)->form)) l->dated[t] = true;
    }
}

static dln_status run(Linker *l)
{
    uint32_t n = l->found->lang.n_tokens;
    l->quoted = ARENA_ARRAY(l->scratch, bool, n + 1);
    l->dated = ARENA_ARRAY(l->scratch, bool, n + 1);
    l->at_token = ARENA_ARRAY(l->scratch, uint32_t, n + 1);
    if (!l->quoted || !l->dated || !l->at_token) return arena_status(l->scratch);
    map_init(&l->full, l->scratch);
    map_init(&l->single, l->scratch);
    map_init(&l->borne, l->scratch);
    map_init(&l->surnames, l->scratch);
    map_init(&l->family_of, l->scratch);
    map_init(&l->fronts, l->scratch);
    map_init(&l->lands, l->scratch);
    map_init(&l->told_cities, l->scratch);
    map_init(&l->defined, l->scratch);
    map_init(&l->called, l->scratch);
    map_init(&l->bearer, l->scratch);
    TRY(mark_quoted(l));
    mark_dated(l);
    TRY(find_drafts(l));
    TRY(link_names(l));
    uint32_t *entity_of = ARENA_ARRAY(l->scratch, uint32_t, l->build.n + 1);
    if (!entity_of) return arena_status(l->scratch);
    TRY(give_entities(l, entity_of));
    TRY(give_mentions(l, entity_of));
    TRY(order_entities(l));
    give_containers(l);
    return DLN_OK;
}

dln_status mean_entities(EntityTools tools, const Report *report, Findings *findings, Arena *arena,
                         Arena *scratch)
{
    if (findings->lang.n_tokens == 0) return DLN_OK;
    ArenaMark mark = arena_mark(scratch);
    Linker l = {.g = tools.gazetteer,
                .names = tools.names,
                .words = tools.words,
                .trace = tools.trace,
                .report = report,
                .found = findings,
                .arena = arena,
                .scratch = scratch};
    dln_status status = run(&l);
    arena_rewind(scratch, mark);
    return status;
}

/* ---- after the statements ---- */

static uint32_t speaker_at(const Findings *f, uint32_t at)
{
    for (uint32_t i = 0; i < f->statements.n; i++) {
        const Statement *s = &f->statements.at[i];
        for (uint32_t k = 0; k < s->content.n && s->kind != STATEMENT_INDIRECT; k++)
            if (at >= s->content.at[k].b && at < s->content.at[k].e) return s->speaker;
    }
    return NONE;
}

static bool insert_mention(Arena *arena, Entity *e, uint32_t mention)
{
    if (!VEC_PUSH(arena, &e->mentions, mention)) return false;
    for (uint32_t i = e->mentions.n - 1; i > 0 && e->mentions.at[i - 1] > e->mentions.at[i]; i--) {
        uint32_t t = e->mentions.at[i];
        e->mentions.at[i] = e->mentions.at[i - 1];
        e->mentions.at[i - 1] = t;
    }
    return true;
}

dln_status mean_first_person(Findings *findings, Arena *arena)
{
    for (uint32_t i = 0; i < findings->mentions.n; i++) {
        Mention *m = &findings->mentions.at[i];
        if (m->entity != NONE || m->form != FORM_PRONOUN) continue;
        uint32_t speaker = speaker_at(findings, m->span.b);
        if (speaker == NONE || findings->entities.at[speaker].kind != ENTITY_PERSON) continue;
        m->entity = speaker;
        m->rule = SLICE("speaker");
        if (!insert_mention(arena, &findings->entities.at[speaker], i)) return arena_status(arena);
    }
    return DLN_OK;
}

uint32_t mention_at_token(const Findings *findings, uint32_t token, uint32_t forms)
{
    uint32_t low, best = NONE;
    LIST_FIRST(low, findings->mentions.n,
               findings->mentions.at[low].first <=
                   token); /* first mention that starts behind the token */
    for (uint32_t i = low, steps = 0; i-- > 0 && steps < 64; steps++) {
        const Mention *m = &findings->mentions.at[i];
        if (m->end <= token || !(forms & 1u << m->form)) continue;
        if (best == NONE ||
            m->end - m->first < findings->mentions.at[best].end - findings->mentions.at[best].first)
            best = i;
    }
    return best;
}

Span mention_phrase(const Findings *findings, uint32_t mention)
{
    const LangText *text = &findings->lang;
    const Mention *m = &findings->mentions.at[mention];
    uint32_t low = text->sentence[text->token[m->first].sentence].first, first = m->first,
             top = m->head;
    if (m->form == FORM_PRONOUN) return m->span;
    while (text->token[top].head != NONE && text->token[top].head < m->first &&
           m->first - text->token[top].head < 10 &&
           (text->token[top].rel == REL_FLAT || text->token[top].rel == REL_COMPOUND))
        top = text->token[top].head; /* title as head */
    while (first > low && m->first - first < 12) {
        const Token *k = &text->token[first - 1];
        bool fits = k->upos == UPOS_NOUN || k->upos == UPOS_PROPN || k->upos == UPOS_ADJ ||
                    k->upos == UPOS_DET || k->upos == UPOS_NUM ||
                    (k->xpos && strcmp(k->xpos, "POS") == 0);
        if (!fits || !tree_under(text, first - 1, top)) break;
        first--;
        if (k->upos == UPOS_DET) break;
    }
    return tokens_span(text, first, m->end);
}
