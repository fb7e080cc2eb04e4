/* statements_office.c - whom a source without a name means: "the minister", "the ministry",
 * "the newspaper", "it".
 *
 * In: the noun phrase; who spoke so far; persons and bodies of the report with what the report
 * calls them. Out: the speaker and the rule that found him; NONE.
 *
 * Rules: office - the last speaker where the title is his; the only person introduced with it; else
 * the only one whom an apposition or a noun before the name calls so ("Oskar Padel, the Velian
 * consul in Corran, ... The consul said"), where no nameless one is about ("a consul"); in the
 * lead, "a judge" is the only judge whom the report names further down. body - the only body whose
 * name holds the words, or ends in them; a body that has no name in the report speaks under its
 * noun; a named one where it spoke last, or is the only body named beside. medium - the outlet that
 * spoke last, or the only one of the report. writing - "the statement said": who issued it.
 *
 * Known to get wrong: offices two people hold in one report ("the two ministers"); a lead's "a man"
 * who is not the man named below. */
#include "mean/entities/entities.h"
#include "mean/statements/statements_parts.h"

enum {
    BESIDE = 10, /* tokens of an apposition looked at */
    LEAD_SENTENCES = 3,
    NAMED_BELOW = 12,   /* sentences; further down, the office may be another time's */
    WRITING_REACH = 200 /* tokens back to where a writing was spoken of */
};

static bool definite(const LangText *lang, const Source *s)
{
    for (uint32_t t = s->first; t < s->end && t <= s->head; t++) {
        bool whose = t == s->first && lang->token[t].head != NONE &&
                     lang->token[t].head < s->head; /* "the sheriff's office" */
        if ((lang->token[t].head == s->head || whose) && lang->token[t].rel == REL_DET)
            return form_is(&lang->token[t], "the");
    }
    return false;
}

static bool word_in(Slice text, Slice word)
{
    for (size_t i = 0; i + word.n <= text.n; i++) {
        bool start = i == 0 || text.p[i - 1] == ' ' || text.p[i - 1] == '-';
        Slice rest = {text.p + i + word.n, text.n - i - word.n};
        bool stop = rest.n == 0 || rest.p[0] == ' ' || rest.p[0] == '-' || rest.p[0] == ',' ||
                    rest.p[0] == '\'' || slice_starts(rest, SLICE("\xE2\x80\x99"));
        if (start && stop && slice_eq_nocase((Slice){text.p + i, word.n}, word)) return true;
    }
    return false;
}

/* Every word of the source up to its head, but articles, stands in `text`. */
static bool words_all_in(const Chain *c, const Source *s, Slice text)
{
    for (uint32_t t = s->first; t <= s->head; t++) {
        const Token *token = &c->scene->lang->token[t];
        if (token->upos == UPOS_DET || token->upos == UPOS_PUNCT ||
            strcmp(token->xpos, "POS") == 0) /* "the sheriff's office" */
            continue;
        if (!word_in(text, token->form)) return false;
    }
    return true;
}

/* "former president", or the word right before the title: "former President Hale". */
static bool is_past(const Chain *c, const Role *role)
{
    const LangText *lang = c->scene->lang;
    uint32_t first = token_at(lang, role->span.b), end = token_at(lang, role->span.e - 1) + 1;
    if (first > 0 && lang->token[first - 1].sentence == lang->token[first].sentence) first--;
    for (uint32_t t = first; t < end && t < lang->n_tokens; t++)
        if (speaker_noun(c->scene, t) == SPEAKER_PAST) return true;
    return false;
}

/* Does what the words behind the head of the source tell ("the president of the union", "the author
 * of") belong to the office? Days and clauses tell nothing. */
static bool tail_fits(const Chain *c, const Entity *one, const Source *s, Slice office)
{
    const LangText *lang = c->scene->lang;
    bool open = false;
    for (uint32_t t = s->head + 1; t < s->end; t++) {
        const Token *k = &lang->token[t];
        if (k->upos == UPOS_PUNCT || k->upos == UPOS_VERB || k->upos == UPOS_PRON) break;
        open = k->upos == UPOS_ADP || (open && k->upos == UPOS_DET);
        bool tells = k->upos == UPOS_NOUN || k->upos == UPOS_PROPN || k->upos == UPOS_ADJ;
        uint32_t m = c->mention_of[t];
        bool home = m != NONE && one->country[0] &&
                    strcmp(entity(c, c->f->mentions.at[m].entity)->country, one->country) == 0;
        if (tells && !home && !word_in(office, k->form) && !token_in_time(c->f, k->span))
            return false;
    }
    return !open;
}

