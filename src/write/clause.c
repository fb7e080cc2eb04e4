/* clause.c - see clause.h.
 *
 * In: a parsed report. Out: a stretch of it. The idea: a reader wants who did what, not the whole
 * sentence; the parse tells where a clause's subject begins and where its objects end, and what
 * hangs behind them (relative clauses, further verbs, asides) is cut from the right until the line
 * is short. Only whole stretches are taken, no word is left out from inside one.
 *
 *     Police detained two managers of Balta Fuel, which runs the depot, after the blast.
 *     -> Police detained two managers of Balta Fuel
 *
 * Known to get wrong: where the parse is wrong the stretch is; a subject shared by two verbs drags
 * the first verb along. */
#include "write/clause.h"
#include "lang/tree.h"

enum { LONGEST_SENTENCE = 200, LINE_BYTES = 130, MOST_BYTES = 230, WHOLE_BYTES = 220, STEPS = 8 };

static bool is_clause_head(const LangText *lang, uint32_t i)
{
    const Token *t = &lang->token[i];
    if (t->rel == REL_AUX || t->rel == REL_COP || t->rel == REL_FLAT || t->rel == REL_COMPOUND ||
        t->rel == REL_AMOD || t->rel == REL_CASE)
        return false;
    return t->head == NONE || t->upos == UPOS_VERB || tree_child_rel(lang, i, REL_COP) != NONE;
}

static uint32_t subject_of(const LangText *lang, uint32_t verb)
{
    uint32_t s = tree_child_rel(lang, verb, REL_NSUBJ);
    return s != NONE && s < verb ? s : NONE;
}

/* Up to a verb that has a subject of its own: "and left" shares that of the verb before. */
static uint32_t head_over(const LangText *lang, uint32_t token)
{
    for (uint32_t steps = 0; steps < STEPS; steps++) {
        const Token *t = &lang->token[token];
        if (is_clause_head(lang, token) && subject_of(lang, token) != NONE) return token;
        if (t->head == NONE) break;
        token = t->head;
    }
    return token;
}

/* A clause while it is measured: which child of the verb each token hangs under. */
typedef struct Measure {
    const LangText *lang;
    const Sentence *sentence;
    uint32_t verb;
    uint32_t under[LONGEST_SENTENCE]; /* child of the verb, the verb itself, NONE: outside */
} Measure;

static void measure(Measure *m)
{
    uint32_t n = m->sentence->end - m->sentence->first;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = m->sentence->first + i, child = at;
        for (uint32_t steps = 0; steps < n && at != NONE && at != m->verb; steps++) {
            child = at;
            at = m->lang->token[at].head;
        }
        m->under[i] = at != m->verb ? NONE : child;
    }
}

static void subtree(const Measure *m, uint32_t child, uint32_t *first, uint32_t *end)
{
    *first = child;
    *end = child + 1;
    for (uint32_t i = m->sentence->first; i < m->sentence->end; i++) {
        if (m->under[i - m->sentence->first] != child) continue;
        if (i < *first) *first = i;
        *end = i + 1;
    }
}

static bool trails(Rel rel)
{
    return rel == REL_CONJ || rel == REL_PARATAXIS || rel == REL_DISCOURSE || rel == REL_LIST ||
           rel == REL_CC || rel == REL_DISLOCATED || rel == REL_VOCATIVE;
}

/* End of the part of a subtree that belongs on the line: up to a relative clause or an aside. */
static uint32_t short_end(const Measure *m, uint32_t first, uint32_t end, uint32_t keep)
{
    for (uint32_t i = first + 1; i < end; i++) {
        const Token *t = &m->lang->token[i];
        if (i >= keep && t->upos == UPOS_PUNCT && t->form.n == 1 &&
            (*t->form.p == ',' || *t->form.p == ';' || *t->form.p == ':' || *t->form.p == '('))
            return i;
        if (i >= keep && t->upos == UPOS_PRON && t->xpos[0] == 'W') return i;
    }
    return end;
}

