/* statements_forms.c - who said what where no reporting word says so, by the layout of the text.
 *
 * In: Scene. Out: the forms found, in text order: content, source, and the mention of the speaker
 * where the source stands elsewhere.
 *
 * Forms (press releases, pull quotes, transcripts, interviews):
 *   signed      “We are proud.” — Councillor Tim Ashdown, chair of the port committee
 *               “We are proud.” ¶ Marit Solheim, mother of the victim
 *   announced   Statement by Ambassador Lucia Ferraro: ¶ “We reject this.”
 *               And from board member Jessamyn Rosen: ¶ “She found the fault.”
 *               Senator Lena Brandt replied: ¶ The minister has not answered.
 *   transcript  MARR: We knew in March. We told the regulator.   (two such paragraphs at least)
 *   post        The bridge is closed. — Anna Keller (@akeller) May 14, 2018
 *   script      SOUNDBITE (English) Anna Keller, mayor: “The bridge is closed.”
 *   interview   Dame Olive Marr answered our questions. ¶ Q: And the savers? ¶ A: They will be
 * paid.
 *
 * Idea: paragraphs are told apart by what they are made of: a quotation and nothing else, a line
 * that names somebody and has no verb of its own, a line that ends in a colon, a label before a
 * colon. Two of them side by side make a form; a line alone makes none.
 *
 * Known to get wrong: a credit line under a quotation ("Anna Keller, Photographer"); an interview
 * with two people; answers that run over paragraphs. */
#include "mean/entities/entities.h"
#include "mean/statements/statements_parts.h"

enum { LONGEST_LINE = 20, LONGEST_LABEL = 5, WORDS_OF_QUOTE = 4, WORDS_BEHIND_VERB = 3 };

typedef enum LabelKind {
    LABEL_NOBODY,
    LABEL_SHOUTED, /* capitals before a colon: a speaker where others of the report are named */
    LABEL_NAMED,
    LABEL_QUESTION,
    LABEL_ANSWER
} LabelKind;

typedef struct Paragraph {
    uint32_t first, end; /* tokens */
    LabelKind label;
    uint32_t colon; /* token behind the label */
} Paragraph;

typedef struct FormDesk {
    const Scene *scene;
    Arena *scratch;
    Paragraph *at;
    uint32_t n;
    Forms *out;
} FormDesk;

static const Token *token(const FormDesk *d, uint32_t t)
{
    return &d->scene->lang->token[t];
}
/* Bytes of dashes that open a token ("—", "--", "-Commissioner"); 0: none. */
static uint32_t dash_bytes(const Token *t)
{
    uint32_t n = 0;
    while (n < t->form.n) {
        if (t->form.p[n] == '-')
            n++;
        else if (n + 3 <= t->form.n && memcmp(t->form.p + n, "\xE2\x80", 2) == 0 &&
                 (unsigned char)t->form.p[n + 2] >= 0x90 && (unsigned char)t->form.p[n + 2] <= 0x95)
            n += 3;
        else
            break;
    }
    return n;
}

static bool is_finite(const Token *t)
{
    return (t->upos == UPOS_VERB || t->upos == UPOS_AUX) &&
           (strcmp(t->xpos, "VBD") == 0 || strcmp(t->xpos, "VBZ") == 0 ||
            strcmp(t->xpos, "VBP") == 0 || strcmp(t->xpos, "MD") == 0);
}
static bool is_stop(const Token *t)
{
    return form_is(t, ".") || form_is(t, "!") || form_is(t, "?");
}

static EntityKind mention_kind(const FormDesk *d, uint32_t mention)
{
    const Findings *f = d->scene->findings;
    return f->entities.at[f->mentions.at[mention].entity].kind;
}

/* Does a person's or body's name, or a noun for one, begin among the first words of the line? */
static bool names_somebody(const FormDesk *d, uint32_t first, uint32_t end)
{
    uint32_t stop = end < first + 8 ? end : first + 8;
    for (uint32_t t = first; t < stop; t++) {
        uint32_t m = mention_at_token(d->scene->findings, t, 1u << FORM_NAME);
        if (m != NONE) {
            EntityKind kind = mention_kind(d, m);
            if (kind == ENTITY_PERSON || kind == ENTITY_ORG) return true;
        }
        if (form_is(token(d, t), ",")) return false;
    }
    return false;
}

