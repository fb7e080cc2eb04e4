/* facts_entity.c - how the reports name people and bodies, which office they give them, and the
 * wording of what was said.
 *
 * In: record entities and statements. Out: pieces.
 *
 * Known to get wrong: a calling that is read as a part of the name makes it a fuller one ("Baker
 * Jon Oram"). */
#include "collate/facts.h"
#include "collate/join_entities.h"
#include "lang/tree.h"

static bool add_name(Join *join, Pieces *out, uint32_t entity, const RecordMention *m, Slice value)
{
    return add_piece(
        join, out,
        piece_of(ABOUT_ENTITY, entity, ATTRIBUTE_NAME, value, (Evidence){m->report, m->span}));
}

/* What one report, mentions [begin, end), calls the bearer: by the name it has at its fullest,
 * where the name first stands and where it is at its fullest. */
static bool add_fullest(Join *join, Pieces *out, uint32_t entity, uint32_t begin, uint32_t end)
{
    const RecordMention *m = join->record->entities.at[entity].mentions.at, *first = NULL,
                        *fullest = NULL;
    uint32_t most = 0;
    for (uint32_t i = begin; i < end; i++) {
        if (m[i].form != FORM_NAME) continue;
        Slice text = join_text(join, m[i].report, m[i].span);
        uint32_t words = 1;
        for (size_t k = 0; k < text.n; k++)
            words += text.p[k] == ' ';
        if (!first) first = &m[i];
        if (words > most) fullest = &m[i];
        if (words > most) most = words;
    }
    if (!first) return true;
    Slice value = join_text(join, fullest->report, fullest->span);
    return add_name(join, out, entity, first, value) &&
           (first == fullest || add_name(join, out, entity, fullest, value));
}

/* What each report calls the bearer: "Ben Oram", and "Oram" under "Benjamin Oram". */
static bool add_names(Join *join, Pieces *out, uint32_t index)
{
    const RecordEntity *e = &join->record->entities.at[index];
    for (uint32_t i = 0, end; i < e->mentions.n; i = end) {
        LIST_RUN(end, i, e->mentions.n, e->mentions.at[end].report == e->mentions.at[i].report);
        if (!add_fullest(join, out, index, i, end)) return false;
    }
    return true;
}

/* The office at the end of a role's words, "Gov." written out; *left: what stands before it. */
static Slice office_at_end(const Join *join, Slice words, Slice *left)
{
    const GazRole *role = office_of(join->in->gazetteer, words);
    size_t at = words.n;
    *left = (Slice){words.p, role && words.n > role->noun.n ? words.n - role->noun.n : 0};
    if (role) return role->noun;
    while (at > 0 && words.p[at - 1] != ' ')
        at--;
    Slice last = {words.p + at, words.n - at};
    if (last.n && last.p[last.n - 1] == '.') last.n--;
    const Row *row = value_words_find_nocase(&join->collate->words, "same", last);
    role = row ? office_of(join->in->gazetteer, row_col(row, 2)) : NULL;
    *left = (Slice){words.p, at};
    return role ? role->noun : (Slice){NULL, 0};
}

/* "Greek", "Velm County", "the U.S.": names and an article, neither "former" nor "a". */
static bool only_seat(const Join *join, Slice left)
{
    for (size_t i = 0, from = 0; i <= left.n; i++) {
        if (i < left.n && left.p[i] != ' ') continue;
        Slice word = {left.p + from, i - from};
        from = i + 1;
        if (!word.n || slice_eq_nocase(word, SLICE("the"))) continue;
        if (!capital_at(word, 0) || gazetteer_aside(join->in->gazetteer, word) != ASIDE_NONE ||
            slice_eq_nocase(word, SLICE("a")))
            return false;
    }
    return true;
}

void role_office(const Join *join, Value *role)
{
    Slice left, office;
    if (!join->in->gazetteer) return;
    office = office_at_end(join, slice_trim(role->text), &left);
    if (!office.n || !only_seat(join, left)) return;
    left = slice_trim(left);
    role->office = office;
    role->office_bare = !left.n || slice_eq_nocase(left, SLICE("the"));
}

