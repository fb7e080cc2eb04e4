/* statements_named.c - whom a source names: "Fire chief Ana Holm, 40, of Corran".
 *
 * In: the noun phrase of a source; names of the report. Out: the mention of the one it names; NONE.
 *
 * Idea: a source names somebody where the name is the phrase itself, or is said of its head. The
 * ways, most telling first: the name that opens the source behind nothing but titles, before a
 * comma ("Ana Moreau, founder and head of the union,"); the name apposed to the head, behind a
 * comma and titles ("one of Holm's advisers, port counsel Piet Corran"); the name that ends the
 * first noun phrase ("longtime pollster Pat Lorne"). A name that only says whose or of what the
 * head is names nobody: "Holm's lawyer", "a lawyer for Ana Holm", "a Holm lawyer". Where two are
 * named, nobody is: "Ana Holm, the mayor, and Orsk said".
 *
 * Known to get wrong: two names side by side of which one is a place that the names stage took for
 * a person. */
#include "mean/entities/entities.h"
#include "mean/statements/statements_parts.h"

enum { LONGEST_TITLE = 6 }; /* tokens between a comma and the name behind it */

static const Mention *mention(const Chain *c, uint32_t m)
{
    return &c->f->mentions.at[m];
}

static bool is_person(const Chain *c, uint32_t m)
{
    return entity(c, mention(c, m)->entity)->kind == ENTITY_PERSON;
}

static bool is_title_word(const Token *t)
{
    return has_capital(t) || form_is(t, ".");
}

static bool is_descriptive(const Token *t)
{
    return t->upos == UPOS_NOUN || t->upos == UPOS_PROPN || t->upos == UPOS_ADJ;
}

static bool opens_relative(const Token *t)
{
    return t->xpos[0] == 'W';
}

/* ---- what stands round the noun phrase ---- */

bool token_in_time(const Findings *f, Span token)
{
    for (uint32_t i = times_from(f, token.b > 64 ? token.b - 64 : 0); i < f->times.n; i++) {
        if (f->times.at[i].span.b > token.b) break;
        if (span_in(token, f->times.at[i].span)) return true;
    }
    return false;
}

/* "But Holm herself", "Holm on Tuesday" -> "Holm". */
static Source trimmed(const Chain *c, const Source *whole)
{
    static const char *const reflexives[] = {"himself", "herself", "itself", "themselves"};
    const LangText *lang = c->scene->lang;
    Source s = *whole;
    bool second = s.first > lang->sentence[lang->token[s.head].sentence].first &&
                  is_descriptive(&lang->token[s.first - 1]); /* "Orsk [and Holm]" */
    while (!second && s.first < s.head &&
           (lang->token[s.first].upos == UPOS_CCONJ || lang->token[s.first].upos == UPOS_SCONJ ||
            lang->token[s.first].upos == UPOS_PUNCT || form_is(&lang->token[s.first], "as")))
        s.first++;
    while (s.end > s.head + 1) {
        const Token *last = &lang->token[s.end - 1];
        bool drop = token_in_time(c->f, last->span);
        for (size_t i = 0; i < sizeof reflexives / sizeof *reflexives; i++)
            drop = drop || form_is(last, reflexives[i]);
        if (!drop) break;
        s.end--;
    }
    return s;
}

/* Tokens of the first noun phrase of the source: up to a comma, bracket, dash, preposition or verb
 * that is in no name. */
static uint32_t phrase_end(const Chain *c, const Source *s)
{
    const LangText *lang = c->scene->lang;
    uint32_t t = s->first;
    for (; t < s->end; t++) {
        uint8_t pos = lang->token[t].upos;
        bool compound = t > s->first &&
                        ((form_is(&lang->token[t - 1], "-") && !lang->token[t - 1].space_after) ||
                         (lang->token[t].form.n > 1 &&
                          lang->token[t].form.p[0] == '-')); /* "Iran-backed fighters" */
        if (c->mention_of[t] != NONE || compound) continue;
        bool stop = pos == UPOS_ADP || pos == UPOS_VERB || pos == UPOS_AUX || pos == UPOS_SCONJ ||
                    pos == UPOS_CCONJ;
        if (stop ||
            (pos == UPOS_PUNCT && !form_is(&lang->token[t], ".") && !form_is(&lang->token[t], "-")))
            break;
    }
    return t;
}

/* Does the name that ends at `end` only say whose or of what the noun behind it is: "Holm's
 * lawyer", "Holm ally"? */
