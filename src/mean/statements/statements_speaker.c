/* statements_speaker.c - who a source is.
 *
 * In: statements in text order with their source spans; entities and mentions of the report. Out:
 * speaker, speaker_mention, rule suffix.
 *
 * Rules, in the order they are tried: name - the head of the source, or its apposition, is a name
 * ("longtime pollster Pat Caddell", "a spokeswoman, Anna White,"); the name that opens it before a
 * comma ("Ana Moreau, founder and head of the union,"), or ends it behind nothing but titles.
 * relative - "Ryan, who said ...": what the clause hangs on. chain - he, she
 * (statements_pronoun.c). office - "the minister": the person introduced with that title; the last
 * speaker first. body - "the ministry": the one body named so before; one that has no name in the
 * report ("the coalition", "police") under that noun. medium - "the newspaper", "the article": the
 * outlet that spoke last.
 *
 * Idea: speaker chains, not general coreference (bench: previous speaker right in 80 % of hard
 * cases). Names inside quotations are never candidates. A wrong name is worse than none: where two
 * candidates are left, nobody is named.
 *
 * Known to get wrong: offices two people hold in one report ("the two ministers"). */
#include "mean/entities/entities.h"
#include "mean/statements/statements_parts.h"

static const Entity *entity(const Chain *c, uint32_t e)
{
    return &c->f->entities.at[e];
}

static Slice lower_into(Slice text, char buffer[64])
{
    size_t n = text.n < 63 ? text.n : 63;
    for (size_t i = 0; i < n; i++)
        buffer[i] = (char)(text.p[i] >= 'A' && text.p[i] <= 'Z' ? text.p[i] + 32 : text.p[i]);
    return (Slice){buffer, n};
}

static bool form_is(const Token *t, const char *word)
{
    return slice_eq_nocase(t->form, slice_of(word));
}

/* ---- the head of a source ---- */
/* The token whose head lies outside; of several the first that is no punctuation. */
Source source_of(const Scene *scene, Span span)
{
    const LangText *lang = scene->lang;
    Source s = {.first = token_at(lang, span.b), .head = NONE};
    s.end = s.first;
    while (s.end < lang->n_tokens && lang->token[s.end].span.b < span.e)
        s.end++;
    for (uint32_t t = s.first; t < s.end && s.head == NONE; t++) {
        uint32_t head = lang->token[t].head;
        uint8_t pos = lang->token[t].upos;
        bool out = head == NONE || head < s.first || head >= s.end;
        if (out && (pos == UPOS_NOUN || pos == UPOS_PROPN || pos == UPOS_PRON || pos == UPOS_DET ||
                    pos == UPOS_NUM || pos == UPOS_ADJ))
            s.head = t;
    }
    return s;
}