/* "Councillor Tim Ashdown, chair of the port committee": a short line that names somebody, without
 * a verb of its own and without the end of a sentence. */
static bool is_name_line(const FormDesk *d, uint32_t first, uint32_t end)
{
    if (end <= first || end - first > LONGEST_LINE || !names_somebody(d, first, end)) return false;
    if (token(d, first)->upos == UPOS_ADP) return false; /* "By Anna Keller" */
    for (uint32_t t = first; t < end; t++) {
        if (token(d, t)->xpos[0] == 'W') return true;
        if (is_finite(token(d, t)) || d->scene->quote[t] != NONE || form_is(token(d, t), ":"))
            return false;
        if (t + 1 == end && is_stop(token(d, t)) && t > first &&
            !strchr(".", token(d, t)->form.p[0]))
            return false;
    }
    return true;
}

static Span line_span(const FormDesk *d, uint32_t first, uint32_t end)
{
    uint32_t skip = first < end ? dash_bytes(token(d, first)) : 0;
    while (end > first && token(d, end - 1)->upos == UPOS_PUNCT)
        end--;
    if (end <= first) return (Span){0, 0};
    if (skip == token(d, first)->form.n) {
        skip = 0;
        first++;
    }
    if (first >= end) return (Span){0, 0};
    return (Span){token(d, first)->span.b + skip, token(d, end - 1)->span.e};
}

static bool add_form(FormDesk *d, uint32_t first, uint32_t end, uint32_t cue, Span source,
                     uint32_t mention)
{
    while (first < end && token(d, first)->upos == UPOS_PUNCT && d->scene->quote[first] == NONE)
        first++;
    if (first >= end) return true;
    return VEC_PUSH(d->scratch, d->out, ((Form){first, end, cue, source, mention}));
}

/* ---- quotations ---- */
/* End of the quotation that opens the paragraph, when it is speech by its length; 0: none. */
static uint32_t leading_quote_end(const FormDesk *d, const Paragraph *p)
{
    uint32_t q = d->scene->quote[p->first], t = p->first;
    if (q == NONE || d->scene->marks.quote[q].words < WORDS_OF_QUOTE ||
        d->scene->marks.quote[q].span.b > token(d, p->first)->span.b)
        return 0;
    while (t < p->end && d->scene->quote[t] == q)
        t++;
    return t;
}

/* A paragraph that is one quotation and nothing else. */
static bool is_quotation(const FormDesk *d, const Paragraph *p)
{
    uint32_t end = leading_quote_end(d, p);
    while (end > 0 && end < p->end && token(d, end)->upos == UPOS_PUNCT &&
           !dash_bytes(token(d, end)))
        end++;
    return end > 0 && end == p->end;
}

static bool any_quoted(const FormDesk *d, const Paragraph *p)
{
    for (uint32_t t = p->first; t < p->end; t++)
        if (d->scene->quote[t] != NONE) return true;
    return false;
}

static bool has_token(const FormDesk *d, const Paragraph *p, const char *form)
{
    for (uint32_t t = p->first; t < p->end; t++)
        if (form_is(token(d, t), form)) return true;
    return false;
}

/* “...” — NAME, office: in one paragraph. */
static bool add_signed(FormDesk *d, const Paragraph *p)
{
    uint32_t end = leading_quote_end(d, p);
    if (end == 0 || end >= p->end) return true;
    uint32_t dash = dash_bytes(token(d, end)), first = end + (dash == token(d, end)->form.n);
    if (dash == 0 || !is_name_line(d, first, p->end)) return true;
    return add_form(d, p->first, end, NONE, line_span(d, end, p->end), NONE);
}

/* A line that is a person's full name and nothing else. */
static bool is_whole_person(const FormDesk *d, const Paragraph *line)
{
    const Findings *f = d->scene->findings;
    uint32_t m = mention_at_token(f, line->first, 1u << FORM_NAME);
    return m != NONE && mention_kind(d, m) == ENTITY_PERSON &&
           f->mentions.at[m].first == line->first && f->mentions.at[m].end == line->end &&
           line->end - line->first >= 2;
}