static bool belongs_to_noun(const Chain *c, uint32_t end, uint32_t stop)
{
    const LangText *lang = c->scene->lang;
    if (end >= stop) return false;
    return strcmp(lang->token[end].xpos, "POS") == 0 ||
           (lang->token[end].upos == UPOS_NOUN && c->mention_of[end] == NONE);
}

/* ---- the name that opens the source ---- */

/* "member [of] Congress Ted Orsk": "of" before a body that a name follows. */
static bool is_of_body(const Chain *c, uint32_t t, uint32_t stop)
{
    uint32_t m = t + 1 < stop ? c->mention_of[t + 1] : NONE;
    if (m == NONE || is_person(c, m) || !form_is(&c->scene->lang->token[t], "of")) return false;
    return mention(c, m)->end < stop && c->mention_of[mention(c, m)->end] != NONE;
}

/* Could the word, in no name, belong to titles before a name: "Agent in Charge", "Orsk's ally and
 * radio host"? */
static bool is_in_title(const Chain *c, const Source *s, uint32_t t)
{
    const LangText *lang = c->scene->lang;
    const Token *k = &lang->token[t];
    if (k->upos == UPOS_NOUN && is_plural(k)) return false;
    if (is_descriptive(k) || strcmp(k->xpos, "POS") == 0) return true;
    if (is_of_body(c, t, s->end)) return true;
    if (t == s->first || t + 1 >= s->end) return false;
    if (form_is(k, "in")) return has_capital(k - 1) && has_capital(k + 1);
    return k->upos == UPOS_CCONJ && c->mention_of[t - 1] == NONE;
}

/* The first person named whose name is no part of what stands before another noun, behind nothing
 * but titles: "Rep. Ana Holm", "Orsk ally and radio host Ana Holm", "Agent in Charge Ana Holm". */
static uint32_t titled_first(const Chain *c, const Source *s)
{
    uint32_t t = s->first + (c->scene->lang->token[s->first].upos == UPOS_DET);
    while (t < s->end) {
        uint32_t m = c->mention_of[t];
        if (m == NONE && !is_in_title(c, s, t)) return NONE;
        if (m != NONE && is_person(c, m)) {
            if (!belongs_to_noun(c, mention(c, m)->end, s->end))
                return mention(c, m)->first == t ? m : NONE;
            t = mention(c, m)->end;
        } else
            t++;
    }
    return NONE;
}

/* Is somebody else named side by side with the name that ends at `end`, before a comma: "Ana Holm,
 * the mayor, and Piet Orsk"? */
static bool second_named(const Chain *c, const Source *s, uint32_t m)
{
    const LangText *lang = c->scene->lang;
    uint32_t end = mention(c, m)->end;
    bool relative = end + 1 < s->end && opens_relative(&lang->token[end + 1]);
    for (uint32_t k = end + 1; k < s->end; k++) {
        uint32_t other = c->mention_of[k];
        if (other == NONE || other == m || !is_person(c, other) || mention(c, other)->first != k)
            continue;
        const Token *it = &lang->token[mention(c, other)->head];
        bool beside = relative ? it->rel == REL_CONJ && it->head == mention(c, m)->head
                               : k == end + 1 || lang->token[k - 1].upos == UPOS_CCONJ;
        if (beside && !belongs_to_noun(c, mention(c, other)->end, s->end)) return true;
    }
    return false;
}

/* "Mitch Barlow, R-Ky.,", "Ana Moreau, founder and head of the union": the person whose name,
 * behind titles at most, opens the source before a comma or bracket; no list of persons. */
static uint32_t leading_mention(const Chain *c, const Source *s)
{
    uint32_t m = titled_first(c, s);
    if (m == NONE) return NONE;
    uint32_t end = mention(c, m)->end;
    if (end == mention(c, m)->first + 1 && speaker_noun(c->scene, end - 1) == SPEAKER_PERSON)
        return NONE; /* "the panel's top Democrat, Sen. Ana Holm" */
    bool aside = end < s->end && opens_aside(&c->scene->lang->token[end]);
    return aside && !second_named(c, s, m) ? m : NONE;
}

/* "Legal analyst and former prosecutor Anna Keller", "Orsk ally and radio host Ana Holm": two
 * offices of one person, both without an article and in the singular. */
static uint32_t joint_titles(const Chain *c, const Source *s)
{
    if (c->scene->lang->token[s->first].upos == UPOS_DET) return NONE;
    uint32_t m = titled_first(c, s);
    if (m == NONE || mention(c, m)->first == s->first) return NONE;
    uint32_t end = mention(c, m)->end;
    while (end < s->end && c->scene->lang->token[end].upos == UPOS_PUNCT)
        end++;
    return end >= s->end && c->scene->lang->token[mention(c, m)->first - 1].upos != UPOS_CCONJ
               ? m
               : NONE;
}