static bool add_roles(Join *join, Pieces *out, uint32_t index)
{
    const RecordEntity *e = &join->record->entities.at[index];
    for (uint32_t i = 0; i < e->roles.n; i++) {
        const RecordRole *r = &e->roles.at[i];
        bool seen = !r->text.n || (unsigned char)r->text.p[0] >= 0x80 || r->text.p[0] == '"';
        for (uint32_t k = i; k > 0 && !seen && e->roles.at[k - 1].at.report == r->at.report; k--)
            seen = slice_eq_nocase(e->roles.at[k - 1].text, r->text);
        Piece p = piece_of(ABOUT_ENTITY, index, ATTRIBUTE_ROLE, r->text, r->at);
        if (!seen && !add_piece(join, out, p)) return false;
    }
    return true;
}

dln_status entity_pieces(Join *join, Pieces *out)
{
    for (uint32_t i = 0; i < join->record->entities.n; i++)
        if (join->record->entities.at[i].kind == ENTITY_PERSON &&
            (!add_names(join, out, i) || !add_roles(join, out, i)))
            return arena_status(join->scratch);
    return DLN_OK;
}

/* Words inside marks of quotation within a longer content: the outlet vouches for just these
 * ("already entered a new era"). */
static bool quoted_part(Slice text, Span content, Span *part)
{
    static const char *const open[] = {"\"", "\xE2\x80\x9C"}, *const close[] = {"\"",
                                                                                "\xE2\x80\x9D"};
    Slice c = slice_span(text, content);
    for (int i = 0; i < 2; i++) {
        size_t b = slice_find(c, slice_of(open[i]));
        if (b == SIZE_MAX) continue;
        b += strlen(open[i]);
        size_t e = slice_find((Slice){c.p + b, c.n - b}, slice_of(close[i]));
        if (e == SIZE_MAX || e < 6 || e + b + 1 > c.n || e * 10 > c.n * 9) continue;
        *part = (Span){content.b + (uint32_t)b, content.b + (uint32_t)(b + e)};
        return memchr(c.p + b, ' ', e) != NULL;
    }
    return false;
}

/* The day a statement was made: the date that hangs on its cue ("said on Tuesday", "reported on
 * April 14"). */
static bool add_day(Join *join, Pieces *out, uint32_t index, const RecordVersion *version)
{
    const Findings *f = join_findings(join, version->report);
    uint32_t cue = span_empty(version->cue_span) ? NONE : token_at(&f->lang, version->cue_span.b);
    if (cue >= f->lang.n_tokens) return true;
    Span sentence = f->lang.sentence[f->lang.token[cue].sentence].span;
    for (uint32_t i = times_from(f, sentence.b);
         i < f->times.n && f->times.at[i].span.b < sentence.e; i++) {
        const TimeMention *t = &f->times.at[i];
        bool hangs = false;
        for (uint32_t k = t->first; k < t->end && k < f->lang.n_tokens; k++)
            hangs |= f->lang.token[k].head == cue;
        if (t->type != TIME_DATE || !hangs) continue;
        Piece p = piece_of(ABOUT_STATEMENT, index, ATTRIBUTE_DATE, t->value,
                           (Evidence){version->report, t->span});
        p.unsure = t->partial || t->basis == BASIS_STORY;
        if (!add_piece(join, out, p)) return false;
    }
    return true;
}

dln_status statement_pieces(Join *join, Pieces *out, const bool *told)
{
    for (uint32_t i = 0; i < join->record->statements.n; i++) {
        const RecordStatement *s = &join->record->statements.at[i];
        for (uint32_t v = 0; v < s->versions.n; v++) {
            const RecordVersion *version = &s->versions.at[v];
            if (!version->content.n) continue;
            Evidence at = {version->report, version->content.at[0]};
            Span part; /* what stands between marks is the wording, the rest the outlet's */
            if (quoted_part(join_findings(join, at.report)->report->text, at.span, &part))
                at.span = part;
            Piece p = piece_of(ABOUT_STATEMENT, i, ATTRIBUTE_WORDING,
                               join_text(join, at.report, at.span), at);
            p.said_by = s->speaker;
            if ((!told[i] && !add_piece(join, out, p)) || !add_day(join, out, i, version))
                return arena_status(join->scratch);
        }
    }
    return DLN_OK;
}