/* “...” ¶ NAME, office. A name alone signs only a quotation that follows no other. */
static bool add_signed_below(FormDesk *d, uint32_t i)
{
    const Paragraph *p = &d->at[i], *line = &d->at[i + 1];
    if (!is_quotation(d, p)) return true;
    uint32_t dash = dash_bytes(token(d, line->first)),
             first = line->first + (dash && dash == token(d, line->first)->form.n);
    if (!is_name_line(d, first, line->end)) return true;
    bool plain = dash == 0 && !has_token(d, line, ",");
    if (plain && (i == 0 || any_quoted(d, &d->at[i - 1]) || !is_whole_person(d, line))) return true;
    return add_form(d, p->first, p->end, NONE, line_span(d, line->first, line->end), NONE);
}

/* ---- posts and scripts ---- */
/* "@akeller", "(@akeller" where the bracket is no word of its own */
static bool is_handle(const Token *t)
{
    size_t at = t->form.n > 0 && t->form.p[0] == '(';
    return t->form.n > at + 1 && t->form.p[at] == '@';
}

/* First token behind "NAME (@handle)" that begins at `t`, *name: the first behind the name; NONE.
 */
static uint32_t behind_handle(const FormDesk *d, uint32_t t, uint32_t end, uint32_t *name)
{
    uint32_t m = mention_at_token(d->scene->findings, t, 1u << FORM_NAME);
    if (m == NONE || d->scene->findings->mentions.at[m].first != t) return NONE;
    *name = d->scene->findings->mentions.at[m].end;
    uint32_t k = *name;
    if (k < end && form_is(token(d, k), "(")) k++;
    if (k >= end || !is_handle(token(d, k))) return NONE;
    k++;
    return k < end && form_is(token(d, k), ")") ? k + 1 : k;
}

/* The bridge is closed until noon. — Anna Keller (@akeller) May 14, 2018
 * Anna Keller (@akeller) The bridge is closed until noon. */
static bool add_post(FormDesk *d, const Paragraph *p)
{
    uint32_t name, behind = behind_handle(d, p->first, p->end, &name);
    if (behind != NONE) {
        if (behind < p->end && form_is(token(d, behind), ":")) behind++;
        return behind + 2 >= p->end ||
               add_form(d, behind, p->end, NONE, line_span(d, p->first, name), NONE);
    }
    uint32_t low = p->end > p->first + LONGEST_LINE ? p->end - LONGEST_LINE : p->first + 2;
    for (uint32_t t = p->end; t > low; t--) {
        if (dash_bytes(token(d, t - 1)) != token(d, t - 1)->form.n || t >= p->end) continue;
        if (behind_handle(d, t, p->end, &name) == NONE) continue;
        return add_form(d, p->first, t - 1, NONE, line_span(d, t, name), NONE);
    }
    return true;
}

/* SOUNDBITE (English) Anna Keller, mayor: “The bridge is closed.” The quotation behind a colon, and
 * the name that begins behind a bracket, a number or the start of the sentence. */
static bool add_script(FormDesk *d, uint32_t colon)
{
    const LangText *lang = d->scene->lang;
    uint32_t first = lang->sentence[token(d, colon)->sentence].first, end = colon + 1;
    if (colon > first + LONGEST_LINE) first = colon - LONGEST_LINE;
    uint32_t t = colon;
    while (t > first && !form_is(token(d, t - 1), ")") && token(d, t - 1)->upos != UPOS_NUM)
        t--;
    uint32_t m = mention_at_token(d->scene->findings, t, 1u << FORM_NAME);
    uint32_t q = d->scene->quote[colon + 1];
    if (m == NONE || d->scene->findings->mentions.at[m].first != t ||
        mention_kind(d, m) != ENTITY_PERSON || !is_name_line(d, t, colon) ||
        d->scene->marks.quote[q].words < WORDS_OF_QUOTE)
        return true;
    while (end < lang->n_tokens && d->scene->quote[end] == q)
        end++;
    return add_form(d, colon + 1, end, NONE, line_span(d, t, colon), NONE);
}