/* ---- a name apposed to the head ---- */

/* Could the head be a word for one person? Unlisted nouns count: "her aunt", "gun instructor". */
static bool may_be_called(const Chain *c, const Source *s)
{
    const Token *head = &c->scene->lang->token[s->head];
    uint32_t kind = speaker_noun(c->scene, s->head);
    if (form_is(head, "one") || form_is(head, "another")) return true;
    if (is_plural(head)) return false;
    return kind == SPEAKER_PERSON ||
           (kind == 0 && head->upos == UPOS_NOUN && c->mention_of[s->head] == NONE);
}

/* The person named behind the comma or dash at `comma` and nothing but titles: ", Rep. Kevin
 * Marsk, R-Texas", ", port counsel Piet Corran", ", Jorun Marsk of Oran". */
static uint32_t behind_comma(const Chain *c, const Source *s, uint32_t comma)
{
    const LangText *lang = c->scene->lang;
    uint32_t name = comma + 1;
    while (name < s->end && name <= comma + LONGEST_TITLE &&
           (is_title_word(&lang->token[name]) || is_descriptive(&lang->token[name])) &&
           (c->mention_of[name] == NONE || !is_person(c, c->mention_of[name])))
        name++;
    uint32_t m = name < s->end ? c->mention_of[name] : NONE;
    if (m == NONE || !is_person(c, m) || mention(c, m)->first != name) return NONE;
    uint32_t end = mention(c, m)->end;
    Slice last = lang->token[end - 1].form;
    if (slice_ends(last, SLICE("."))) return NONE; /* "Ana Holm, Jr." */
    bool closes = end >= s->end || opens_aside(&lang->token[end]) ||
                  lang->token[end].upos == UPOS_PUNCT || form_is(&lang->token[end], "of");
    return closes ? m : NONE;
}

/* "The chairman of the House Rivers Committee, Rep. Kevin Marsk, R-Texas", "one of Holm's advisers,
 * port counsel Piet Corran": the one person named behind a comma and titles, where the head is a
 * word for one person. */
static uint32_t apposed_person(const Chain *c, const Source *s)
{
    const LangText *lang = c->scene->lang;
    uint32_t found = NONE;
    bool called = may_be_called(c, s);
    for (uint32_t t = s->first + 1; t + 1 < s->end; t++) {
        if (!opens_aside(&lang->token[t]) || form_is(&lang->token[t], "(")) continue;
        bool office = speaker_noun(c->scene, t - 1) == SPEAKER_PERSON &&
                      !is_plural(&lang->token[t - 1]); /* "the fire office's head, Ana Holm" */
        if (!office && (!called || t <= s->head)) continue;
        if (opens_relative(&lang->token[t + 1])) break;
        uint32_t m = behind_comma(c, s, t);
        if (m == NONE) continue;
        if (found != NONE) return NONE;
        found = m;
    }
    return found;
}

/* "A little-known group, the Brigades of the Dawn": the body named behind the comma, to the end of
 * the source. */
static uint32_t apposed_body(const Chain *c, const Source *s)
{
    const LangText *lang = c->scene->lang;
    uint32_t comma = s->first;
    while (comma < s->end && !form_is(&lang->token[comma], ","))
        comma++;
    if (comma + 1 >= s->end || comma == s->first) return NONE;
    uint32_t kind = speaker_noun(c->scene, comma - 1), of_head = speaker_noun(c->scene, s->head);
    bool body = kind == SPEAKER_BODY || kind == SPEAKER_MEDIUM || of_head == SPEAKER_BODY ||
                of_head == SPEAKER_MEDIUM;
    uint32_t at = comma + 1 + (lang->token[comma + 1].upos == UPOS_DET), end = s->end;
    while (end > at && lang->token[end - 1].upos == UPOS_PUNCT)
        end--;
    uint32_t m = at < end && body && !is_plural(&lang->token[s->head]) ? c->mention_of[at] : NONE;
    bool ends = m != NONE && entity(c, mention(c, m)->entity)->kind == ENTITY_ORG &&
                mention(c, m)->end == end;
    return ends ? m : NONE;
}

/* ---- the name that ends the first noun phrase ---- */

static bool inside_role(const Entity *one, Span token)
{
    for (uint32_t i = 0; i < one->roles.n; i++)
        if (span_in(token, one->roles.at[i].span)) return true;
    return false;
}