/* Last token of the line: objects and adjuncts as far as there is room, all of `keep`. */
static uint32_t right_end(const Measure *m, uint32_t begin, uint32_t keep)
{
    const Token *token = m->lang->token;
    uint32_t end = m->verb + 1;
    for (uint32_t i = m->verb + 1; i < m->sentence->end;) {
        uint32_t child = m->under[i - m->sentence->first], first, past;
        if (child == NONE || child == m->verb) break;
        subtree(m, child, &first, &past);
        bool needed = first < keep;
        if (token[child].upos == UPOS_PUNCT && token[child].rel == REL_PUNCT) {
            if (!needed && end > m->verb + 1) break;
            i = past;
            continue;
        }
        if (trails(token[child].rel) && !needed) break;
        if (token[child].rel == REL_ADVCL && !needed && first > 0 &&
            token[first - 1].upos == UPOS_PUNCT)
            break; /* "accused him of lying", but not ", lying to him" */
        past = short_end(m, first, past, keep);
        if (past <= i) break; /* a phrase with words of another between its own: no way on */
        if (!needed && token[past - 1].span.e - token[begin].span.b > LINE_BYTES &&
            token[child].rel != REL_OBJ && token[child].rel != REL_XCOMP &&
            token[child].rel != REL_CCOMP)
            break;
        end = past;
        i = past;
        if (past < m->sentence->end && m->under[past - m->sentence->first] == child) break;
    }
    return end < keep ? keep : end;
}

static uint32_t left_begin(const Measure *m, uint32_t subject)
{
    const Token *token = m->lang->token;
    uint32_t begin = m->verb, first, end;
    if (subject != NONE) {
        subtree(m, subject, &first, &end);
        begin = first;
    }
    for (uint32_t i = m->sentence->first; i < begin; i++)
        if (token[i].head == m->verb && (token[i].rel == REL_AUX || token[i].rel == REL_EXPL))
            begin = i;
    return begin;
}

/* Where the phrase before the subject begins that holds token `a`: "In April", not "April". */
static uint32_t left_of(const Measure *m, uint32_t a)
{
    uint32_t child = m->under[a - m->sentence->first], first, end;
    if (child == NONE || child == m->verb) return a;
    subtree(m, child, &first, &end);
    return first < a ? first : a;
}

static uint32_t without_marks(const LangText *lang, uint32_t begin, uint32_t end, uint32_t last)
{
    bool cut = end < last && lang->token[end].xpos[0] == 'W'; /* "a policy under which" */
    while (end > begin + 1) {
        const Token *t = &lang->token[end - 1];
        bool left = end < last && strcmp(t->xpos, "VBG") == 0 && t->rel == REL_ADVCL;
        if (left && slice_is(lang->token[end - 2].form, ",")) { /* "backed Orsk, saying" */
            end--;
            continue;
        }
        if (t->upos != UPOS_PUNCT && !(cut && t->upos == UPOS_ADP) && t->upos != UPOS_CCONJ &&
            t->upos != UPOS_SCONJ)
            break;
        if (t->form.n && (*t->form.p == '"' || *t->form.p == ')' || (*t->form.p & 0x80))) break;
        end--;
    }
    return end;
}

static const Sentence *sentence_of(const LangText *lang, uint32_t at)
{
    uint32_t token = token_at(lang, at);
    if (token >= lang->n_tokens) return NULL;
    const Sentence *s = &lang->sentence[lang->token[token].sentence];
    return at >= s->span.b && at < s->span.e ? s : NULL;
}

Span sentence_round(const LangText *lang, uint32_t at)
{
    const Sentence *s = sentence_of(lang, at);
    return s ? s->span : (Span){0, 0};
}