static bool add_scripts(FormDesk *d)
{
    const LangText *lang = d->scene->lang;
    for (uint32_t t = 1; t + 1 < lang->n_tokens; t++)
        if (form_is(token(d, t), ":") && d->scene->quote[t] == NONE &&
            d->scene->quote[t + 1] != NONE && !add_script(d, t))
            return false;
    return true;
}

/* ---- lines that announce ---- */
static bool is_cue_noun(const FormDesk *d, uint32_t t)
{
    return token(d, t)->upos == UPOS_NOUN &&
           map_find(&d->scene->model->cue_noun, token(d, t)->lemma) != NONE;
}
static bool is_strong_cue(const FormDesk *d, uint32_t t)
{
    return d->scene->word[t] && d->scene->word[t]->strong;
}
static bool is_of(const Token *t)
{
    return form_is(t, "by") || form_is(t, "from") || form_is(t, "of");
}

/* "Statement by NAME", "And from NAME", "the claim by NAME on Monday": the token behind the
 * preposition; NONE. */
static uint32_t behind_of(const FormDesk *d, uint32_t first, uint32_t end)
{
    uint32_t lead = first;
    if (lead < end && token(d, lead)->upos == UPOS_CCONJ) lead++;
    if (lead + 1 < end && is_of(token(d, lead))) return lead + 1;
    for (uint32_t t = first; t + 2 < end; t++)
        if (is_cue_noun(d, t) && is_of(token(d, t + 1))) return t + 2;
    return NONE;
}

/* First token of the verb that makes the line a line of speech: a strong reporting verb, or any
 * verb with a noun of speech behind it ("made the following statement"); NONE. */
static uint32_t verb_of(const FormDesk *d, uint32_t first, uint32_t end)
{
    uint32_t verb = NONE, told = NONE;
    for (uint32_t t = end; t > first; t--)
        if (is_strong_cue(d, t - 1) && (is_finite(token(d, t - 1)) || t == end)) return t - 1;
    for (uint32_t t = first; t < end && told == NONE; t++) {
        if (is_finite(token(d, t)) && verb == NONE) verb = t;
        if (verb != NONE && t > verb && is_cue_noun(d, t)) told = verb;
    }
    return told;
}

/* Tokens [*first, *end) of who speaks in a line that announces, without its colon; *verb: the
 * reporting verb, NONE. False: nobody. */
static bool announced_by(const FormDesk *d, uint32_t *first, uint32_t *end, uint32_t *verb)
{
    const LangText *lang = d->scene->lang;
    uint32_t behind = behind_of(d, *first, *end), subject;
    *verb = behind == NONE ? verb_of(d, *first, *end) : NONE;
    if (behind != NONE) {
        *first = behind;
        for (uint32_t t = behind; t < *end; t++) /* "by Anna Keller on Monday" */
            if (token(d, t)->upos == UPOS_ADP && t > behind) *end = t;
    } else if (*verb != NONE) {
        subject = tree_child_rel(lang, *verb, REL_NSUBJ);
        if (subject != NONE && subject >= *first && subject < *verb) {
            uint32_t low, high;
            tree_range(lang, subject, &low, &high);
            if (low > *first) *first = low;
        }
        *end = *verb;
    }
    return is_name_line(d, *first, *end);
}

/* "...:" ¶ “...”; a line that ends in its reporting verb announces a paragraph without marks too.
 */
static bool add_announced(FormDesk *d, uint32_t i)
{
    const Paragraph *line = &d->at[i], *p = &d->at[i + 1];
    uint32_t end = line->end - 1, verb,
             first = d->scene->lang->sentence[token(d, end)->sentence].first;
    if (first < line->first) first = line->first;
    uint32_t colon = end;
    if (!form_is(token(d, colon), ":") || colon - first > LONGEST_LINE) return true;
    for (uint32_t t = first; t < colon; t++)
        if (d->scene->quote[t] != NONE) return true;
    if (!announced_by(d, &first, &end, &verb)) return true;
    bool quoted = is_quotation(d, p);
    if (!quoted && (any_quoted(d, p) || verb == NONE || !is_strong_cue(d, verb) ||
                    colon - verb > WORDS_BEHIND_VERB))
        return true;
    return add_form(d, p->first, p->end, verb, line_span(d, first, end), NONE);
}