/* The person whose name ends a source, marks behind it aside; NONE. */
static uint32_t last_person(const Chain *c, const Source *s)
{
    uint32_t end = s->end;
    while (end > s->first && c->scene->lang->token[end - 1].upos == UPOS_PUNCT)
        end--;
    uint32_t m = end > s->first ? c->mention_of[end - 1] : NONE;
    return m != NONE && is_person(c, m) && mention(c, m)->end == end ? m : NONE;
}

/* The person named at the end of a source that is nothing but the offices before: "Minister of
 * Foreign Affairs Ana Moreau", "the union's spokesman, Col Ivan Orlov". */
static uint32_t titled_mention(const Chain *c, const Source *s)
{
    const LangText *lang = c->scene->lang;
    uint32_t m = last_person(c, s);
    if (m == NONE) return NONE;
    const Entity *one = entity(c, mention(c, m)->entity);
    for (uint32_t t = s->first; t < mention(c, m)->first; t++) {
        bool capital = has_capital(&lang->token[t]) &&
                       (c->mention_of[t] == NONE || !is_person(c, c->mention_of[t]));
        if (!capital && lang->token[t].upos != UPOS_PUNCT && lang->token[t].upos != UPOS_DET &&
            !inside_role(one, lang->token[t].span))
            return NONE;
    }
    return m;
}

/* "Union leader Ana Holm [and port chief Piet Orsk]", "Sens. Ana Holm, D-Oran, [and Piet Orsk]": is
 * another person named side by side with the one whose name ends at `end`? */
static bool another_beside(const Chain *c, const Source *s, uint32_t end)
{
    const LangText *lang = c->scene->lang;
    uint32_t t = end;
    while (t < s->end && (lang->token[t].upos == UPOS_PUNCT || lang->token[t].upos == UPOS_PROPN ||
                          lang->token[t].upos == UPOS_NUM))
        t++;
    if (t >= s->end || !form_is(&lang->token[t], "and")) return false;
    uint32_t name = t + 1;
    while (name < s->end && name <= t + LONGEST_TITLE &&
           (c->mention_of[name] == NONE || !is_person(c, c->mention_of[name])) &&
           (is_title_word(&lang->token[name]) || is_descriptive(&lang->token[name]) ||
            lang->token[name].upos == UPOS_DET || form_is(&lang->token[name], "-")))
        name++;
    uint32_t m = name < s->end ? c->mention_of[name] : NONE;
    return m != NONE && is_person(c, m) && !belongs_to_noun(c, mention(c, m)->end, s->end);
}

/* "longtime Democratic pollster Pat Lorne", "Holm spokesman Bram Tolle". */
static uint32_t ending_mention(const Chain *c, const Source *s)
{
    uint32_t end = phrase_end(c, s);
    while (end > s->first && (c->scene->lang->token[end - 1].upos == UPOS_PUNCT ||
                              strcmp(c->scene->lang->token[end - 1].xpos, "POS") == 0))
        end--; /* "Keller's claim that": her claim */
    uint32_t m = end > s->first ? c->mention_of[end - 1] : NONE;
    return m != NONE && is_person(c, m) && another_beside(c, s, end) ? NONE : m;
}

/* ---- outlets and papers ---- */

/* "the Workers' Party newspaper": whose paper it is. */
static bool ends_in_body(const Chain *c, uint32_t m)
{
    return speaker_noun(c->scene, mention(c, m)->end - 1) == SPEAKER_BODY;
}

/* "Norland's Harbour Times newspaper": a name inside the noun phrase whose head says what it is. */
static uint32_t name_of_medium(const Chain *c, const Source *s)
{
    if (speaker_noun(c->scene, s->head) != SPEAKER_MEDIUM) return NONE;
    for (uint32_t t = s->head; t > s->first; t--) {
        uint32_t m = c->mention_of[t - 1];
        if (m == NONE || c->scene->lang->token[t - 1].head != s->head ||
            c->scene->lang->token[t - 1].rel == REL_NMOD)
            continue;
        EntityKind kind = entity(c, mention(c, m)->entity)->kind;
        if (kind == ENTITY_ORG || kind == ENTITY_OTHER) return ends_in_body(c, m) ? NONE : m;
    }
    return NONE;
}