static void note_subject(const Measure *m, uint32_t subject, Clause *out)
{
    uint32_t first, end;
    if (subject == NONE) return;
    out->pronoun = m->lang->token[subject].upos == UPOS_PRON;
    subtree(m, subject, &first, &end);
    for (uint32_t i = first; i < end; i++) /* "all of which" */
        out->pronoun |= i <= subject + 3 && m->lang->token[i].xpos[0] == 'W' && i >= subject &&
                        end <= m->verb && i + 1 == end;
    if (out->pronoun) return;
    out->subject = tokens_span(m->lang, first, short_end(m, first, end, 0));
}

/* Does the verb, or a word that helps it, stand in a time? */
static bool is_finite(const LangText *lang, uint32_t verb)
{
    if (strstr(lang->token[verb].feats, "VerbForm=Fin")) return true;
    for (uint32_t c = tree_child(lang, verb, 0); c != NONE; c = tree_child(lang, verb, c + 1))
        if ((lang->token[c].rel == REL_AUX || lang->token[c].rel == REL_COP) &&
            strstr(lang->token[c].feats, "VerbForm=Fin"))
            return true;
    return false;
}

bool clause_round(const LangText *lang, Span keep, Clause *out)
{
    *out = (Clause){.verb = NONE};
    const Sentence *s = sentence_of(lang, keep.b);
    if (!s || keep.e > s->span.e || s->end - s->first > LONGEST_SENTENCE) return false;
    uint32_t a = token_at(lang, keep.b), b = token_at(lang, keep.e - 1);
    if (b >= s->end) return false;
    Measure m = {.lang = lang, .sentence = s, .verb = head_over(lang, a)};
    measure(&m);
    uint32_t subject = subject_of(lang, m.verb), begin = left_begin(&m, subject);
    if (a < begin) begin = left_of(&m, a);
    uint32_t end = without_marks(lang, begin, right_end(&m, begin, b + 1), s->end);
    if (end < b + 1) end = b + 1;
    out->span = tokens_span(lang, begin, end);
    out->verb = m.verb;
    out->body = s->block == BLOCK_BODY;
    out->finite = is_finite(lang, m.verb) && lang->token[begin].xpos[0] != 'W';
    note_subject(&m, subject, out);
    const Token *head = &lang->token[begin]; /* "'s the issue" is the rest of a word */
    bool rest = head->mwt_more ||
                (head->upos == UPOS_PUNCT && head->form.n == 1 && strchr(",;:.)", *head->form.p));
    return !rest && out->span.e - out->span.b <= MOST_BYTES;
}

/* First word of a line from `begin` on: not "But", "and". */
static uint32_t past_joint(const LangText *lang, uint32_t begin, uint32_t end)
{
    while (begin + 1 < end &&
           (lang->token[begin].upos == UPOS_CCONJ || lang->token[begin].upos == UPOS_PUNCT) &&
           lang->token[begin].form.p[0] != '"' && !(lang->token[begin].form.p[0] & 0x80))
        begin++;
    return begin;
}

/* End of what completes the line: "was forced earlier this month | to correct it", "a document |
 * that tells of bribes", as far as it goes whole. */
static uint32_t complete_end(const Measure *m, uint32_t begin, uint32_t end)
{
    const Token *token = m->lang->token;
    while (end < m->sentence->end) {
        uint32_t child = m->under[end - m->sentence->first], first, past;
        if (child == NONE || child == m->verb || token[end].upos == UPOS_PUNCT) break;
        if (trails(token[child].rel)) break;
        subtree(m, child, &first, &past);
        if (past <= end || token[past - 1].span.e - token[begin].span.b > MOST_BYTES) break;
        end = past;
    }
    return end;
}

/* Do words that complete the line stand behind its end? */
static bool goes_on(const Measure *m, uint32_t end)
{
    const Token *token = m->lang->token;
    if (end >= m->sentence->end) return false;
    if (token[end - 1].upos == UPOS_ADP && token[end - 1].rel != REL_COMPOUND) return true;
    uint32_t child = m->under[end - m->sentence->first];
    return token[end].upos != UPOS_PUNCT && child != NONE && child != m->verb &&
           !trails(token[child].rel);
}

