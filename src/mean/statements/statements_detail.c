/* statements_detail.c - to whom, on what occasion, and by way of whom something was said.
 *
 * In: statements with cue tokens, speakers and parents; entities and times. Out: addressee_span,
 * occasion_span, via, via_note. Rules, on the branches of the cue that are neither content nor
 * source: addressee  what is told, or "to" + somebody: "told reporters", "said to the crowd"
 *   occasion   the first branch with at, in, during, after, on ...; one that is a date only when
 * there is no other: "said at the meeting", "said in translated remarks broadcast on Russian TV",
 * "said on Tuesday" via        who stands between: the speaker of the statement round it, outlets
 * named in occasion or addressee ("told the BBC"), the second source of "X said, according to the
 * Herald"
 *
 * Known to fail: occasions that hang on the speaker ("the minister, in Moscow for talks, said"). */
#include "mean/statements/statements_parts.h"

enum { MOST_BRANCHES = 24, MOST_VIA = 8, LONGEST_BRANCH = 40 };

static bool meets_content(const Statement *s, Span span)
{
    for (uint32_t i = 0; i < s->content.n; i++)
        if (span_meet(s->content.at[i], span)) return true;
    return false;
}

/* What follows a branch up to the next comma hangs on it, whatever the parse says, unless the cue
 * governs it: "remarks broadcast on TV". */
static bool belongs_behind(const Scene *scene, const Statement *s, uint32_t t, uint32_t cue)
{
    const Token *token = &scene->lang->token[t];
    bool same = token->sentence == scene->lang->token[cue].sentence && t > cue &&
                scene->quote[t] == scene->quote[cue];
    bool participle = token->upos == UPOS_VERB && t > 0 &&
                      scene->lang->token[t - 1].upos == UPOS_NOUN;
    if (token->head == cue && !participle) return false;
    return same && token->upos != UPOS_PUNCT && token->upos != UPOS_CCONJ &&
           token->upos != UPOS_AUX && token->upos != UPOS_SCONJ && !meets_content(s, token->span) &&
           !span_meet(token->span, s->speaker_span);
}

/* The branch under `top` from its first token up to content or source, without a comma at its end.
 */
static Span branch_span(const Scene *scene, const Statement *s, uint32_t top, uint32_t cue)
{
    const LangText *lang = scene->lang;
    uint32_t first, end, stop;
    tree_range(lang, top, &first, &end);
    if (first <= cue && cue < end) first = cue + 1;
    if (end > first + LONGEST_BRANCH) end = first + LONGEST_BRANCH;
    for (stop = first; stop < end; stop++) {
        Span t = lang->token[stop].span;
        if (meets_content(s, t) || span_meet(t, s->speaker_span) ||
            scene->quote[stop] != scene->quote[cue])
            break;
    }
    while (stop == end && end < lang->n_tokens && belongs_behind(scene, s, end, cue))
        stop = ++end;
    while (stop > first && lang->token[stop - 1].upos == UPOS_PUNCT)
        stop--;
    return stop > first ? tokens_span(lang, first, stop) : (Span){0, 0};
}

static bool is_date(const Findings *f, Span span)
{
    for (uint32_t i = 0; i < f->times.n; i++) {
        Span t = f->times.at[i].span;
        if (t.b >= span.e) break;
        if (span_meet(t, span) && (t.e - t.b) * 2 >= span.e - span.b) return true;
    }
    return false;
}

static bool case_is(const LangText *lang, uint32_t top, const char *const *words)
{
    uint32_t adp = tree_child_rel(lang, top, REL_CASE);
    for (; adp != NONE && *words; words++)
        if (slice_eq_nocase(lang->token[adp].form, slice_of(*words))) return true;
    return false;
}

/* "in translated remarks": the preposition that opens the branch, whichever word of it the parse
 * hangs it on. */
static bool opens_with(const LangText *lang, uint32_t top, uint32_t cue, const char *const *words)
{
    uint32_t first, end;
    tree_range(lang, top, &first, &end);
    if (first <= cue && cue < end) return false;
    for (; lang->token[first].upos == UPOS_ADP && *words; words++)
        if (slice_eq_nocase(lang->token[first].form, slice_of(*words))) return true;
    return false;
}

