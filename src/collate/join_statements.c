/* join_statements.c - statements across reports: the same words become versions of one statement.
 *
 * Idea: shingles of three folded words; two statements that share most of the shorter one's
 * shingles, at least three, and whose speakers do not contradict each other, are one; of one
 * speaker with a name ("The bridge is closed," Lund said) so are the same few words. Repeated
 * wording inside one report stays two statements unless the words are the same or a quotation holds
 * them.
 *
 * A source without a name ("the president") is the one whom the other reports of the story tell by
 * that office, where the entities were joined so. A nameless source of one report and a named one
 * of another are two, unless the words are quoted ones: "the paper reported that Keller fell" is
 * not Keller's.
 *
 * Known to get wrong: a statement told in other words (indirect in one report, direct in another)
 * stays two. */
#include "collate/join.h"
#include "lang/tree.h"
#include "mean/entities/entities.h"
#include "base/utf8.h"
#include <ctype.h>
#include <stdlib.h>

enum { LEAST_SHINGLES = 3 }; /* "a new harbour plan" is in many statements */

typedef struct Said {
    uint32_t report, local, speaker, parent;
    uint8_t kind, polarity;
    bool silent;   /* nobody is told to have said it: a line set large */
    bool nameless; /* words in nobody's marks, of a source that has words but no name */
    uint32_t shingles;
    Slice fold;
} Said;
typedef struct Shingle {
    uint64_t hash;
    uint32_t said;
} Shingle;
typedef struct Pair {
    uint32_t a, b;
} Pair;
typedef struct Saids {
    VEC(Said) said;
    VEC(Shingle) shingle;
    VEC(Pair) pair;
} Saids;

static Slice folded_words(Join *join, uint32_t report, const Statement *s)
{
    size_t room = 1;
    for (uint32_t i = 0; i < s->content.n; i++)
        room += (size_t)(s->content.at[i].e - s->content.at[i].b) + 1;
    char *out = ARENA_ARRAY(join->scratch, char, room);
    size_t n = 0;
    if (!out) return (Slice){NULL, 0};
    for (uint32_t i = 0; i < s->content.n; i++) {
        Slice part = join_text(join, report, s->content.at[i]);
        for (size_t k = 0; k < part.n; k++) {
            unsigned char c = (unsigned char)part.p[k];
            if (isalnum(c) || c >= 0xC3)
                out[n++] = (char)tolower(c);
            else if (c < 0x80 && n && out[n - 1] != ' ')
                out[n++] = ' ';
        }
        if (n && out[n - 1] != ' ') out[n++] = ' ';
    }
    return (Slice){out, n};
}

static bool add_shingles(Join *join, Saids *all, uint32_t at)
{
    Said *said = &all->said.at[at];
    size_t begin[3] = {0, 0, 0};
    uint32_t words = 0;
    for (size_t i = 0; i < said->fold.n; i++) {
        if (said->fold.p[i] != ' ') continue;
        size_t end = i;
        if (words >= 2) {
            Shingle s = {hash_bytes((Slice){said->fold.p + begin[0], end - begin[0]}, 3), at};
            if (!VEC_PUSH(join->scratch, &all->shingle, s)) return false;
            said->shingles++;
        }
        words++;
        if (words >= 3) {
            begin[0] = begin[1];
            begin[1] = begin[2];
        }
        begin[words >= 2 ? 2 : 1] = i + 1;
    }
    return true;
}

static int by_hash(const void *x, const void *y)
{
    const Shingle *a = x, *b = y;
    if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
    return a->said < b->said ? -1 : a->said > b->said;
}

static int by_pair(const void *x, const void *y)
{
    const Pair *a = x, *b = y;
    if (a->a != b->a) return a->a < b->a ? -1 : 1;
    return a->b < b->b ? -1 : a->b > b->b;
}

/* Pairs that share a shingle; at most 16 statements a shingle, so that a stock phrase costs no more
 * than that. */
static bool add_pairs(Join *join, Saids *all)
{
    list_sort(all->shingle.at, all->shingle.n, sizeof *all->shingle.at, by_hash);
    for (uint32_t i = 0, end; i < all->shingle.n; i = end) {
        LIST_RUN(end, i, all->shingle.n, all->shingle.at[end].hash == all->shingle.at[i].hash);
        uint32_t last = end - i > 16 ? i + 16 : end;
        for (uint32_t a = i; a < last; a++)
            for (uint32_t b = a + 1; b < last; b++) {
                Pair p = {all->shingle.at[a].said, all->shingle.at[b].said};
                if (p.a != p.b && !VEC_PUSH(join->scratch, &all->pair, p)) return false;
            }
    }
    list_sort(all->pair.at, all->pair.n, sizeof *all->pair.at, by_pair);
    return true;
}

/* "Velm denied that it had sold the boat" and "Orsk said Velm sold the boat": in nobody's marks,
 * what one asks or denies is not what another says. */