/* Is the word what the office is, no part of another's name in it? "The subcommittee" is not the
 * "subcommittee chairman", "the chief" the "chief of the harbour police". */
static bool heads_office(Slice office, Slice word)
{
    static const char *const behind[] = {",", " of ", " for ", " at ", " in ", " to ", "-"};
    for (size_t i = 0; i + word.n <= office.n; i++) {
        if (i > 0 && office.p[i - 1] != ' ' && office.p[i - 1] != '-') continue;
        if (!slice_eq_nocase((Slice){office.p + i, word.n}, word)) continue;
        Slice rest = {office.p + i + word.n, office.n - i - word.n};
        if (rest.n == 0) return true;
        for (size_t k = 0; k < sizeof behind / sizeof *behind; k++)
            if (slice_starts(rest, slice_of(behind[k]))) return true;
    }
    return false;
}

static bool holds_role(const Chain *c, uint32_t e, const Source *s)
{
    Slice head = c->scene->lang->token[s->head].form;
    bool person = speaker_noun(c->scene, s->head) == SPEAKER_PERSON;
    const Entity *one = entity(c, e);
    bool past = false;
    for (uint32_t t = s->first; t < s->head; t++)
        past = past || speaker_noun(c->scene, t) == SPEAKER_PAST;
    for (uint32_t i = 0; i < one->roles.n; i++) {
        const Role *role = &one->roles.at[i];
        if (!person && !heads_office(role->text, head)) continue;
        if (words_all_in(c, s, role->text) && tail_fits(c, one, s, role->text) &&
            (past || !is_past(c, role)))
            return true;
    }
    return false;
}

static bool mentioned_before(const Chain *c, uint32_t e, uint32_t token)
{
    const Entity *one = entity(c, e);
    return one->mentions.n > 0 && c->f->mentions.at[one->mentions.at[0]].first < token;
}

/* ---- what the report calls a person ---- */

static int by_lemma(const void *x, const void *y)
{
    const Called *a = x, *b = y;
    if (a->lemma != b->lemma) return a->lemma < b->lemma ? -1 : 1;
    return a->token < b->token ? -1 : a->token > b->token;
}

static bool call(Chain *c, Arena *scratch, uint32_t token, uint32_t who)
{
    return VEC_PUSH(scratch, &c->called, ((Called){c->scene->lemma[token], token, who}));
}

static bool is_noun(const Token *t)
{
    return t->upos == UPOS_NOUN || t->upos == UPOS_PROPN;
}

/* Is the noun before a name said of it, and no part of another phrase ("the charges Orsk denied")?
 */
static bool is_said_of(const LangText *lang, uint32_t noun, const Mention *m)
{
    const Token *name = &lang->token[m->head];
    bool of_clause = name->rel == REL_NSUBJ && name->head != NONE && name->head >= m->end &&
                     lang->token[name->head].head == noun;
    return !is_plural(&lang->token[noun]) && !of_clause;
}

/* "her neighbour at the time of the fire, Ana Holm,": the noun that the phrase before the comma is
 * about. */
static uint32_t top_noun(const LangText *lang, uint32_t noun)
{
    for (uint32_t steps = 0; steps < 4; steps++) {
        const Token *k = &lang->token[noun];
        if (k->rel != REL_NMOD || k->head == NONE || k->head > noun) break;
        noun = k->head;
    }
    return noun;
}

/* "According to the charge, Ana Holm, 24, was": a phrase that opens a sentence is about nobody
 * named behind its comma. */
static bool opens_sentence(const LangText *lang, uint32_t low, uint32_t comma)
{
    if (lang->token[low].upos != UPOS_ADP && !form_is(&lang->token[low], "according")) return false;
    for (uint32_t t = low; t < comma; t++)
        if (form_is(&lang->token[t], ",")) return false;
    return true;
}

/* "Velian consul Oskar Padel": the nouns right before the name; "the judge, Colonel Jeff Nance,":
 * and the noun before the comma. Who was called so before ("former") is not. */