/* ---- labels ---- */
static bool is_shouted(Slice form)
{
    uint32_t capitals = 0;
    for (size_t i = 0; i < form.n; i++) {
        if (form.p[i] >= 'a' && form.p[i] <= 'z') return false;
        capitals += slice_capital_at(form, i);
    }
    return capitals > 0;
}

/* "Q:", "Q.", "Question:"; "A:", "Answer:". */
static LabelKind letter_label(const FormDesk *d, const Paragraph *p)
{
    const Token *t = token(d, p->first);
    if (form_is(t, "Q") || form_is(t, "Q.") || form_is(t, "Question")) return LABEL_QUESTION;
    return form_is(t, "A") || form_is(t, "A.") || form_is(t, "Answer") ? LABEL_ANSWER
                                                                       : LABEL_NOBODY;
}

/* "Ana Holm: The case for and against", "Contact Ana Holm: aholm@velm.example": a line without a
 * verb is a heading or an address, and nobody's words. */
static bool has_verb(const FormDesk *d, uint32_t first, uint32_t end)
{
    for (uint32_t t = first; t < end; t++)
        if (token(d, t)->upos == UPOS_VERB || token(d, t)->upos == UPOS_AUX ||
            d->scene->quote[t] != NONE)
            return true;
    return false;
}

/* The label of a paragraph: a letter of interviews, or a person's name (or the shouted form of
 * one) before a colon. */
static void read_label(const FormDesk *d, Paragraph *p)
{
    const Scene *scene = d->scene;
    uint32_t first = p->first, end = p->end, colon;
    bool shouted = true, person = false;
    if (letter_label(d, p) != LABEL_NOBODY && slice_ends(token(d, first)->form, SLICE("."))) {
        p->label = first + 1 < end ? letter_label(d, p) : LABEL_NOBODY;
        p->colon = first;
        return;
    }
    bool marked = token(d, first)->upos == UPOS_PUNCT && scene->quote[first] != NONE;
    first += marked; /* “MARR: We knew. */
    if (end > first + LONGEST_LABEL + 1) end = first + LONGEST_LABEL + 1;
    for (colon = first; colon < end && !form_is(token(d, colon), ":"); colon++) {
        uint32_t m = mention_at_token(scene->findings, colon, 1u << FORM_NAME);
        shouted = shouted && is_shouted(token(d, colon)->form);
        person = person || (m != NONE && mention_kind(d, m) == ENTITY_PERSON);
        if (scene->quote[colon] != NONE && !(marked && shouted)) return;
    }
    if (colon >= end || colon + 1 >= p->end || colon == first) return;
    if (scene->lang->sentence[token(d, colon)->sentence].block == BLOCK_HEADING) return;
    p->colon = colon;
    if (letter_label(d, p) != LABEL_NOBODY && colon == first + 1)
        p->label = letter_label(d, p);
    else if (person &&
             (shouted || (is_name_line(d, first, colon) && has_verb(d, colon + 1, p->end))))
        p->label = LABEL_NAMED;
    else if (shouted)
        p->label = LABEL_SHOUTED;
}

/* The one person named outside quotations between two paragraphs; NONE: nobody, or several. Out:
 * his first mention. */
static uint32_t only_person(const FormDesk *d, uint32_t from, uint32_t to)
{
    const Findings *f = d->scene->findings;
    uint32_t only = NONE;
    if (from >= to) return NONE;
    uint32_t stop = d->at[to - 1].end;
    for (uint32_t m = mentions_from(f, token(d, d->at[from].first)->span.b);
         m < f->mentions.n && f->mentions.at[m].first < stop; m++) {
        const Mention *one = &f->mentions.at[m];
        if (one->form != FORM_NAME || f->entities.at[one->entity].kind != ENTITY_PERSON ||
            d->scene->quote[one->first] != NONE)
            continue;
        if (only == NONE)
            only = m;
        else if (f->mentions.at[only].entity != one->entity)
            return NONE;
    }
    return only;
}

/* "Dame Olive Marr answered our questions": the person who is the subject of a strong verb of
 * saying in the paragraph; NONE. */
