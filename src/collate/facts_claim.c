/* facts_claim.c - what a statement claims, in few words: the predicate of each of its clauses.
 *
 * In: statements of every report, their parses, and which of them are versions of one statement.
 * Out: pieces "claim". "China will not reduce the level of military cooperation with Russia, the
 * paper said" claims "will not reduce the level of military cooperation". Claims of versions of one
 * statement meet when their words are the same, then when their verb is of one class and they share
 * a word; all others stand alone.
 *
 * Known to get wrong: predicates that say nothing without their subject ("is one of them"). */
#include "collate/facts.h"
#include "lang/tree.h"

enum {
    CLAIMS_OF_ONE = 4,
    FAR = 12
}; /* claims a statement may have; tokens a claim reaches behind its predicate without an object */

typedef struct Claim {
    uint32_t statement, report, token;
    Slice class;
    Span span;
    Value value;
    uint32_t lead;
} Claim; /* lead: first claim of its fact */
typedef struct Claims {
    VEC(Claim) at;
} Claims;

static bool inside(const Statement *s, Span span)
{
    for (uint32_t i = 0; i < s->content.n; i++)
        if (span_in(span, s->content.at[i])) return true;
    return false;
}

/* A verb, or what stands with the helping words of one ("can no longer be bound"). */
static bool verbal(const LangText *lang, uint32_t token)
{
    return lang->token[token].upos == UPOS_VERB || (tree_child_rel(lang, token, REL_AUX) != NONE &&
                                                    tree_child_rel(lang, token, REL_COP) == NONE);
}

/* Is the token what a clause of the statement says of its subject? */
static bool is_predicate(const LangText *lang, const Statement *s, uint32_t token)
{
    const Token *t = &lang->token[token];
    bool verb = verbal(lang, token), copular = tree_child_rel(lang, token, REL_COP) != NONE;
    if (!verb && !copular) return false;
    if (t->head == NONE || !inside(s, lang->token[t->head].span)) return true;
    bool row = t->rel == REL_CONJ && (lang->token[t->head].upos == UPOS_VERB || copular);
    return row || t->rel == REL_PARATAXIS || t->rel == REL_CCOMP;
}

/* A word that says nothing at the head of a claim: "'ve", "been". */
static bool bare(const Token *t)
{
    bool clitic = t->form.n && (t->form.p[0] == '\'' || (unsigned char)t->form.p[0] >= 0x80);
    return t->rel == REL_AUX && (clitic || !strstr(t->feats, "VerbForm=Fin"));
}

/* Words before a verb that are of it: "will definitely not", "already". */
static uint32_t begin_of(const LangText *lang, uint32_t token)
{
    uint32_t first = token;
    while (first > lang->sentence[lang->token[token].sentence].first) {
        const Token *t = &lang->token[first - 1];
        bool part = t->head != NONE && t->head >= first && t->head <= token; /* "can no longer" */
        if (!part || (t->rel != REL_AUX && t->rel != REL_ADVMOD && t->rel != REL_DET)) break;
        first--;
    }
    while (first < token && bare(&lang->token[first]))
        first++;
    return first;
}

/* Through the object with all that hangs on it; without one, the first complement. */
static uint32_t end_of(const LangText *lang, uint32_t token)
{
    uint32_t first, end, best = token + 1;
    uint32_t object = tree_child_rel(lang, token, REL_OBJ);
    for (uint32_t c = tree_child(lang, token, token + 1); c != NONE;
         c = tree_child(lang, token, c + 1)) {
        const Token *t = &lang->token[c];
        if (t->rel == REL_CONJ || t->rel == REL_ADVCL || t->rel == REL_PARATAXIS ||
            t->rel == REL_CC)
            break;
        if (object != NONE && c > object) break;
        if (t->rel != REL_OBJ && t->rel != REL_OBL && t->rel != REL_XCOMP && t->rel != REL_CCOMP &&
            t->rel != REL_NMOD && t->rel != REL_ADVMOD)
            continue;
        tree_range(lang, c, &first, &end);
        best = end > best ? end : best;
        if (t->rel != REL_ADVMOD && object == NONE) break;
    }
    return best > token + FAR && object == NONE ? token + FAR : best;
}

/* "very important", "at the highest level": a copular predicate without its subject and verb. */
static void copular_range(const LangText *lang, uint32_t token, uint32_t *first, uint32_t *end)
{
    uint32_t cop = tree_child_rel(lang, token, REL_COP), whole;
    tree_range(lang, token, &whole, end);
    *first = cop != NONE && cop < token ? cop + 1 : token;
    for (uint32_t c = tree_child(lang, token, token + 1); c != NONE;
         c = tree_child(lang, token, c + 1)) {
        const Token *t = &lang->token[c];
        bool clause = t->rel == REL_CONJ && (tree_child_rel(lang, c, REL_NSUBJ) != NONE ||
                                             tree_child_rel(lang, c, REL_AUX) !=
                                                 NONE); /* "competitive but marred" is one */
        if (!clause && t->rel != REL_ADVCL && t->rel != REL_PARATAXIS && t->rel != REL_CCOMP &&
            t->rel != REL_ACL)
            continue;
        uint32_t b, e;
        tree_range(lang, c, &b, &e);
        if (b > token) *end = b;
        break;
    }
    if (*end > *first + FAR) *end = *first + FAR;
}