static bool call_before(Chain *c, Arena *scratch, const Mention *m)
{
    const LangText *lang = c->scene->lang;
    uint32_t low = lang->sentence[lang->token[m->first].sentence].first, t = m->first;
    while (t > low && m->first - t < 4 && is_noun(&lang->token[t - 1]) &&
           c->mention_of[t - 1] == NONE)
        t--;
    bool past = t > low && speaker_noun(c->scene, t - 1) == SPEAKER_PAST;
    bool apposed = t > low + 1 && form_is(&lang->token[t - 1], ",") &&
                   is_noun(&lang->token[t - 2]) && c->mention_of[t - 2] == NONE &&
                   m->end < lang->n_tokens && form_is(&lang->token[m->end], ",") &&
                   tree_child_rel(lang, t - 2, REL_DET) != NONE &&
                   !opens_sentence(lang, low, t - 1);
    if (apposed && !call(c, scratch, top_noun(lang, t - 2), m->entity)) return false;
    for (; t < m->first && !past; t++)
        if (is_said_of(lang, t, m) && !call(c, scratch, t, m->entity)) return false;
    return true;
}

/* "Oskar Padel, the Velian consul in Corran,": the last noun of each phrase of the apposition. */
static bool call_behind(Chain *c, Arena *scratch, const Mention *m)
{
    const LangText *lang = c->scene->lang;
    uint32_t stop = lang->sentence[lang->token[m->first].sentence].end, noun = NONE;
    if (m->end + 1 >= stop || !form_is(&lang->token[m->end], ",")) return true;
    for (uint32_t t = m->end + 1; t < stop && t < m->end + BESIDE; t++) {
        const Token *k = &lang->token[t];
        if (is_noun(k)) {
            noun = t;
            continue;
        }
        if (k->upos == UPOS_DET || k->upos == UPOS_ADJ || k->upos == UPOS_NUM ||
            (k->upos == UPOS_PART && noun != NONE))
            continue;
        bool closes = k->upos == UPOS_PUNCT || k->upos == UPOS_ADP || k->upos == UPOS_CCONJ ||
                      k->xpos[0] == 'W'; /* not ", the statement said" */
        if (closes && noun != NONE && !is_plural(&lang->token[noun]) &&
            !call(c, scratch, noun, m->entity))
            return false;
        if (k->upos != UPOS_CCONJ || noun == NONE) return true;
        noun = NONE;
    }
    return true;
}

static bool is_nameless(const Chain *c, uint32_t t)
{
    const LangText *lang = c->scene->lang;
    const Token *k = &lang->token[t];
    if (k->upos != UPOS_NOUN || c->mention_of[t] != NONE || c->scene->quote[t] != NONE ||
        speaker_noun(c->scene, t) != SPEAKER_PERSON)
        return false;
    if (is_plural(k)) return true;
    uint32_t det = tree_child_rel(lang, t, REL_DET);
    return det != NONE && !form_is(&lang->token[det], "the");
}

bool office_init(Chain *c, Arena *scratch)
{
    const LangText *lang = c->scene->lang;
    for (uint32_t i = 0; i < c->f->mentions.n; i++) {
        const Mention *m = &c->f->mentions.at[i];
        if (m->form != FORM_NAME || m->entity == NONE ||
            entity(c, m->entity)->kind != ENTITY_PERSON)
            continue;
        if (!call_before(c, scratch, m) || !call_behind(c, scratch, m)) return false;
    }
    uint32_t named = c->called.n;
    bool *taken = ARENA_ARRAY(scratch, bool, lang->n_tokens + 1);
    if (!taken) return false;
    memset(taken, 0, lang->n_tokens + 1);
    for (uint32_t i = 0; i < named; i++)
        taken[c->called.at[i].token] = true;
    for (uint32_t t = 0; t < lang->n_tokens; t++)
        if (!taken[t] && is_nameless(c, t) && !call(c, scratch, t, NONE)) return false;
    list_sort(c->called.at, c->called.n, sizeof *c->called.at, by_lemma);
    return true;
}

/* Everything called by the lemma of the token. */
typedef struct CalledSo {
    uint32_t one, token; /* the only person with a name, where he is called so; NONE */
    uint32_t nameless;   /* others called so, without a name, but one in the lead */
    uint32_t lead;       /* singular ones in the lead */
    bool several;        /* persons with a name */
} CalledSo;