/* Does what stands behind the end only add when or why: "closed the harbour | after a storm hit
 * it"?
 */
static bool adds_clause(const Measure *m, uint32_t end)
{
    uint32_t child = end < m->sentence->end ? m->under[end - m->sentence->first] : NONE, first,
             past;
    if (child == NONE || child == m->verb || m->lang->token[child].rel != REL_ADVCL) return false;
    subtree(m, child, &first, &past);
    return first >= end && m->lang->token[first].upos != UPOS_PART; /* not "driven | to Orsk" */
}

/* Does the line end in the midst: before words that complete it, or with a bare verb that shares
 * its object with the next: "shouted | at, and accused, the officials"? */
static bool is_cut_short(const Measure *m, uint32_t end)
{
    return end == m->verb + 1 ? end < m->sentence->end : goes_on(m, end);
}

bool clause_widen(const LangText *lang, Clause *clause)
{
    const Sentence *s = sentence_of(lang, clause->span.b);
    if (!s || clause->verb == NONE || s->end - s->first > LONGEST_SENTENCE) return false;
    uint32_t begin = token_at(lang, clause->span.b), end = token_at(lang, clause->span.e - 1) + 1;
    bool whole = lang->token[clause->verb].head == NONE && s->span.e - s->span.b <= WHOLE_BYTES,
         good = true;
    if (whole) {
        begin = s->first;
        end = s->end;
    } else {
        Measure m = {.lang = lang, .sentence = s, .verb = clause->verb};
        measure(&m);
        end = complete_end(&m, begin, end);
        good = !is_cut_short(&m, end);
    }
    begin = past_joint(lang, begin, end);
    end = without_marks(lang, begin, end, s->end);
    clause->span = tokens_span(lang, begin, end);
    return good;
}

bool clause_complete(const LangText *lang, Clause *clause)
{
    const Sentence *s = sentence_of(lang, clause->span.b);
    if (!s || clause->verb == NONE || s->end - s->first > LONGEST_SENTENCE) return false;
    uint32_t begin = token_at(lang, clause->span.b), end = token_at(lang, clause->span.e - 1) + 1;
    Measure m = {.lang = lang, .sentence = s, .verb = clause->verb};
    measure(&m);
    if (!goes_on(&m, end) || adds_clause(&m, end)) return true;
    end = complete_end(&m, begin, end);
    if (goes_on(&m, end) && !adds_clause(&m, end)) return false;
    end = without_marks(lang, begin, end, s->end);
    clause->span = tokens_span(lang, begin, end);
    return true;
}

/* ---- slots ---- */

static bool is_passive(const LangText *lang, uint32_t verb)
{
    for (uint32_t c = tree_child(lang, verb, 0); c != NONE; c = tree_child(lang, verb, c + 1))
        if (lang->token[c].rel == REL_AUX && strcmp(lang->token[c].subtype, "pass") == 0)
            return true;
    return false;
}

/* First child with this relation and tag; its form. */
static Slice aux_form(const LangText *lang, uint32_t verb, bool passive, const char *tag)
{
    for (uint32_t c = tree_child(lang, verb, 0); c != NONE; c = tree_child(lang, verb, c + 1)) {
        const Token *t = &lang->token[c];
        if (t->rel == REL_AUX && (strcmp(t->subtype, "pass") == 0) == passive &&
            strcmp(t->xpos, tag) == 0)
            return t->form;
    }
    return (Slice){"", 0};
}

/* End of the verb's object, or of its first adjunct; never with the value in it. */
static uint32_t object_end(const LangText *lang, uint32_t verb, Span without)
{
    uint32_t first, end;
    for (uint32_t c = tree_child(lang, verb, verb + 1); c != NONE;
         c = tree_child(lang, verb, c + 1)) {
        const Token *t = &lang->token[c];
        if (t->rel != REL_OBJ && t->rel != REL_OBL && t->rel != REL_XCOMP) continue;
        tree_range(lang, c, &first, &end);
        Span span = tokens_span(lang, verb, end);
        if (span_meet(tokens_span(lang, first, end), without) || span.e - span.b > 60) break;
        return end;
    }
    return verb + 1;
}