static bool opposed(const Said *a, const Said *b)
{
    if (a->kind != STATEMENT_INDIRECT || b->kind != STATEMENT_INDIRECT) return false;
    return (a->polarity == POLARITY_DENIES) != (b->polarity == POLARITY_DENIES) ||
           (a->polarity == POLARITY_ASKS) != (b->polarity == POLARITY_ASKS);
}

/* The same words twice in one report: all of them, or a quotation that a second one holds whole, as
 * the line set large beside a story does; a statement inside another is none. */
static bool said_twice(const Said *a, const Said *b)
{
    if (slice_eq(a->fold, b->fold)) return true;
    const Said *brief = a->fold.n < b->fold.n ? a : b, *whole = brief == a ? b : a;
    if (a->kind == STATEMENT_INDIRECT || b->kind == STATEMENT_INDIRECT || a->parent != NONE ||
        b->parent != NONE || brief->shingles < LEAST_SHINGLES ||
        (a->speaker != b->speaker && !a->silent && !b->silent))
        return false;
    size_t at = slice_find(whole->fold, brief->fold);
    return at != SIZE_MAX && (at == 0 || whole->fold.p[at - 1] == ' ');
}

static bool same_statement(const Said *a, const Said *b, uint32_t shared)
{
    if (a->speaker != NONE && b->speaker != NONE && a->speaker != b->speaker) return false;
    if ((a->nameless && b->speaker != NONE) || (b->nameless && a->speaker != NONE)) return false;
    uint32_t least = a->shingles < b->shingles ? a->shingles : b->shingles;
    bool inner = (a->parent == NONE) !=
                 (b->parent == NONE); /* "they told me [my nephew was shot]" */
    uint32_t most = a->shingles > b->shingles ? a->shingles : b->shingles;
    if (inner && (a->speaker == NONE || b->speaker == NONE) && shared * 10 < most * 7) return false;
    if (a->report == b->report) return said_twice(a, b);
    bool words = a->speaker != NONE && a->speaker == b->speaker && slice_eq(a->fold, b->fold);
    return (words || least >= LEAST_SHINGLES) && !opposed(a, b) && (double)shared >= 0.6 * least;
}

/* "Velia's Harbour Party newspaper": words that only begin with the name are a thing of it. */
static bool is_thing_of(Slice words, Slice name)
{
    size_t at = name.n ? slice_find(words, name) : SIZE_MAX;
    return at != SIZE_MAX && at + name.n + 1 < words.n && words.p[at + name.n] == ' ';
}

/* The entity that a nominal at the source means, where only the joined reports name it; NONE. */
static uint32_t office_holder(const Join *join, uint32_t report, const Statement *s)
{
    const Findings *f = join_findings(join, report);
    if (span_empty(s->speaker_span)) return NONE;
    uint32_t token = token_at(&f->lang, s->speaker_span.e - 1);
    uint32_t m = mention_at_token(f, token, 1u << FORM_NOMINAL);
    if (m == NONE || f->mentions.at[m].entity == NONE) return NONE;
    const Mention *mention = &f->mentions.at[m];
    bool whole = mention->span.b <= s->speaker_span.b && mention->span.e >= s->speaker_span.e;
    uint32_t e = join->entity_of[report][mention->entity];
    Slice words = join_text(join, report, mention->span);
    if (is_thing_of(words, join->record->entities.at[e].name)) return NONE;
    /* where the report itself gives it a name, the stage before had its reasons */
    return whole && !entity_is_named(f, &f->entities.at[mention->entity]) &&
                   join->record->entities.at[e].spellings.n > 0
               ? e
               : NONE;
}

static uint32_t speaker_of(const Join *join, uint32_t report, const Statement *s)
{
    if (s->speaker != NONE) return join->entity_of[report][s->speaker];
    return office_holder(join, report, s);
}

static dln_status collect(Join *join, Saids *all)
{
    for (uint32_t k = 0; k < join->in->n; k++) {
        uint32_t report = join->order[k];
        const Findings *f = join_findings(join, report);
        join->statement_of[report] = ARENA_ARRAY(join->scratch, uint32_t, f->statements.n + 1);
        if (!join->statement_of[report]) return arena_status(join->scratch);
        for (uint32_t i = 0; i < f->statements.n; i++) {
            const Statement *s = &f->statements.at[i];
            Said said = {.report = report,
                         .local = i,
                         .speaker = speaker_of(join, report, s),
                         .parent = s->parent,
                         .kind = (uint8_t)s->kind,
                         .polarity = (uint8_t)s->polarity,
                         .fold = folded_words(join, report, s)};
            said.silent = said.speaker == NONE && span_empty(s->speaker_words) &&
                          span_empty(s->speaker_span);
            said.nameless = said.speaker == NONE && s->kind == STATEMENT_INDIRECT &&
                            !span_empty(s->speaker_words);
            if (!said.fold.p || !VEC_PUSH(join->scratch, &all->said, said) ||
                !add_shingles(join, all, all->said.n - 1))
                return arena_status(join->scratch);
        }
    }
    return DLN_OK;
}