bool source_has_conjunct(const LangText *lang, const Source *s)
{
    for (uint32_t t = s->first; t < s->end; t++) {
        if (lang->token[t].rel == REL_CONJ && lang->token[t].head == s->head) return true;
    }
    return false;
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

static bool is_person(const Chain *c, uint32_t mention)
{
    return entity(c, c->f->mentions.at[mention].entity)->kind == ENTITY_PERSON;
}

/* The person named right behind a comma that ends the phrase: "a spokeswoman, Anna White,". */
static uint32_t apposed_mention(const Chain *c, const Source *s, uint32_t comma)
{
    const LangText *lang = c->scene->lang;
    if (comma + 1 >= s->end || !form_is(&lang->token[comma], ",") ||
        speaker_noun(c->scene, comma - 1) != SPEAKER_PERSON)
        return NONE;
    uint32_t m = c->mention_of[comma + 1];
    if (m == NONE || !is_person(c, m)) return NONE;
    uint32_t end = c->f->mentions.at[m].end;
    return end >= s->end || form_is(&lang->token[end], ",") || form_is(&lang->token[end], "(")
               ? m
               : NONE;
}

/* The person whose name ends a source, marks behind it aside; NONE. */
static uint32_t last_person(const Chain *c, const Source *s)
{
    uint32_t end = s->end;
    while (end > s->first && c->scene->lang->token[end - 1].upos == UPOS_PUNCT)
        end--;
    uint32_t m = end > s->first ? c->mention_of[end - 1] : NONE;
    return m != NONE && is_person(c, m) && c->f->mentions.at[m].end == end ? m : NONE;
}

/* The person named behind the last comma, to the end of the source: "a lawyer for the news outlets,
 * David Schulz". */
static uint32_t closing_mention(const Chain *c, const Source *s)
{
    const LangText *lang = c->scene->lang;
    uint32_t m = last_person(c, s);
    if (m == NONE) return NONE;
    uint32_t first = c->f->mentions.at[m].first;
    bool one = speaker_noun(c->scene, s->head) == SPEAKER_PERSON ||
               form_is(&lang->token[s->first], "one");
    return one && first > s->first && form_is(&lang->token[first - 1], ",") ? m : NONE;
}

static bool inside_role(const Entity *one, Span token)
{
    for (uint32_t i = 0; i < one->roles.n; i++)
        if (span_in(token, one->roles.at[i].span)) return true;
    return false;
}

/* The person named at the end of a source that is nothing but the offices before: "Minister of
 * Foreign Affairs Ana Moreau", "the union's spokesman, Col Ivan Orlov". */
static uint32_t titled_mention(const Chain *c, const Source *s)
{
    const LangText *lang = c->scene->lang;
    uint32_t m = last_person(c, s);
    if (m == NONE) return NONE;
    const Entity *one = entity(c, c->f->mentions.at[m].entity);
    for (uint32_t t = s->first; t < c->f->mentions.at[m].first; t++) {
        bool capital = lang->token[t].form.p[0] >= 'A' && lang->token[t].form.p[0] <= 'Z' &&
                       (c->mention_of[t] == NONE || !is_person(c, c->mention_of[t]));
        if (!capital && lang->token[t].upos != UPOS_PUNCT && lang->token[t].upos != UPOS_DET &&
            !inside_role(one, lang->token[t].span))
            return NONE;
    }
    return m;
}

/* "Mitch Barlow, R-Ky.,", "Ana Moreau, founder and head of the union": the person whose name,
 * behind titles at most, opens the source before a comma or bracket; no list of persons. */
static uint32_t leading_mention(const Chain *c, const Source *s)
{
    const LangText *lang = c->scene->lang;
    uint32_t t = s->first;
    while (t < s->end && c->mention_of[t] == NONE &&
           (lang->token[t].upos == UPOS_NOUN || lang->token[t].upos == UPOS_PROPN ||
            lang->token[t].upos == UPOS_ADJ))
        t++;
    while (t < s->end && c->mention_of[t] != NONE && !is_person(c, c->mention_of[t]))
        t++; /* "Senate Majority Leader" */
    while (t < s->end && c->mention_of[t] == NONE &&
           (lang->token[t].upos == UPOS_NOUN || lang->token[t].upos == UPOS_PROPN ||
            lang->token[t].upos == UPOS_ADJ))
        t++;
    uint32_t m = t < s->end ? c->mention_of[t] : NONE;
    if (m == NONE || !is_person(c, m)) return NONE;
    uint32_t end = c->f->mentions.at[m].end;
    if (end >= s->end || !opens_aside(&lang->token[end])) return NONE;
    for (uint32_t k = end + 1; k < s->end; k++) {
        uint32_t other = c->mention_of[k];
        if (other != NONE && other != m && is_person(c, other) &&
            (k == end + 1 || lang->token[k - 1].upos == UPOS_CCONJ))
            return NONE;
    }
    return m;
}

/* "A little-known group, the Brigades of the Dawn": the body named behind the comma, to the end of
 * the source. */
static uint32_t apposed_body(const Chain *c, const Source *s)
{
    const LangText *lang = c->scene->lang;
    uint32_t comma = s->first, kind;
    while (comma < s->end && !form_is(&lang->token[comma], ","))
        comma++;
    if (comma + 1 >= s->end || comma == s->first) return NONE;
    kind = speaker_noun(c->scene, comma - 1);
    uint32_t at = comma + 1 + (lang->token[comma + 1].upos == UPOS_DET), end = s->end;
    while (end > at && lang->token[end - 1].upos == UPOS_PUNCT)
        end--;
    uint32_t m = at < end && (kind == SPEAKER_BODY || kind == SPEAKER_MEDIUM) ? c->mention_of[at]
                                                                              : NONE;
    return m != NONE && entity(c, c->f->mentions.at[m].entity)->kind == ENTITY_ORG &&
                   c->f->mentions.at[m].end == end
               ? m
               : NONE;
}

static bool is_title_word(const Token *t)
{
    return (t->form.p[0] >= 'A' && t->form.p[0] <= 'Z') || form_is(t, ".");
}

/* "The chairman of the House Rivers Committee, Rep. Kevin Marsk, R-Texas": the one person named
 * behind a comma and titles, where the noun before tells an office of one person. */
static uint32_t apposed_holder(const Chain *c, const Source *s)
{
    const LangText *lang = c->scene->lang;
    uint32_t found = NONE;
    if (speaker_noun(c->scene, s->head) != SPEAKER_PERSON ||
        strcmp(lang->token[s->head].xpos, "NNS") == 0)
        return NONE;
    for (uint32_t t = s->head + 1; t + 1 < s->end; t++) {
        if (!form_is(&lang->token[t], ",")) continue;
        uint32_t name = t + 1;
        while (name < s->end && name < t + 6 && is_title_word(&lang->token[name]) &&
               (c->mention_of[name] == NONE || !is_person(c, c->mention_of[name])))
            name++; /* "Louisiana Rep. Steve Skaal" */
        uint32_t m = name < s->end ? c->mention_of[name] : NONE;
        if (m == NONE || !is_person(c, m) || c->f->mentions.at[m].first != name) continue;
        uint32_t end = c->f->mentions.at[m].end;
        if (end < s->end && !opens_aside(&lang->token[end])) return NONE;
        if (found != NONE) return NONE;
        found = m;
    }
    return found;
}

/* The name that ends the first noun phrase ("longtime Democratic pollster Pat Caddell", "Clinton
 * spokesman Brian Fallon"), or stands in apposition to it. "Trump's lawyer" and "a Trump lawyer"
 * name nobody. */
static uint32_t named_mention(const Chain *c, const Source *s)
{
    uint32_t end = phrase_end(c, s), titled = titled_mention(c, s);
    if (titled == NONE) titled = apposed_body(c, s);
    if (titled == NONE) titled = apposed_holder(c, s);
    if (titled != NONE) return titled;
    while (end > s->first && (c->scene->lang->token[end - 1].upos == UPOS_PUNCT ||
                              strcmp(c->scene->lang->token[end - 1].xpos, "POS") == 0))
        end--; /* "Keller's claim that": her claim */
    if (end == s->first) return NONE;
    uint32_t m = c->mention_of[end - 1];
    if (m == NONE) m = apposed_mention(c, s, end);
    return m != NONE ? m : closing_mention(c, s);
}

uint32_t speaker_noun(const Scene *scene, uint32_t token)
{
    char buffer[64];
    uint32_t kind = map_find(&scene->model->medium,
                             lower_into(scene->lang->token[token].lemma, buffer));
    return kind == NONE ? 0 : kind;
}

/* "China's Global Times newspaper": a name inside the noun phrase whose head says what it is. */
static uint32_t name_of_medium(const Chain *c, const Source *s)
{
    if (speaker_noun(c->scene, s->head) != SPEAKER_MEDIUM) return NONE;
    for (uint32_t t = s->head; t > s->first; t--) {
        uint32_t m = c->mention_of[t - 1];
        if (m == NONE || c->scene->lang->token[t - 1].head != s->head ||
            c->scene->lang->token[t - 1].rel == REL_NMOD)
            continue;
        EntityKind kind = entity(c, c->f->mentions.at[m].entity)->kind;
        if (kind == ENTITY_ORG || kind == ENTITY_OTHER) return m;
    }
    return NONE;
}

/* ---- one statement ---- */
static bool gender_of_pronoun(const Token *t, Gender *gender)
{
    *gender = form_is(t, "he") ? GENDER_HE : form_is(t, "she") ? GENDER_SHE : GENDER_UNKNOWN;
    return *gender != GENDER_UNKNOWN;
}

/* "a rise condemned by Anna Keller, who said": the person whose name ends right before "who". */
static uint32_t person_before(const Chain *c, uint32_t token)
{
    const LangText *lang = c->scene->lang;
    uint32_t end = token;
    if (end > 0 && form_is(&lang->token[end - 1], ",")) end--;
    uint32_t m = end > 0 ? c->mention_of[end - 1] : NONE;
    return m != NONE && is_person(c, m) && c->f->mentions.at[m].end == end ? m : NONE;
}

/* "Ryan, who said": the person named before it, else the noun the relative clause hangs on. */
static uint32_t relative_mention(const Chain *c, uint32_t token, uint32_t cue)
{
    const LangText *lang = c->scene->lang;
    const Token *t = &lang->token[token];
    if (!form_is(t, "who")) return NONE;
    uint32_t named = person_before(c, token);
    if (named != NONE || cue == NONE) return named;
    for (uint32_t at = cue, steps = 0; at != NONE && steps < 3;
         steps++, at = lang->token[at].head) {
        if (lang->token[at].rel == REL_ACL && lang->token[at].head != NONE)
            return c->mention_of[lang->token[at].head];
    }
    return NONE;
}

/* "Several top Republicans": some of many, not the body they belong to. */
static bool is_many(const Chain *c, uint32_t mention)
{
    const Mention *m = &c->f->mentions.at[mention];
    const char *xpos = c->scene->lang->token[m->end - 1].xpos;
    bool plural = strcmp(xpos, "NNPS") == 0 || strcmp(xpos, "NNS") == 0;
    return plural && !slice_eq_nocase(slice_span(c->scene->report->text, m->span),
                                      entity(c, m->entity)->name);
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
    EntityKind kind = entity(c, c->f->mentions.at[maker].entity)->kind;
    return kind == ENTITY_PERSON || kind == ENTITY_ORG ? maker : NONE;
}

/* "Legal analyst and former prosecutor Anna Keller": two offices of one person, both without an
 * article and in the singular. */
static uint32_t joint_titles(const Chain *c, const Source *s)
{
    const LangText *lang = c->scene->lang;
    uint32_t m = last_person(c, s);
    if (m == NONE || lang->token[s->first].upos == UPOS_DET) return NONE;
    uint32_t name = c->f->mentions.at[m].first;
    if (name == s->first || lang->token[name - 1].upos == UPOS_CCONJ) return NONE;
    for (uint32_t t = s->first; t < name; t++) {
        const Token *k = &lang->token[t];
        if (k->upos == UPOS_PUNCT || k->xpos[0] == 'V' || strcmp(k->xpos, "NNS") == 0 ||
            strcmp(k->xpos, "NNPS") == 0 ||
            (c->mention_of[t] != NONE && is_person(c, c->mention_of[t])))
            return NONE;
    }
    return m;
}

static uint32_t speaker_of(const Chain *c, const Source *s, uint32_t cue, Slice *rule,
                           uint32_t *mention)
{
    const LangText *lang = c->scene->lang;
    Gender gender;
    *mention = NONE;
    uint32_t m = leading_mention(c, s);
    if (m == NONE && source_has_conjunct(lang, s)) m = joint_titles(c, s);
    if (m == NONE && source_has_conjunct(lang, s)) return NONE;
    if (m == NONE) m = named_mention(c, s);
    *rule = SLICE("name");
    if (m == NONE) m = name_of_medium(c, s);
    if (m == NONE) m = maker_mention(c, s);
    if (m == NONE && (m = relative_mention(c, s->head, cue)) != NONE) *rule = SLICE("relative");
    if (m != NONE && is_many(c, m)) return NONE;
    if (m != NONE) {
        *mention = m;
        return c->f->mentions.at[m].entity;
    }
    if (gender_of_pronoun(&lang->token[s->head], &gender)) {
        *rule = SLICE("chain");
        return pronoun_speaker(c, s->head, gender);
    }
    return noun_speaker(c, s, rule);
}

/* "I said so before," Keller told them: "I" of a quotation is who speaks it. */
static bool is_own_voice(const Chain *c, const Statement *one, const Source *s)
{
    return one->parent != NONE && s->end - s->first == 1 &&
           form_is(&c->scene->lang->token[s->head], "I") && c->scene->quote[s->head] != NONE &&
           c->f->statements.at[one->parent].kind != STATEMENT_INDIRECT;
}

static void remember(Chain *c, uint32_t speaker, const Source *s)
{
    bool person = entity(c, speaker)->kind == ENTITY_PERSON;
    c->spoke[speaker]++;
    *(person ? &c->person : &c->body) = speaker;
    *(person ? &c->person_at : &c->body_at) = s->head;
}

/* Could the source be one person? Not a plural, not they, it or we, not a body. */
static bool may_be_person(const Chain *c, const Source *s)
{
    const Token *t = &c->scene->lang->token[s->head];
    static const char *const others[] = {"they", "it",   "we", "who", "which", "that",   "some",
                                         "many", "this", "i",  "you", "both",  "others", "police"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (form_is(t, others[i])) return false;
    uint32_t kind = speaker_noun(c->scene, s->head);
    return strcmp(t->xpos, "NNS") != 0 && strcmp(t->xpos, "NNPS") != 0 &&
           (kind == 0 || kind == SPEAKER_PERSON) && !source_has_conjunct(c->scene->lang, s);
}

static const struct {
    const char *rule, *joined[4];
} rule_names[] = {
    {"name", {"model/name", "quotation/name", "floating/name", "form/name"}},
    {"relative", {"model/relative", "quotation/relative", "floating/relative", "form/relative"}},
    {"chain", {"model/chain", "quotation/chain", "floating/chain", "form/chain"}},
    {"office", {"model/office", "quotation/office", "floating/office", "form/office"}},
    {"body", {"model/body", "quotation/body", "floating/body", "form/body"}},
    {"medium", {"model/medium", "quotation/medium", "floating/medium", "form/medium"}},
};
static Slice join_rules(Slice found, Slice named)
{
    uint32_t way = slice_is(found, "model")       ? 0
                   : slice_is(found, "quotation") ? 1
                   : slice_is(found, "form")      ? 3
                                                  : 2;
    for (size_t i = 0; i < sizeof rule_names / sizeof *rule_names; i++)
        if (slice_is(named, rule_names[i].rule)) return slice_of(rule_names[i].joined[way]);
    return found;
}

static bool chain_init(Chain *c, Scene *scene, Arena *scratch)
{
    *c = (Chain){
        .scene = scene, .f = scene->findings, .person = NONE, .body = NONE, .stranger_at = NONE};
    c->mention_of = ARENA_ARRAY(scratch, uint32_t, scene->lang->n_tokens);
    c->spoke = ARENA_ARRAY(scratch, uint32_t, c->f->entities.n + 1);
    if (!c->mention_of || !c->spoke) return false;
    memset(c->spoke, 0, (c->f->entities.n + 1) * sizeof *c->spoke);
    for (uint32_t t = 0; t < scene->lang->n_tokens; t++)
        c->mention_of[t] = NONE;
    for (uint32_t m = 0; m < c->f->mentions.n; m++) {
        const Mention *one = &c->f->mentions.at[m];
        if (one->form != FORM_NAME || one->entity == NONE || one->entity >= c->f->entities.n)
            continue;
        for (uint32_t t = one->first; t < one->end && t < scene->lang->n_tokens; t++)
            c->mention_of[t] = m;
    }
    return office_init(c, scratch);
}

/* Of "Tom Long, the storm office's head, said" the labels may keep what stands between the commas
 * alone: then the source is the whole subject of the cue. */
static Span whole_subject(const Scene *scene, Span span, uint32_t cue)
{
    const LangText *lang = scene->lang;
    uint32_t subject = cue == NONE ? NONE : tree_child_rel(lang, cue, REL_NSUBJ), first, end;
    if (subject == NONE || lang->token[subject].upos != UPOS_PROPN || span.b == 0) return span;
    tree_range(lang, subject, &first, &end);
    uint32_t at = token_at(lang, span.b), last = token_at(lang, span.e - 1);
    bool inside = subject < at && first <= subject && at < end && last < end && end - first < 40;
    if (!inside || scene->quote[subject] != scene->quote[at]) return span;
    bool aside = false;
    for (uint32_t t = subject + 1; t < at; t++)
        aside = aside || opens_aside(&lang->token[t]);
    return aside ? tokens_span(lang, first, end) : span;
}

dln_status statements_speakers(Scene *scene, Arena *scratch)
{
    Chain c;
    if (!chain_init(&c, scene, scratch)) return arena_status(scratch);
    for (uint32_t i = 0; i < scene->findings->statements.n; i++) {
        Statement *one = &scene->findings->statements.at[i];
        Slice rule = {0};
        if (span_empty(one->speaker_span)) continue;
        one->speaker_span = whole_subject(scene, one->speaker_span, scene->cue_of[i]);
        Source s = source_of(scene, one->speaker_span);
        if (s.head == NONE) continue;
        if (one->speaker_mention != NONE) { /* an answer: the form knows who gives it */
            one->speaker = c.f->mentions.at[one->speaker_mention].entity;
            continue;
        }
        one->speaker = speaker_of(&c, &s, scene->cue_of[i], &rule, &one->speaker_mention);
        if (one->speaker == NONE && is_own_voice(&c, one, &s)) {
            one->speaker = c.f->statements.at[one->parent].speaker;
            rule = SLICE("chain");
        }
        if (one->speaker == NONE) {
            Gender gender;
            if (scene->quote[s.head] == NONE && may_be_person(&c, &s) &&
                !gender_of_pronoun(&scene->lang->token[s.head], &gender))
                c.stranger_at = s.head;
            continue;
        }
        one->rule = join_rules(one->rule, rule);
        if (scene->quote[s.head] == NONE) remember(&c, one->speaker, &s);
    }
    return DLN_OK;
}
