/* statements_speaker.c - who a source is.
 *
 * In: statements in text order with their source spans; entities and mentions of the report. Out:
 * speaker, speaker_mention, rule suffix.
 *
 * Rules, in the order they are tried: name - the source names him (statements_named.c). relative -
 * "Ryan, who said ...": what the clause hangs on, or whom that is said of ("Kessler, a Democrat
 * who said"). chain - he, she (statements_pronoun.c). office - "the minister": the person
 * introduced with that title; the last speaker first. body - "the ministry": the one body named so
 * before; one that has no name in the report ("the coalition", "police") under that noun. medium -
 * "the newspaper", "the article": the outlet that spoke last.
 *
 * Idea: speaker chains, not general coreference (bench: previous speaker right in 80 % of hard
 * cases). Names inside quotations are never candidates. A wrong name is worse than none: where two
 * candidates are left, nobody is named.
 *
 * Known to get wrong: offices two people hold in one report ("the two ministers"). */
#include "mean/entities/entities.h"
#include "mean/statements/statements_parts.h"

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

uint32_t speaker_noun(const Scene *scene, uint32_t token)
{
    uint32_t kind = map_find_lower(&scene->model->medium, scene->lang->token[token].lemma);
    bool of_verbs = kind == SPEAKER_ISSUE || kind == SPEAKER_CITING;
    if (kind == NONE || (of_verbs && scene->lang->token[token].upos != UPOS_VERB)) return 0;
    return kind;
}

/* ---- one statement ---- */
static bool gender_of_pronoun(const Token *t, Gender *gender)
{
    *gender = form_is(t, "he") ? GENDER_HE : form_is(t, "she") ? GENDER_SHE : GENDER_UNKNOWN;
    return *gender != GENDER_UNKNOWN;
}

static bool is_person(const Chain *c, uint32_t mention)
{
    return entity(c, c->f->mentions.at[mention].entity)->kind == ENTITY_PERSON;
}

/* ---- "who said" ---- */

/* "a rise condemned by Anna Keller, who said": the person whose name ends right before "who". */
static uint32_t person_before(const Chain *c, uint32_t token)
{
    const LangText *lang = c->scene->lang;
    uint32_t end = token;
    if (end > 0 && form_is(&lang->token[end - 1], ",")) end--;
    uint32_t m = end > 0 ? c->mention_of[end - 1] : NONE;
    return m != NONE && is_person(c, m) && c->f->mentions.at[m].end == end ? m : NONE;
}

/* The noun that the relative clause of the cue hangs on; NONE. */
static uint32_t antecedent(const LangText *lang, uint32_t cue)
{
    for (uint32_t at = cue, steps = 0; at != NONE && steps < 3;
         steps++, at = lang->token[at].head) {
        if (lang->token[at].rel == REL_ACL) return lang->token[at].head;
    }
    return NONE;
}

/* "a former classmate of Orsk who says": a clause without a comma that hangs on a word for a
 * person is hers, not Orsk's. */
static bool is_of_noun(const Chain *c, uint32_t noun, uint32_t token, uint32_t named)
{
    const LangText *lang = c->scene->lang;
    const Mention *m = &c->f->mentions.at[named];
    return noun != NONE && noun < m->first && !form_is(&lang->token[token - 1], ",") &&
           speaker_noun(c->scene, noun) == SPEAKER_PERSON && lang->token[m->head].head == noun;
}

/* "Roy Kessler, a Democrat who has called for it", "Ana Holm is a teacher who has accused him":
 * the person that the noun is said of; NONE. */
static uint32_t said_of(const Chain *c, uint32_t noun)
{
    const LangText *lang = c->scene->lang;
    const Token *k = &lang->token[noun];
    uint32_t whom = NONE;
    if (strcmp(k->xpos, "NNS") == 0) return NONE;
    if (k->rel == REL_APPOS)
        whom = k->head;
    else if (tree_child_rel(lang, noun, REL_COP) != NONE)
        whom = tree_child_rel(lang, noun, REL_NSUBJ);
    uint32_t m = whom == NONE ? NONE : c->mention_of[whom];
    return m != NONE && is_person(c, m) ? m : NONE;
}

/* "the Harbour Union, which said": the body named right before the comma. */
static uint32_t body_before(const Chain *c, uint32_t token, uint32_t noun)
{
    if (token < 2 || noun == NONE || !form_is(&c->scene->lang->token[token - 1], ",")) return NONE;
    uint32_t m = c->mention_of[token - 2];
    return m != NONE && m == c->mention_of[noun] && c->f->mentions.at[m].end == token - 1 &&
                   entity(c, c->f->mentions.at[m].entity)->kind == ENTITY_ORG
               ? m
               : NONE;
}

/* "Garl Holm, a member of the block group, who said": a group is no "who"; the noun it belongs to.
 */
static uint32_t owner_of_noun(const Chain *c, uint32_t token, uint32_t noun)
{
    const LangText *lang = c->scene->lang;
    const Token *k = &lang->token[noun];
    bool of = k->rel == REL_NMOD && k->head != NONE && k->head < noun;
    bool thing = speaker_noun(c->scene, noun) == SPEAKER_BODY;
    return of && thing && token > 0 && form_is(&lang->token[token - 1], ",") ? k->head : noun;
}

/* "Ryan, who said": the mention of the person named before it, of the noun that the clause hangs
 * on, or of whom that noun is said. */
static uint32_t relative_mention(const Chain *c, uint32_t token, uint32_t noun)
{
    if (form_is(&c->scene->lang->token[token], "which")) return body_before(c, token, noun);
    if (!form_is(&c->scene->lang->token[token], "who")) return NONE;
    uint32_t named = person_before(c, token);
    if (named != NONE) return is_of_noun(c, noun, token, named) ? NONE : named;
    if (noun == NONE) return NONE;
    noun = owner_of_noun(c, token, noun);
    return c->mention_of[noun] != NONE ? c->mention_of[noun] : said_of(c, noun);
}