static bool fill_version(Join *join, const Said *said, RecordVersion *v)
{
    const Statement *s = &join_findings(join, said->report)->statements.at[said->local];
    Arena *arena = &join->record->arena;
    *v = (RecordVersion){.report = said->report,
                         .speaker_span = s->speaker_span,
                         .cue_span = s->cue_span,
                         .speaker_words = s->speaker_words,
                         .via_note = s->via_note,
                         .occasion = s->occasion,
                         .time = s->time == NONE ? NONE : join->time_of[said->report][s->time],
                         .rule = s->rule,
                         .score = s->score,
                         .kind = s->kind,
                         .verb = s->verb};
    for (uint32_t i = 0; i < s->content.n; i++)
        if (!VEC_PUSH(arena, &v->content, s->content.at[i])) return false;
    for (uint32_t i = 0; i < s->via.n; i++)
        if (!VEC_PUSH(arena, &v->via, join->entity_of[said->report][s->via.at[i]])) return false;
    return true;
}

static dln_status write_version(Join *join, const Said *said, uint32_t at, bool first)
{
    Record *r = join->record;
    const Statement *s = &join_findings(join, said->report)->statements.at[said->local];
    RecordStatement *out = &r->statements.at[at];
    if (first)
        *out = (RecordStatement){.speaker = said->speaker,
                                 .kind = s->kind,
                                 .verb = s->verb,
                                 .polarity = s->polarity,
                                 .same_words = true};
    if (out->speaker == NONE) out->speaker = said->speaker;
    if (s->kind < out->kind) out->kind = s->kind;
    if (out->speaker != NONE)
        out->speaker_text = (Slice){0};
    else if (out->speaker_text.n == 0)
        out->speaker_text = join_text(join, said->report, s->speaker_words);
    RecordVersion version;
    if (!fill_version(join, said, &version) || !VEC_PUSH(&r->arena, &out->versions, version))
        return arena_status(&r->arena);
    join->statement_of[said->report][said->local] = at;
    return DLN_OK;
}

typedef struct SaidOrder {
    uint32_t report, local, said;
} SaidOrder;
static int by_place(const void *x, const void *y)
{
    const SaidOrder *a = x, *b = y;
    if (a->report != b->report) return a->report < b->report ? -1 : 1;
    return a->local < b->local ? -1 : a->local > b->local;
}

static dln_status write_statements(Join *join, Saids *all, Groups *groups)
{
    uint32_t n = all->said.n;
    Record *r = join->record;
    SaidOrder *order = ARENA_ARRAY(join->scratch, SaidOrder, n + 1);
    uint32_t *written = ARENA_ARRAY(join->scratch, uint32_t, n + 1);
    uint32_t *leader = ARENA_ARRAY(join->scratch, uint32_t, n + 1);
    if (!order || !written || !leader) return arena_status(join->scratch);
    for (uint32_t i = 0; i < n; i++) {
        order[i] = (SaidOrder){all->said.at[i].report, all->said.at[i].local, i};
        written[i] = NONE;
    }
    list_sort(order, n, sizeof *order, by_place);
    for (uint32_t i = 0; i < n; i++) {
        const Said *said = &all->said.at[order[i].said];
        uint32_t group = groups_find(groups, order[i].said);
        bool first = written[group] == NONE;
        if (first) {
            written[group] = r->statements.n;
            leader[group] = order[i].said;
            if (!VEC_PUSH(&r->arena, &r->statements, (RecordStatement){0}))
                return arena_status(&r->arena);
        }
        TRY(write_version(join, said, written[group], first));
        if (!slice_eq(said->fold, all->said.at[leader[group]].fold))
            r->statements.at[written[group]].same_words = false;
    }
    return DLN_OK;
}

/* Two groups with a speaker each stay two, whoever stands between them. */
static void join_voices(Groups *groups, uint32_t *voice, uint32_t a, uint32_t b)
{
    uint32_t x = voice[groups_find(groups, a)], y = voice[groups_find(groups, b)];
    if (x != NONE && y != NONE && x != y) return;
    groups_join(groups, a, b);
    voice[groups_find(groups, a)] = x != NONE ? x : y;
}

dln_status join_statements(Join *join)
{
    Saids all = {0};
    Groups groups;
    TRY(collect(join, &all));
    if (!add_pairs(join, &all) || !groups_init(&groups, all.said.n, join->scratch))
        return arena_status(join->scratch);
    uint32_t *voice = ARENA_ARRAY(join->scratch, uint32_t, all.said.n + 1); /* of each group */
    if (!voice) return arena_status(join->scratch);
    for (uint32_t i = 0; i < all.said.n; i++)
        voice[i] = all.said.at[i].speaker;
    for (uint32_t i = 0, end; i < all.pair.n; i = end) {
        Pair p = all.pair.at[i];
        LIST_RUN(end, i, all.pair.n, by_pair(&all.pair.at[end], &p) == 0);
        if (same_statement(&all.said.at[p.a], &all.said.at[p.b], end - i))
            join_voices(&groups, voice, p.a, p.b);
    }
    return write_statements(join, &all, &groups);
}