static CalledSo called_so(const Chain *c, uint32_t token)
{
    CalledSo so = {.one = NONE};
    uint64_t lemma = c->scene->lemma[token];
    uint32_t low;
    LIST_FIRST(low, c->called.n, c->called.at[low].lemma < lemma);
    for (uint32_t i = low; i < c->called.n && c->called.at[i].lemma == lemma; i++) {
        const Called *k = &c->called.at[i];
        bool lead = k->entity == NONE && !is_plural(&c->scene->lang->token[k->token]) &&
                    c->scene->lang->token[k->token].sentence < LEAD_SENTENCES;
        if (lead && so.lead++ == 0) continue; /* "a judge": may be the one named below */
        if (k->entity == NONE)
            so.nameless++;
        else if (so.one == NONE || so.one == k->entity) {
            so.one = k->entity;
            so.token = k->token;
        } else
            so.several = true;
    }
    return so;
}

/* Does the word stand beside the noun that the person is called by? */
static bool stands_beside(const Chain *c, uint32_t word, uint32_t noun)
{
    const LangText *lang = c->scene->lang;
    const Sentence *s = &lang->sentence[lang->token[noun].sentence];
    uint32_t from = noun > s->first + BESIDE ? noun - BESIDE : s->first,
             to = noun + BESIDE < s->end ? noun + BESIDE : s->end;
    for (uint32_t t = from; t < to; t++)
        if (c->scene->lemma[t] == c->scene->lemma[word]) return true;
    return false;
}

/* Do the words before the head of the source leave him the one meant? Participles do ("the
 * presiding judge"), what is said of him does; "the former judge" is another. `free`: so do all
 * words but names. */
static bool modifiers_fit(const Chain *c, const Source *s, uint32_t noun, bool free)
{
    for (uint32_t t = s->first; t < s->head; t++) {
        const Token *k = &c->scene->lang->token[t];
        bool small = k->form.p[0] >= 'a' && k->form.p[0] <= 'z';
        bool participle = k->upos == UPOS_VERB || (small && slice_ends(k->form, SLICE("ing")));
        if (k->upos == UPOS_DET || k->upos == UPOS_PUNCT || participle) continue;
        if (is_plural(k)) return false; /* "the attorneys general" */
        if (free && small && (k->upos == UPOS_ADJ || k->upos == UPOS_NOUN)) continue;
        if (!stands_beside(c, t, noun)) return false;
    }
    return s->head + 1 >= s->end || c->scene->lang->token[s->head + 1].upos == UPOS_PUNCT;
}

/* "A judge ruled", in the lead: the one judge whom the report names. */
static uint32_t lead_speaker(const Chain *c, const Source *s)
{
    const LangText *lang = c->scene->lang;
    if (lang->token[s->head].sentence >= LEAD_SENTENCES || is_plural(&lang->token[s->head]))
        return NONE;
    CalledSo so = called_so(c, s->head);
    bool alone = so.one != NONE && !so.several && so.nameless == 0;
    return alone && modifiers_fit(c, s, so.token, true) ? so.one : NONE;
}

/* Whom the report means by the nominal at the head of the source, where nothing but a clause or
 * "himself" follows it: a person with a name; NONE. `others`: somebody without a name is called so
 * too, which only an office of one bearer bears. */
static uint32_t meant_person(const Chain *c, const Source *s, bool others)
{
    const LangText *lang = c->scene->lang;
    uint32_t m = mention_at_token(c->f, s->head, 1u << FORM_NOMINAL);
    uint32_t e = m == NONE || c->f->mentions.at[m].head != s->head ? NONE
                                                                   : c->f->mentions.at[m].entity;
    bool whole = s->head + 1 >= s->end || lang->token[s->head + 1].upos == UPOS_PUNCT ||
                 lang->token[s->head + 1].upos == UPOS_PRON;
    if (m != NONE && others && slice_is(c->f->mentions.at[m].rule, "office")) return NONE;
    for (uint32_t t = s->first; t < s->head; t++)
        whole = whole && !is_plural(&lang->token[t]); /* "the attorneys general" */
    if (!whole || e == NONE || entity(c, e)->kind != ENTITY_PERSON ||
        !mentioned_before(c, e, s->first))
        return NONE;
    return entity_is_named(c->f, entity(c, e)) ? e : NONE;
}

/* "the minister noted": whom the report means; else the last speaker when the title is his; else
 * the only person who holds it, or is called so. */