static void look_at_branch(const Scene *scene, Statement *s, uint32_t top, uint32_t cue)
{
    static const char *const to[] = {"to", NULL};
    static const char *const at[] = {"at",        "in",   "on",   "during", "after",   "before",
                                     "following", "amid", "from", "via",    "through", NULL};
    const LangText *lang = scene->lang;
    const Token *t = &lang->token[top];
    Span span = branch_span(scene, s, top, cue);
    if (span_empty(span) || span_in(t->span, s->speaker_span) || meets_content(s, t->span)) return;
    bool told = (t->rel == REL_OBJ || t->rel == REL_IOBJ) && top > cue;
    if (told || (t->rel == REL_OBL && case_is(lang, top, to))) {
        if (span_empty(s->addressee_span)) s->addressee_span = span;
    } else if ((t->rel == REL_OBL || t->rel == REL_NMOD || t->rel == REL_ADVCL) &&
               (case_is(lang, top, at) || opens_with(lang, top, cue, at) ||
                is_date(scene->findings, span))) {
        if (span_empty(s->occasion_span) ||
            (is_date(scene->findings, s->occasion_span) && !is_date(scene->findings, span)))
            s->occasion_span = span;
    }
}

static void look_round_cue(const Scene *scene, Statement *s, uint32_t cue)
{
    const LangText *lang = scene->lang;
    uint32_t n = 0;
    for (uint32_t c = tree_child(lang, cue, lang->sentence[lang->token[cue].sentence].first);
         c != NONE && n < MOST_BRANCHES; c = tree_child(lang, cue, c + 1), n++) {
        look_at_branch(scene, s, c, cue);
    }
}

static bool add_via(Statement *s, uint32_t entity, Arena *arena)
{
    if (entity == NONE || entity == s->speaker || s->via.n == MOST_VIA) return true;
    for (uint32_t i = 0; i < s->via.n; i++)
        if (s->via.at[i] == entity) return true;
    return VEC_PUSH(arena, &s->via, entity);
}

static uint32_t first_mention_from(const Findings *f, uint32_t byte)
{
    uint32_t low;
    LIST_FIRST(low, f->mentions.n, f->mentions.at[low].span.b < byte);
    return low;
}

/* Names inside a span pass the words on; only outlets, unless `anybody`. */
static bool passers_in(const Scene *scene, Statement *s, Span span, bool anybody, Arena *arena)
{
    const Findings *f = scene->findings;
    for (uint32_t m = first_mention_from(f, span.b);
         m < f->mentions.n && f->mentions.at[m].span.b < span.e; m++) {
        const Mention *one = &f->mentions.at[m];
        if (one->form != FORM_NAME || one->entity == NONE ||
            (!anybody && !speaker_is_outlet(scene, one->entity)))
            continue;
        if (!add_via(s, one->entity, arena)) return false;
    }
    return true;
}

/* "translated", "broadcast", "quoted": the words came through somebody. */
static bool is_relayed(const Scene *scene, Span span)
{
    for (uint32_t t = token_at(scene->lang, span.b);
         t < scene->lang->n_tokens && scene->lang->token[t].span.b < span.e; t++) {
        if (speaker_noun(scene, t) == SPEAKER_RELAY) return true;
    }
    return false;
}

static bool add_parents(Findings *f, uint32_t i, Arena *arena)
{
    Statement *s = &f->statements.at[i];
    uint32_t parent = s->parent, steps = 0;
    while (parent != NONE && steps++ < MOST_VIA) {
        if (!add_via(s, f->statements.at[parent].speaker, arena)) return false;
        parent = f->statements.at[parent].parent;
    }
    return true;
}

dln_status statements_details(Scene *scene, Arena *arena)
{
    Findings *f = scene->findings;
    for (uint32_t i = 0; i < f->statements.n; i++) {
        Statement *s = &f->statements.at[i];
        uint32_t cue = scene->cue_of[i];
        if (cue != NONE && slice_starts(s->rule, SLICE("floating")) == false)
            look_round_cue(scene, s, cue);
        if (!span_empty(s->occasion_span) && is_relayed(scene, s->occasion_span))
            s->via_note = slice_span(scene->report->text, s->occasion_span);
        if (!passers_in(scene, s, s->occasion_span, false, arena) ||
            !passers_in(scene, s, s->addressee_span, false, arena) ||
            !passers_in(scene, s, scene->relay_of[i], true, arena) || !add_parents(f, i, arena))
            return arena_status(arena);
    }
    return DLN_OK;
}