/* "Keller's letter said", "a statement from the ferry line said": whose words they are. */
static uint32_t maker_mention(const Chain *c, const Source *s)
{
    const LangText *lang = c->scene->lang;
    if (map_find(&c->scene->model->cue_noun, lang->token[s->head].lemma) == NONE) return NONE;
    uint32_t maker = NONE;
    for (uint32_t t = s->first; t < s->end; t++) {
        const Token *one = &lang->token[t];
        if (one->head != s->head || one->rel != REL_NMOD || c->mention_of[t] == NONE) continue;
        uint32_t adp = tree_child_rel(lang, t, REL_CASE);
        bool owns = strcmp(one->subtype, "poss") == 0 ||
                    (adp != NONE &&
                     (form_is(&lang->token[adp], "from") || form_is(&lang->token[adp], "by")));
        if (!owns) continue;
        if (maker != NONE) return NONE;
        maker = c->mention_of[t];
    }
    if (maker == NONE) return NONE;
    EntityKind kind = entity(c, mention(c, maker)->entity)->kind;
    return kind == ENTITY_PERSON || kind == ENTITY_ORG ? maker : NONE;
}

/* ---- several speakers ---- */

/* "[Some] Democrats", "two Republicans": a part of those who are called so. */
static bool is_part(const Chain *c, const Mention *one)
{
    enum { REACH = 3 };
    const LangText *lang = c->scene->lang;
    uint32_t low = one->first > REACH ? one->first - REACH : 0;
    for (uint32_t t = one->first; t > low; t--) {
        const Token *k = &lang->token[t - 1];
        if (k->upos == UPOS_NUM || speaker_noun(c->scene, t - 1) == SPEAKER_PART) return true;
        if (k->upos != UPOS_ADJ && k->upos != UPOS_DET && k->upos != UPOS_NOUN &&
            k->upos != UPOS_PROPN)
            return false; /* "most [Senate] Democrats" */
    }
    return false;
}

/* "Several top Republicans", "the Holms": some of many, not the body they belong to or the one
 * of that name; "Piet Lands" is one. */
bool named_are_many(const Chain *c, uint32_t m)
{
    const Mention *one = mention(c, m);
    if (is_plural(&c->scene->lang->token[one->end - 1]) && !is_person(c, m) && is_part(c, one))
        return true;
    Slice text = slice_span(c->scene->report->text, one->span);
    Slice name = entity(c, one->entity)->name;
    Slice last = c->scene->lang->token[one->end - 1].form;
    bool surname = is_person(c, m) && slice_ends(name, last);
    return is_plural(&c->scene->lang->token[one->end - 1]) && !surname &&
           !slice_eq_nocase(text, name);
}

/* "[Sen. Ana Holm, D-Oran], and Orsk said": the token after the name of another speaker of the same
 * words, where the sentence goes on with one behind the source; NONE. */
uint32_t spoken_with_another(const Chain *c, const Source *s, uint32_t cue)
{
    const LangText *lang = c->scene->lang;
    uint32_t stop = lang->sentence[lang->token[s->head].sentence].end, t = s->end;
    while (t < stop && lang->token[t].upos == UPOS_PUNCT)
        t++;
    if (t >= stop || !form_is(&lang->token[t], "and")) return NONE;
    uint32_t name = t + 1;
    while (name < stop && name <= t + LONGEST_TITLE && c->mention_of[name] == NONE &&
           (is_title_word(&lang->token[name]) || is_descriptive(&lang->token[name]) ||
            lang->token[name].upos == UPOS_DET))
        name++;
    uint32_t m = name < stop ? c->mention_of[name] : NONE;
    if (m == NONE) return NONE;
    const Token *other = &lang->token[mention(c, m)->head];
    uint32_t end = mention(c, m)->end;
    if (other->rel == REL_CONJ && other->head >= s->first && other->head < s->end) return end;
    if (cue == NONE || cue < end) return NONE;
    for (t = end; t < cue; t++)
        if (lang->token[t].upos != UPOS_AUX && lang->token[t].upos != UPOS_ADV) return NONE;
    return end;
}

uint32_t named_in_source(const Chain *c, const Source *whole)
{
    Source s = trimmed(c, whole);
    uint32_t m = leading_mention(c, &s);
    if (m == NONE) m = joint_titles(c, &s);
    if (m == NONE) m = titled_mention(c, &s); /* "Port Alda, Oran, Mayor Tom Hale" is no list */
    if (m == NONE && source_has_conjunct(c->scene->lang, &s)) return NONE;
    if (m == NONE) m = apposed_body(c, &s);
    if (m == NONE) m = apposed_person(c, &s);
    if (m == NONE) m = ending_mention(c, &s);
    if (m == NONE) m = name_of_medium(c, &s);
    return m != NONE ? m : maker_mention(c, &s);
}