static uint32_t office_speaker(const Chain *c, const Source *s)
{
    CalledSo so = called_so(c, s->head);
    uint32_t meant = meant_person(c, s, so.nameless > 0);
    if (meant != NONE) return meant;
    if (c->person != NONE && holds_role(c, c->person, s)) return c->person;
    uint32_t only = NONE;
    for (uint32_t e = 0; e < c->f->entities.n; e++) {
        if (entity(c, e)->kind != ENTITY_PERSON || !mentioned_before(c, e, s->first) ||
            !holds_role(c, e, s))
            continue;
        if (only != NONE) return NONE;
        only = e;
    }
    if (only != NONE) return so.nameless == 0 ? only : NONE;
    bool alone = so.one != NONE && !so.several && so.nameless == 0 &&
                 c->scene->lang->token[so.token].sentence <=
                     c->scene->lang->token[s->head].sentence + NAMED_BELOW;
    return alone && modifiers_fit(c, s, so.token, false) ? so.one : NONE;
}

/* "It added that": the body that spoke last, when nobody else has spoken since and no further back
 * than the paragraph before. */
static uint32_t last_body(const Chain *c, uint32_t token)
{
    bool last = c->body != NONE && (c->person == NONE || c->body_at > c->person_at) &&
                (c->stranger_at == NONE || c->body_at > c->stranger_at);
    return last && c->scene->paragraph[token] - c->scene->paragraph[c->body_at] <= 1 ? c->body
                                                                                     : NONE;
}

/* Is the body the only one that this sentence and the one before name, the token aside? "Halden Oil
 * has closed the depot, the company said". */
static bool only_beside(const Chain *c, uint32_t token, uint32_t body)
{
    const LangText *lang = c->scene->lang;
    uint32_t sentence = lang->token[token].sentence, met = 0;
    uint32_t from = lang->sentence[sentence > 0 ? sentence - 1 : 0].first;
    if (token - from > 8 * BESIDE) from = token - 8 * BESIDE;
    for (uint32_t t = from; t < token; t++) {
        uint32_t m = c->mention_of[t];
        if (m == NONE) continue;
        uint32_t e = c->f->mentions.at[m].entity;
        if (e != body && entity(c, e)->kind == ENTITY_ORG) return false;
        met += e == body;
    }
    return met > 0;
}

/* "Velm" of "Velm Police", "Velm Police Department": what stands before the word; empty: nothing,
 * or more behind it. */
static Slice place_of_force(Slice name, Slice force)
{
    for (size_t i = 1; i + force.n <= name.n; i++) {
        Slice behind = {name.p + i + force.n, name.n - i - force.n};
        if (name.p[i - 1] != ' ' || !slice_eq_nocase((Slice){name.p + i, force.n}, force)) continue;
        bool ends = behind.n == 0 || slice_starts(behind, SLICE(" Dep"));
        return (Slice){name.p, ends ? i - 1 : 0};
    }
    return (Slice){NULL, 0};
}

/* Is the body the only force that the report names, of a place that it names too? "Police" are then
 * its officers wherever the word stands. */
static bool is_sole_force(const Chain *c, uint32_t force, uint32_t head)
{
    Slice word = c->scene->lang->token[head].form,
          place = place_of_force(entity(c, force)->name, word);
    bool placed = false;
    if (place.n == 0 || !form_is(&c->scene->lang->token[head], "police")) return false;
    for (uint32_t e = 0; e < c->f->entities.n; e++) {
        const Entity *one = entity(c, e);
        if (e != force && one->kind == ENTITY_ORG && word_in(one->name, word)) return false;
        placed = placed || (one->kind == ENTITY_PLACE && slice_eq(one->name, place));
    }
    return placed;
}

/* "Their governments mourned. The Velian government alone said": one of them. */
static bool is_one_of(const Chain *c, uint32_t e, uint32_t head)
{
    Slice name = entity(c, e)->name, form = c->scene->lang->token[head].form;
    if (!slice_ends(name, SLICE("s")) || slice_ends(form, SLICE("s"))) return false;
    name.n--;
    return name.n >= form.n && slice_eq_nocase((Slice){name.p + name.n - form.n, form.n}, form);
}

/* A body that has no name in the report is still one speaker: "the coalition", "police". A named
 * one ("the company") must also have spoken last. */