/* "The governor, who has denied it": whom the noun before the comma means; NONE. */
static uint32_t relative_office(const Chain *c, uint32_t token, uint32_t noun, Slice *rule)
{
    const LangText *lang = c->scene->lang;
    if (!form_is(&lang->token[token], "who") || noun == NONE || noun + 2 != token ||
        !form_is(&lang->token[token - 1], ",") || lang->token[noun].upos != UPOS_NOUN)
        return NONE;
    uint32_t first, end;
    tree_range(lang, noun, &first, &end);
    if (first > noun) return NONE;
    return noun_speaker(c, &(Source){.first = first, .end = noun + 1, .head = noun}, rule);
}

static uint32_t speaker_of(const Chain *c, const Source *s, uint32_t cue, Slice *rule,
                           uint32_t *mention)
{
    const LangText *lang = c->scene->lang;
    Gender gender;
    *mention = NONE;
    uint32_t m = named_in_source(c, s);
    if (m == NONE && source_has_conjunct(lang, s)) return NONE;
    *rule = SLICE("name");
    uint32_t noun = cue == NONE ? NONE : antecedent(lang, cue);
    if (m == NONE && (m = relative_mention(c, s->head, noun)) != NONE) *rule = SLICE("relative");
    if (m != NONE && named_are_many(c, m)) return NONE;
    if (m != NONE) {
        *mention = m;
        return c->f->mentions.at[m].entity;
    }
    if (gender_of_pronoun(&lang->token[s->head], &gender)) {
        *rule = SLICE("chain");
        return pronoun_speaker(c, s->head, gender);
    }
    uint32_t office = relative_office(c, s->head, noun, rule);
    return office != NONE ? office : noun_speaker(c, s, rule);
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
           (kind == 0 || kind == SPEAKER_PERSON || kind == SPEAKER_WRITING) &&
           !source_has_conjunct(c->scene->lang, s);
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
    {"writing", {"model/writing", "quotation/writing", "floating/writing", "form/writing"}},
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

/* "[These clerks, Orsk] explained, were paid late": behind the comma stands the subject of the cue,
 * and what is before belongs to the content. */
static Source cut_to_subject(const Chain *c, Source s, uint32_t cue)
{
    const LangText *lang = c->scene->lang;
    uint32_t subject = cue == NONE ? NONE : tree_child_rel(lang, cue, REL_NSUBJ), first, end;
    if (subject == NONE || subject <= s.head || subject >= s.end) return s;
    tree_range(lang, subject, &first, &end);
    bool apart = first > s.head && first > s.first && form_is(&lang->token[first - 1], ",") &&
                 end >= s.end && lang->token[subject].upos != UPOS_VERB;
    return apart ? (Source){.first = first, .end = s.end, .head = subject} : s;
}

/* “She said ‘I am worried,’” Holm said: "she" of a quotation is not who speaks it. */
static bool is_another(const Chain *c, const Statement *one, const Source *s)
{
    Gender gender;
    return one->parent != NONE && one->speaker != NONE && c->scene->quote[s->head] != NONE &&
           gender_of_pronoun(&c->scene->lang->token[s->head], &gender) &&
           c->f->statements.at[one->parent].kind != STATEMENT_INDIRECT &&
           c->f->statements.at[one->parent].speaker == one->speaker;
}

/* Fills the speaker of a statement from its source. */
static void name_speaker(Chain *c, Statement *one, const Source *s, uint32_t cue, Slice *rule)
{
    uint32_t both = spoken_with_another(c, s, cue);
    if (both != NONE) /* two speakers: the words of both, and nobody named */
        one->speaker_span.e = c->scene->lang->token[both - 1].span.e;
    else
        one->speaker = speaker_of(c, s, cue, rule, &one->speaker_mention);
    if (one->speaker == NONE && is_own_voice(c, one, s)) {
        one->speaker = c->f->statements.at[one->parent].speaker;
        *rule = SLICE("chain");
    } else if (is_another(c, one, s)) {
        one->speaker = NONE;
    }
}

/* A source without a name, which may be a person: the chain of who spoke breaks. */
static void meet_stranger(Chain *c, const Source *s)
{
    Gender gender;
    if (c->scene->quote[s->head] == NONE && may_be_person(c, s) &&
        !gender_of_pronoun(&c->scene->lang->token[s->head], &gender))
        c->stranger_at = s->head;
}

dln_status statements_speakers(Scene *scene, Arena *scratch)
{
    Chain c;
    if (!chain_init(&c, scene, scratch)) return arena_status(scratch);
    for (uint32_t i = 0; i < scene->findings->statements.n; i++) {
        Statement *one = &scene->findings->statements.at[i];
        uint32_t cue = scene->cue_of[i];
        Slice rule = {0};
        if (span_empty(one->speaker_span)) continue;
        one->speaker_span = whole_subject(scene, one->speaker_span, cue);
        Source s = source_of(scene, one->speaker_span);
        if (s.head == NONE) continue;
        s = cut_to_subject(&c, s, cue);
        if (one->speaker_mention != NONE) { /* an answer: the form knows who gives it */
            one->speaker = c.f->mentions.at[one->speaker_mention].entity;
            continue;
        }
        name_speaker(&c, one, &s, cue, &rule);
        if (one->speaker == NONE) {
            meet_stranger(&c, &s);
            continue;
        }
        one->rule = join_rules(one->rule, rule);
        if (scene->quote[s.head] == NONE) remember(&c, one->speaker, &s);
    }
    return DLN_OK;
}