static uint32_t person_who_tells(const FormDesk *d, const Paragraph *p)
{
    const Findings *f = d->scene->findings;
    for (uint32_t t = p->first; t < p->end; t++) {
        const CueWord *word = d->scene->word[t];
        uint32_t subject;
        if (!word || !word->strong || word->polarity != POLARITY_SAYS || !is_finite(token(d, t)) ||
            d->scene->quote[t] != NONE)
            continue;
        subject = tree_child_rel(d->scene->lang, t, REL_NSUBJ);
        if (subject == NONE) continue;
        uint32_t first, end;
        tree_range(d->scene->lang, subject, &first, &end);
        for (uint32_t k = first; k < end && !form_is(token(d, k), ","); k++) {
            uint32_t m = mention_at_token(f, k, 1u << FORM_NAME);
            if (m != NONE && mention_kind(d, m) == ENTITY_PERSON) return m;
        }
    }
    return NONE;
}

/* Answers are the words of the one person the lead names: the paragraph before the first question,
 * else all before it. */
static bool add_answers(FormDesk *d)
{
    uint32_t first = 0, answers = 0;
    while (first < d->n && d->at[first].label != LABEL_QUESTION)
        first++;
    for (uint32_t i = first; i < d->n; i++)
        answers += d->at[i].label == LABEL_ANSWER;
    if (first == 0 || first == d->n || answers == 0) return true;
    uint32_t mention = only_person(d, first - 1, first);
    if (mention == NONE) mention = person_who_tells(d, &d->at[first - 1]);
    if (mention == NONE) mention = only_person(d, 0, first);
    Span who = mention == NONE ? (Span){0, 0} : d->scene->findings->mentions.at[mention].span;
    for (uint32_t i = first; i < d->n; i++) {
        const Paragraph *p = &d->at[i];
        if (p->label == LABEL_ANSWER && !add_form(d, p->colon + 1, p->end, NONE, who, mention))
            return false;
    }
    return true;
}

static Span label_span(const FormDesk *d, const Paragraph *p)
{
    bool marked = d->scene->quote[p->first] != NONE && token(d, p->first)->upos == UPOS_PUNCT;
    return line_span(d, p->first + marked, p->colon);
}

static bool add_transcript(FormDesk *d)
{
    uint32_t named = 0;
    for (uint32_t i = 0; i < d->n; i++)
        named += d->at[i].label == LABEL_NAMED;
    if (named < 2) return true;
    for (uint32_t i = 0; i < d->n; i++) {
        const Paragraph *p = &d->at[i];
        if ((p->label == LABEL_NAMED || p->label == LABEL_SHOUTED) &&
            !add_form(d, p->colon + 1, p->end, NONE, label_span(d, p), NONE))
            return false;
    }
    return true;
}

/* ---- all ---- */
static bool list_paragraphs(FormDesk *d)
{
    const LangText *lang = d->scene->lang;
    d->at = ARENA_ARRAY(d->scratch, Paragraph, d->scene->n_paragraphs + 1);
    if (!d->at) return false;
    for (uint32_t t = 0; t < lang->n_tokens; t++) {
        if (t == 0 || d->scene->paragraph[t] != d->scene->paragraph[t - 1])
            d->at[d->n++] = (Paragraph){.first = t, .end = t};
        d->at[d->n - 1].end = t + 1;
    }
    for (uint32_t i = 0; i < d->n; i++)
        read_label(d, &d->at[i]);
    return true;
}

dln_status statements_forms(const Scene *scene, Arena *scratch, Forms *forms)
{
    FormDesk d = {.scene = scene, .scratch = scratch, .out = forms};
    *forms = (Forms){0};
    if (!list_paragraphs(&d) || !add_answers(&d) || !add_transcript(&d) || !add_scripts(&d))
        return arena_status(scratch);
    for (uint32_t i = 0; i < d.n; i++) {
        bool done = add_post(&d, &d.at[i]) && add_signed(&d, &d.at[i]);
        if (i + 1 < d.n) done = done && add_signed_below(&d, i) && add_announced(&d, i);
        if (!done) return arena_status(scratch);
    }
    return DLN_OK;
}