static uint32_t nominal_body(const Chain *c, const Source *s, bool one_bearer)
{
    uint32_t m = mention_at_token(c->f, s->head, 1u << FORM_NOMINAL);
    uint32_t e = m == NONE ? NONE : c->f->mentions.at[m].entity;
    if (e == NONE || entity(c, e)->kind != ENTITY_ORG || is_one_of(c, e, s->head)) return NONE;
    bool guessed = entity_is_named(c->f, entity(c, e)) && last_body(c, s->head) != e &&
                   !is_sole_force(c, e, s->head) && !(one_bearer && only_beside(c, s->head, e));
    return guessed ? NONE : e;
}

/* Does the name end in the head of the source? "The storm centre" is the National Storm Centre. */
static bool ends_in_head(const Chain *c, uint32_t e, const Source *s)
{
    Slice name = entity(c, e)->name, head = c->scene->lang->token[s->head].form;
    return speaker_noun(c->scene, s->head) == SPEAKER_BODY ||
           (name.n > head.n && name.p[name.n - head.n - 1] == ' ' &&
            slice_eq_nocase((Slice){name.p + name.n - head.n, head.n}, head));
}

/* "the ministry" -> the only body before it whose name holds those words. */
static uint32_t body_speaker(const Chain *c, const Source *s)
{
    if (c->body != NONE && words_all_in(c, s, entity(c, c->body)->name) &&
        ends_in_head(c, c->body, s))
        return c->body;
    uint32_t only = NONE;
    for (uint32_t e = 0; e < c->f->entities.n; e++) {
        if (entity(c, e)->kind != ENTITY_ORG || !mentioned_before(c, e, s->first) ||
            !words_all_in(c, s, entity(c, e)->name) || !ends_in_head(c, e, s))
            continue;
        if (only != NONE) return nominal_body(c, s, false);
        only = e;
    }
    return only != NONE ? only : nominal_body(c, s, true);
}

/* "WDIV", "KTNV-TV": the call sign of an American station. */
static bool is_call_sign(Slice name)
{
    if (name.n < 4 || (name.p[0] != 'W' && name.p[0] != 'K')) return false;
    for (size_t i = 0; i < 4; i++)
        if (name.p[i] < 'A' || name.p[i] > 'Z') return false;
    return name.n == 4 || name.p[4] == '-';
}

/* An outlet by the words of its name: "Global Times", "Fox News". */
bool speaker_is_outlet(const Scene *scene, uint32_t e)
{
    const Entity *one = &scene->findings->entities.at[e];
    Slice name = one->name;
    if (one->kind != ENTITY_ORG && one->kind != ENTITY_OTHER) return false;
    if (slice_ends(one->actor, SLICE("JRN"))) return true; /* a listed one: "CNN" */
    if (is_call_sign(name)) return true;
    size_t at = 0;
    while (at < name.n) {
        size_t end = at;
        while (end < name.n && name.p[end] != ' ')
            end++;
        uint32_t kind = map_find_lower(&scene->model->medium, (Slice){name.p + at, end - at});
        if (kind == SPEAKER_MEDIUM || kind == SPEAKER_OUTLET) return true;
        at = end + 1;
    }
    return false;
}

/* Is another outlet named between two tokens? Then "the story" may be that one's. */
static bool other_outlet_between(const Chain *c, uint32_t from, uint32_t to, uint32_t outlet)
{
    for (uint32_t t = from; t < to; t++) {
        uint32_t m = c->mention_of[t], e = m == NONE ? NONE : c->f->mentions.at[m].entity;
        if (e != NONE && e != outlet && speaker_is_outlet(c->scene, e)) return true;
    }
    return false;
}

/* The outlet that spoke last; for a noun that means a house ("the station", not "the report"), the
 * only one that the report names. */
static uint32_t medium_speaker(const Chain *c, uint32_t token)
{
    if (c->body != NONE && speaker_is_outlet(c->scene, c->body))
        return other_outlet_between(c, c->body_at, token, c->body) ? NONE : c->body;
    uint32_t only = NONE, house = mention_at_token(c->f, token, 1u << FORM_NOMINAL);
    if (house == NONE || c->f->mentions.at[house].entity == NONE ||
        entity(c, c->f->mentions.at[house].entity)->kind != ENTITY_ORG)
        return NONE;
    for (uint32_t e = 0; e < c->f->entities.n; e++) {
        if (!slice_capital_at(entity(c, e)->name, 0) || !speaker_is_outlet(c->scene, e)) continue;
        if (only != NONE) return NONE;
        only = e;
    }
    return only != NONE && mentioned_before(c, only, token) ? only : NONE;
}