static bool has_object(const LangText *lang, uint32_t verb)
{
    return tree_child_rel(lang, verb, REL_OBJ) != NONE ||
           tree_child_rel(lang, verb, REL_CCOMP) != NONE;
}

static void active_slots(const LangText *lang, Slice text, const Clause *c, Span without,
                         Slice slot[SLOTS], Arena *arena)
{
    const Token *v = &lang->token[c->verb];
    Slice will = aux_form(lang, c->verb, false, "MD");
    if (v->upos != UPOS_VERB || tree_child_rel(lang, c->verb, REL_XCOMP) != NONE) return;
    if (will.n ? !slice_is(will, "will") : strcmp(v->xpos, "VBD") != 0) return;
    if (!will.n && slice_eq_nocase(v->lemma, v->form)) return; /* no bare form is known */
    uint32_t end = object_end(lang, c->verb, without);
    if (end == c->verb + 1 && has_object(lang, c->verb)) return;
    Span rest = end > c->verb + 1 ? tokens_span(lang, c->verb + 1, end) : (Span){0, 0};
    Slice words = slice_span(text, rest);
    slot[SLOT_ACT] = arena_printf(arena, "%.*s%s%.*s", (int)v->lemma.n, v->lemma.p,
                                  words.n ? " " : "", (int)words.n, words.p);
    slot[SLOT_DID] = will.n ? will : SLICE("did");
}

bool quotes_paired(Slice words)
{
    int plain = 0, curly = 0;
    for (size_t i = 0; i < words.n; i++) {
        Slice rest = {words.p + i, words.n - i};
        plain += words.p[i] == '"';
        curly += slice_starts(rest, SLICE("\xE2\x80\x9C"));
        curly -= slice_starts(rest, SLICE("\xE2\x80\x9D"));
        if (curly < 0) return false;
    }
    return plain % 2 == 0 && curly == 0;
}

Slice words_mid_sentence(const LangText *lang, Slice words, Span span, Arena *arena)
{
    uint32_t token = token_at(lang, span.b);
    if (token >= lang->n_tokens || !words.n) return words;
    const Token *t = &lang->token[token];
    if (t->upos == UPOS_PROPN || t->name != NONE || *words.p < 'A' || *words.p > 'Z') return words;
    if (slice_is(t->form, "I")) return words;
    if (t->span.e - t->span.b > 1 && slice_capital_at(words, 1)) return words;
    return arena_printf(arena, "%c%.*s", *words.p + ('a' - 'A'), (int)words.n - 1, words.p + 1);
}

void clause_slots(const LangText *lang, Slice text, const Clause *clause, Span without,
                  Slice slot[SLOTS], Arena *arena)
{
    if (clause->verb == NONE || span_empty(clause->subject) ||
        clause->subject.e - clause->subject.b > 70 || span_meet(clause->subject, without))
        return;
    slot[SLOT_SUBJECT] = words_mid_sentence(lang, slice_span(text, clause->subject),
                                            clause->subject, arena);
    if (is_passive(lang, clause->verb)) {
        Slice was = aux_form(lang, clause->verb, true, "VBD");
        if (!was.n || aux_form(lang, clause->verb, false, "MD").n) return;
        slot[SLOT_WAS] = was;
        slot[SLOT_DONE] = lang->token[clause->verb].form;
    } else
        active_slots(lang, text, clause, without, slot, arena);
}

Slice clause_gap(Slice text, Span span, Span value, Arena *arena)
{
    if (!span_in(value, span)) return slice_span(text, span);
    Slice before = slice_span(text, (Span){span.b, value.b}),
          after = slice_span(text, (Span){value.e, span.e});
    return arena_printf(arena, "%.*s\xE2\x80\xA6%.*s", (int)before.n, before.p, (int)after.n,
                        after.p);
}