static dln_status add_claim(Join *join, Claims *claims, uint32_t report, uint32_t local,
                            uint32_t token)
{
    const Findings *f = join_findings(join, report);
    const LangText *lang = &f->lang;
    const Statement *s = &f->statements.at[local];
    uint32_t first, end;
    if (verbal(lang, token)) {
        first = begin_of(lang, token);
        end = end_of(lang, token);
    } else
        copular_range(lang, token, &first, &end);
    while (end > first &&
           (lang->token[end - 1].upos == UPOS_PUNCT || lang->token[end - 1].upos == UPOS_CCONJ))
        end--;
    while (first < end && lang->token[first].upos == UPOS_PUNCT)
        first++;
    if (end <= first || (end - first < 2 && verbal(lang, token))) return DLN_OK;
    Claim c = {.statement = join->statement_of[report][local],
               .report = report,
               .token = token,
               .class = trigger_class(join->collate, lang->token[token].lemma),
               .span = tokens_span(lang, first, end)};
    if (!inside(s, c.span)) return DLN_OK;
    TRY(value_parse(&join->collate->words, CLASS_LOOSE, join_text(join, report, c.span),
                    join->scratch, &c.value));
    return VEC_PUSH(join->scratch, &claims->at, c) ? DLN_OK : arena_status(join->scratch);
}

static dln_status read_statement(Join *join, Claims *claims, uint32_t report, uint32_t local)
{
    const Findings *f = join_findings(join, report);
    const Statement *s = &f->statements.at[local];
    uint32_t n = 0;
    for (uint32_t k = 0; k < s->content.n; k++) {
        uint32_t from = token_at(&f->lang, s->content.at[k].b);
        for (uint32_t i = from; i < f->lang.n_tokens &&
                                f->lang.token[i].span.b < s->content.at[k].e && n < CLAIMS_OF_ONE;
             i++) {
            if (!is_predicate(&f->lang, s, i)) continue;
            n++;
            TRY(add_claim(join, claims, report, local, i));
        }
    }
    return DLN_OK;
}

/* ---- claims of one statement ---- */

static int by_statement(const void *x, const void *y, void *context)
{
    const Claim *a = x, *b = y;
    const Join *join = context;
    if (a->statement != b->statement) return a->statement < b->statement ? -1 : 1;
    if (a->report != b->report) return join->rank[a->report] < join->rank[b->report] ? -1 : 1;
    return a->span.b < b->span.b ? -1 : a->span.b > b->span.b;
}

static bool share_word(const Value *a, const Value *b)
{
    for (uint32_t i = 0; i < a->n_words; i++)
        for (uint32_t k = 0; k < b->n_words; k++)
            if (slice_eq(a->word[i], b->word[k])) return true;
    return false;
}

static bool same_words(const Join *join, const Claim *a, const Claim *b)
{
    return value_compare(&join->collate->words, NULL, &a->value, &b->value).relation ==
           RELATION_SAME;
}

/* Does the group of `lead` hold a claim of this report already? */
static bool has_voice(const Join *join, const Claim *c, uint32_t n, uint32_t lead, uint32_t report)
{
    for (uint32_t i = 0; i < n; i++)
        if (c[i].lead == lead && join->voice[c[i].report] == join->voice[report]) return true;
    return false;
}

static void group_claims(const Join *join, Claim *c, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        c[i].lead = i;
        for (uint32_t k = 0; k < i; k++)
            if (c[k].lead == k && same_words(join, &c[k], &c[i])) {
                c[i].lead = k;
                break;
            }
    }
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < i && c[i].lead == i; k++) {
            if (c[k].lead != k || !slice_eq(c[k].class, c[i].class) ||
                !share_word(&c[k].value, &c[i].value) || has_voice(join, c, n, k, c[i].report))
                continue;
            bool clash = false;
            for (uint32_t m = i + 1; m < n; m++)
                clash |= c[m].lead == i && has_voice(join, c, n, k, c[m].report);
            if (clash) continue;
            for (uint32_t m = i; m < n; m++)
                if (c[m].lead == i) c[m].lead = k;
        }
    }
}

dln_status claim_pieces(Join *join, Pieces *out)
{
    Claims all = {0};
    for (uint32_t report = 0; report < join->in->n; report++)
        for (uint32_t i = 0; i < join_findings(join, report)->statements.n; i++)
            TRY(read_statement(join, &all, report, i));
    list_sort_r(all.at.at, all.at.n, sizeof *all.at.at, by_statement, join);
    for (uint32_t i = 0; i < all.at.n;) {
        uint32_t end = i + 1;
        while (end < all.at.n && all.at.at[end].statement == all.at.at[i].statement && end - i < 64)
            end++;
        group_claims(join, &all.at.at[i], end - i);
        for (uint32_t k = i; k < end; k++) {
            const Claim *c = &all.at.at[k];
            const Claim *lead = &all.at.at[i + c->lead];
            Piece p = {
                .about = ABOUT_STATEMENT,
                .index = c->statement,
                .attribute = "claim",
                .key = arena_printf(join->scratch, "%u.%u", join->rank[lead->report], lead->token),
                .value = join_text(join, c->report, c->span),
                .report = c->report,
                .span = c->span,
                .said_by = join->record->statements.at[c->statement].speaker};
            if (!p.key.p || !add_piece(join, out, p)) return arena_status(join->scratch);
        }
        i = end;
    }
    return DLN_OK;
}