/* Who is named, or a body, at the token; NONE. */
static uint32_t author_at(const Chain *c, uint32_t token)
{
    if (token == NONE) return NONE;
    uint32_t m = mention_at_token(c->f, token, 1u << FORM_NAME | 1u << FORM_NOMINAL);
    uint32_t e = m == NONE ? NONE : c->f->mentions.at[m].entity;
    if (e == NONE) return NONE;
    bool person = entity(c, e)->kind == ENTITY_PERSON && slice_capital_at(entity(c, e)->name, 0) &&
                  !form_is(&c->scene->lang->token[c->f->mentions.at[m].first], "a");
    return entity(c, e)->kind == ENTITY_ORG || person ? e : NONE;
}

/* Of a writing: "Keller issued a statement", "said in a statement", "a letter from the union",
 * "Keller's letter". */
static uint32_t author_of(const Chain *c, uint32_t writing)
{
    const LangText *lang = c->scene->lang;
    const Token *t = &lang->token[writing];
    uint32_t of = tree_child_rel(lang, writing, REL_NMOD),
             mark = of == NONE ? NONE : tree_child_rel(lang, of, REL_CASE);
    bool by = mark != NONE &&
              (form_is(&lang->token[mark], "from") || form_is(&lang->token[mark], "by") ||
               form_is(&lang->token[mark], "'s") || form_is(&lang->token[mark], "\xE2\x80\x99s"));
    if (by) return author_at(c, of);
    if ((t->rel != REL_OBJ && t->rel != REL_OBL) || t->head == NONE) return NONE;
    uint32_t verb = t->head, subject = tree_child_rel(lang, verb, REL_NSUBJ);
    bool told = t->rel == REL_OBL
                    ? c->scene->word[verb] != NULL
                    : map_find(&c->scene->model->medium, lang->token[verb].lemma) == SPEAKER_ISSUE;
    bool active = subject != NONE && !lang->token[subject].subtype[0];
    return told && active ? author_at(c, subject) : NONE;
}

/* "The union issued a statement. ... the statement said": who made the writing that was spoken of
 * last, in this paragraph or the one before. */
static uint32_t writing_speaker(const Chain *c, uint32_t token)
{
    const Scene *scene = c->scene;
    uint32_t own = tree_child_rel(scene->lang, token, REL_NMOD);
    if (own != NONE && own < token) return author_at(c, own); /* "the ministry's letter" */
    for (uint32_t t = token; t > 0 && token - t < WRITING_REACH; t--) {
        const Token *k = &scene->lang->token[t - 1];
        if (scene->paragraph[token] - scene->paragraph[t - 1] > 1) return NONE;
        if (k->upos == UPOS_NOUN && slice_eq(k->lemma, scene->lang->token[token].lemma))
            return author_of(c, t - 1);
    }
    return NONE;
}

uint32_t noun_speaker(const Chain *c, const Source *s, Slice *rule)
{
    const LangText *lang = c->scene->lang;
    if (form_is(&lang->token[s->head], "it") && s->end - s->first == 1) {
        *rule = SLICE("body");
        return last_body(c, s->head);
    }
    uint32_t kind = speaker_noun(c->scene, s->head);
    if (!definite(lang, s)) {
        bool police = form_is(&lang->token[s->head], "police");
        *rule = police ? SLICE("body") : SLICE("office");
        return police                   ? nominal_body(c, s, true)
               : kind == SPEAKER_PERSON ? lead_speaker(c, s)
                                        : NONE;
    }
    if (kind == SPEAKER_PERSON) {
        *rule = SLICE("office");
        return is_plural(&lang->token[s->head]) ? NONE : office_speaker(c, s);
    }
    if (kind == SPEAKER_MEDIUM) {
        *rule = SLICE("medium");
        return medium_speaker(c, s->head);
    }
    if (kind == SPEAKER_WRITING) {
        *rule = SLICE("writing");
        return writing_speaker(c, s->head);
    }
    *rule = SLICE("body");
    uint32_t body = body_speaker(c, s);
    if (body != NONE || kind == SPEAKER_BODY) return body;
    *rule = SLICE("office");
    return office_speaker(c, s);
}
