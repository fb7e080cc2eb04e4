/* statements_unsaid.c - what has the shape of a statement and tells nobody's words.
 *
 * In: Scene, a cue, the source and content found for it; data/en/unsaid.txt. Out: is it none?
 *
 * Idea: a statement needs somebody who uttered something that can be told again. "Reuters tried to
 * confirm that the boat had sunk" was not uttered; "police responded to a fire" has a thing where
 * the words would be; "nobody told us that the gate was broken" has no speaker; "the sentence that
 * he called for", whose content is "that", has no words; "WATCH: crane falls into harbour" is a
 * label, not a speaker; "she did not say whether" is told of what nobody said; who "is asked to
 * call" does not speak; "they warned the firm in May" names
 * who was spoken to and no words. Words in quotation marks were uttered whatever stands beside
 * them.
 *
 * Known to get wrong: "he tried to warn them that the ice was thin", which they may have heard. */
#include "mean/entities/entities.h"
#include "mean/statements/statements_parts.h"

typedef enum UnsaidKind {
    UNSAID_GOVERNOR = 1,
    UNSAID_PHRASE,
    UNSAID_NOBODY,
    UNSAID_ADDRESSEE,
    UNSAID_QUOTED,
    UNSAID_CHANCE,
    UNSAID_THING,
    UNSAID_NOT,
    UNSAID_ONLY,
    UNSAID_STANCE,
    UNSAID_APPOINT,
    UNSAID_WOULD,
    UNSAID_AVERT,
    UNSAID_FOUND,
    UNSAID_UNTIL,
    UNSAID_ENOUGH,
    UNSAID_ONE
} UnsaidKind;

dln_status unsaid_open(const char *data_dir, Arena *arena, Statements *s, dln_error *err)
{
    Table table;
    TRY(table_load(data_dir, "en/unsaid.txt", arena, &table, err));
    map_init(&s->unsaid, arena);
    for (uint32_t i = 0; i < table.n; i++) {
        Slice kind = row_col(&table.at[i], 1);
        uint32_t value = slice_is(kind, "governor")    ? UNSAID_GOVERNOR
                         : slice_is(kind, "phrase")    ? UNSAID_PHRASE
                         : slice_is(kind, "nobody")    ? UNSAID_NOBODY
                         : slice_is(kind, "addressee") ? UNSAID_ADDRESSEE
                         : slice_is(kind, "quoted")    ? UNSAID_QUOTED
                         : slice_is(kind, "chance")    ? UNSAID_CHANCE
                         : slice_is(kind, "thing")     ? UNSAID_THING
                         : slice_is(kind, "not")       ? UNSAID_NOT
                         : slice_is(kind, "only")      ? UNSAID_ONLY
                         : slice_is(kind, "stance")    ? UNSAID_STANCE
                         : slice_is(kind, "appoint")   ? UNSAID_APPOINT
                         : slice_is(kind, "would")     ? UNSAID_WOULD
                         : slice_is(kind, "avert")     ? UNSAID_AVERT
                         : slice_is(kind, "found")     ? UNSAID_FOUND
                         : slice_is(kind, "until")     ? UNSAID_UNTIL
                         : slice_is(kind, "enough")    ? UNSAID_ENOUGH
                         : slice_is(kind, "one")       ? UNSAID_ONE
                                                       : 0;
        if (value == 0)
            return err_fill(err, DLN_ERR_DATA, "open", "en/unsaid.txt line %u: no such kind",
                            table.at[i].line);
        if (!map_put(&s->unsaid, table.at[i].col[0], value)) return arena_status(arena);
    }
    return DLN_OK;
}

static bool listed(const Scene *scene, Slice word, UnsaidKind kind)
{
    return map_find_lower(&scene->model->unsaid, word) == (uint32_t)kind;
}

/* "tried to confirm", "was unable to say", "needs to explain". */
static bool under_governor(const Scene *scene, uint32_t cue)
{
    const Token *t = &scene->lang->token[cue];
    return (t->rel == REL_XCOMP || t->rel == REL_ADVCL || t->rel == REL_CCOMP) && t->head != NONE &&
           tree_child_rel(scene->lang, cue, REL_MARK) != NONE && t->xpos[0] == 'V' &&
           strcmp(t->xpos, "VB") == 0 &&
           (listed(scene, scene->lang->token[t->head].lemma, UNSAID_GOVERNOR) ||
            listed(scene, scene->lang->token[t->head].lemma, UNSAID_CHANCE));
}

/* "Stopped short of calling for a ban", "avoided saying who paid": a gerund that was averted. */
static bool is_averted(const Scene *scene, uint32_t cue)
{
    const LangText *lang = scene->lang;
    const Token *t = &lang->token[cue];
    if (strcmp(t->xpos, "VBG") != 0 || t->head == NONE || t->head > cue) return false;
    if (listed(scene, lang->token[t->head].lemma, UNSAID_AVERT)) return true;
    uint32_t how = tree_child_rel(lang, t->head, REL_ADVMOD);
    return how != NONE && how < cue && listed(scene, lang->token[how].lemma, UNSAID_AVERT);
}

/* "Orsk's alleged “high crimes”": a word before a thing tells nobody's words. */
static bool is_epithet(const Scene *scene, uint32_t cue)
{
    const Token *t = &scene->lang->token[cue];
    return t->rel == REL_AMOD && tree_child_rel(scene->lang, cue, REL_NSUBJ) == NONE &&
           scene->quote[cue] == NONE;
}

/* "Orsk, head of the council, was accused in the report": who stands before a passive verb does not
 * speak, whatever the parse makes of him. */
static bool before_passive(const Scene *scene, uint32_t cue, Span source)
{
    const LangText *lang = scene->lang;
    const Token *t = &lang->token[cue];
    if (strcmp(t->xpos, "VBN") != 0 || span_empty(source) || source.e > t->span.b ||
        source.b < lang->sentence[t->sentence].span.b || listed(scene, t->lemma, UNSAID_QUOTED))
        return false;
    for (uint32_t c = tree_child(lang, cue, 0); c != NONE && c < cue;
         c = tree_child(lang, cue, c + 1))
        if (lang->token[c].rel == REL_AUX && strcmp(lang->token[c].subtype, "pass") == 0)
            return lang->token[c].span.b >= source.e;
    return false;
}

/* "have the guts to tell him", "the right to say so": what hangs on such a noun was not uttered. */
static bool under_noun(const Scene *scene, uint32_t cue)
{
    const Token *t = &scene->lang->token[cue];
    return t->rel == REL_ACL && t->head != NONE && t->head < cue && strcmp(t->xpos, "VB") == 0 &&
           listed(scene, scene->lang->token[t->head].lemma, UNSAID_CHANCE);
}

/* "It is slander to say that Peru interfered", "it was wrong to claim so": anybody's words, of
 * which the speaker only judges. */
static bool is_judged(const Scene *scene, uint32_t cue)
{
    const LangText *lang = scene->lang;
    const Token *t = &lang->token[cue];
    if (strcmp(t->xpos, "VB") != 0 || t->head == NONE || t->head > cue ||
        tree_child_rel(lang, cue, REL_MARK) == NONE ||
        tree_child_rel(lang, t->head, REL_COP) == NONE)
        return false;
    uint32_t it = tree_child_rel(lang, t->head, REL_EXPL);
    if (it == NONE) it = tree_child_rel(lang, t->head, REL_NSUBJ);
    return it != NONE && slice_eq_nocase(lang->token[it].form, SLICE("it"));
}

/* "His favourite trick is to say that": told of a habit; "for a shop to hang up a sign saying
 * that": told of nobody. */
static bool of_nobody(const Scene *scene, uint32_t cue)
{
    const LangText *lang = scene->lang;
    const Token *t = &lang->token[cue];
    if (strcmp(t->xpos, "VB") == 0 && tree_child_rel(lang, cue, REL_COP) != NONE) return true;
    if (is_judged(scene, cue)) return true;
    if (strcmp(t->xpos, "VBG") != 0 || t->head == NONE || t->head > cue ||
        lang->token[cue - 1].upos == UPOS_PUNCT)
        return false;
    uint32_t mark = tree_child_rel(lang, t->head, REL_MARK),
             subject = tree_child_rel(lang, t->head, REL_NSUBJ);
    return mark != NONE && subject != NONE && mark < subject &&
           slice_eq_nocase(lang->token[mark].form, SLICE("for"));
}

/* "a question about whether police were warned that": who warned them is not told. */
static bool told_by_nobody(const Scene *scene, uint32_t cue, Span source)
{
    const LangText *lang = scene->lang;
    uint32_t subject = tree_child_rel(lang, cue, REL_NSUBJ), first, end;
    if (subject == NONE || strcmp(lang->token[subject].subtype, "pass") != 0 ||
        span_empty(source) || scene->quote[cue] != NONE ||
        !listed(scene, lang->token[cue].lemma, UNSAID_ADDRESSEE))
        return false;
    tree_range(lang, cue, &first, &end);
    return !span_meet(source, tokens_span(lang, first, end));
}

/* "The council passed a bill short of the sum that the mayor requested": a relative clause does not
 * report the sentence that it stands in. */
static bool of_its_sentence(const Scene *scene, uint32_t cue, uint32_t first, uint32_t end)
{
    const LangText *lang = scene->lang;
    const Token *t = &lang->token[cue];
    uint32_t low, high;
    if (t->rel != REL_ACL || t->head == NONE || t->head > cue || end > cue) return false;
    tree_range(lang, cue, &low, &high);
    if (low > 0 && lang->token[low - 1].upos == UPOS_PUNCT) return false; /* "a pity, she said" */
    for (uint32_t at = t->head, steps = 0; at != NONE && steps < 8; steps++) {
        if (lang->token[at].upos == UPOS_VERB) return at >= first && at < end;
        at = lang->token[at].head;
    }
    return false;
}

static bool listed_pair(const Scene *scene, Slice a, Slice b, UnsaidKind kind)
{
    char key[48];
    if (a.n + b.n + 1 >= sizeof key) return false;
    memcpy(key, a.p, a.n);
    key[a.n] = ' ';
    memcpy(key + a.n + 1, b.p, b.n);
    return listed(scene, (Slice){key, a.n + b.n + 1}, kind);
}

/* "responded to", "asked not to be named": listed words right before the content; "answered our
 * questions": a listed word that ends it. */
static bool before_thing(const Scene *scene, uint32_t cue, uint32_t first, uint32_t end)
{
    const LangText *lang = scene->lang;
    Slice lemma = lang->token[cue].lemma;
    if (cue + 1 >= lang->n_tokens || first <= cue || first > cue + 2) return false;
    uint32_t thing = tree_child_rel(lang, cue, REL_OBJ);
    if (thing != NONE && listed_pair(scene, lemma, lang->token[thing].lemma, UNSAID_THING))
        return true; /* "claimed the life of" */
    return listed_pair(scene, lemma, lang->token[cue + 1].form, UNSAID_PHRASE) ||
           (end - first <= 3 &&
            listed_pair(scene, lemma, lang->token[end - 1].lemma, UNSAID_PHRASE));
}

/* "Asked about the bridge, Keller replied": she was asked, she did not ask. */
static bool was_asked(const Scene *scene, uint32_t cue, Span source)
{
    const Token *t = &scene->lang->token[cue];
    bool participle = strcmp(t->xpos, "VBN") == 0 || strcmp(t->xpos, "VBD") == 0;
    return participle && tree_child_rel(scene->lang, cue, REL_NSUBJ) == NONE &&
           tree_child_rel(scene->lang, cue, REL_MARK) == NONE && t->rel == REL_ADVCL &&
           t->head != NONE && t->head > cue && token_at(scene->lang, source.b) > cue &&
           tree_child_rel(scene->lang, cue, REL_AUX) == NONE;
}

/* "Police led a man described as her father", "a group called “Orsk First”", "Velm said when asked
 * whether it was safe": who stands before a participle without a subject does not speak. */
static bool is_bare_participle(const Scene *scene, uint32_t cue, Span source)
{
    const LangText *lang = scene->lang;
    const Token *t = &lang->token[cue];
    bool plain = tree_child_rel(lang, cue, REL_NSUBJ) == NONE &&
                 tree_child_rel(lang, cue, REL_AUX) == NONE;
    if (!plain || span_empty(source) || source.e > t->span.b) return false;
    if (strcmp(t->xpos, "VBN") != 0 && strcmp(t->xpos, "VBD") != 0) return false;
    if (cue > 0 && form_is(&lang->token[cue - 1], "when")) return true;
    return strcmp(t->xpos, "VBN") == 0 && t->rel == REL_ACL && t->head != NONE && t->head < cue &&
           strcmp(t->subtype, "relcl") != 0;
}

/* Are there several before, of whom "one" may be one: "Two guards spoke. One has said"? */
static bool several_before(const Scene *scene, uint32_t one)
{
    const LangText *lang = scene->lang;
    uint32_t s = lang->token[one].sentence, low = s > 2 ? s - 2 : 0;
    bool other = s > low && slice_eq_nocase(lang->token[lang->sentence[s - 1].first].form,
                                            SLICE("one")); /* "One has said ... One had told" */
    if (s > low && !other) low = s - 1;
    for (uint32_t t = lang->sentence[low].first; t < one; t++)
        if (strcmp(lang->token[t].xpos, "NNS") == 0) return true;
    return false;
}

/* "One wonders whether", "one might say", "no one can say"; not one of those told of before. */
static bool is_anybody(const Scene *scene, uint32_t cue, uint32_t one)
{
    const LangText *lang = scene->lang;
    bool present = strcmp(lang->token[cue].xpos, "VBZ") == 0, helped = false;
    if (one > 0 && listed(scene, lang->token[one - 1].form, UNSAID_NOBODY)) return true;
    if (present && listed(scene, lang->token[cue].lemma, UNSAID_ONE)) return true;
    for (uint32_t t = tree_child(lang, cue, 0); t != NONE && t < cue;
         t = tree_child(lang, cue, t + 1)) {
        helped = helped || lang->token[t].rel == REL_AUX;
        if (listed(scene, lang->token[t].form, UNSAID_WOULD) ||
            listed(scene, lang->token[t].form, UNSAID_ONE))
            return true;
    }
    return (present || helped) && !several_before(scene, one);
}

static bool spoken_by_nobody(const Scene *scene, uint32_t cue, Span source)
{
    if (span_empty(source)) return false;
    uint32_t first = token_at(scene->lang, source.b);
    const Token *t = &scene->lang->token[first];
    if (listed(scene, t->form, UNSAID_NOT)) return true; /* "not one senator said" */
    bool alone = t->span.e >= source.e && slice_eq_nocase(t->form, SLICE("one"));
    if (alone && is_anybody(scene, cue, first)) return true;
    return listed(scene, t->form, UNSAID_NOBODY);
}

/* "Drivers were told to wait", "anyone with information is asked to call": the subject was spoken
 * to. "Holm was quoted as saying" is told of her words. */
static bool subject_was_told(const Scene *scene, uint32_t cue, Span source)
{
    const LangText *lang = scene->lang;
    uint32_t subject = tree_child_rel(lang, cue, REL_NSUBJ), first, end;
    if (subject == NONE || strcmp(lang->token[subject].subtype, "pass") != 0 ||
        span_empty(source) || listed(scene, lang->token[cue].lemma, UNSAID_QUOTED))
        return false;
    tree_range(lang, subject, &first, &end);
    Span told = tokens_span(lang, first, end);
    return source.b < told.e && told.b < source.e;
}

/* Is the token a word for somebody who can be spoken to: a name, a pronoun, "the firm"? */
static bool is_somebody(const Scene *scene, uint32_t t)
{
    const Token *k = &scene->lang->token[t];
    if (k->upos == UPOS_PRON) return strncmp(k->xpos, "PRP", 3) == 0;
    uint32_t m = mention_at_token(scene->findings, t, 1u << FORM_NAME | 1u << FORM_NOMINAL);
    uint32_t e = m == NONE ? NONE : scene->findings->mentions.at[m].entity;
    if (e == NONE) return speaker_noun(scene, t) != 0 && speaker_noun(scene, t) != SPEAKER_MEDIUM;
    EntityKind kind = scene->findings->entities.at[e].kind;
    return kind == ENTITY_PERSON || kind == ENTITY_ORG;
}

static bool is_mark(const Token *t)
{
    return strcmp(t->xpos, "``") == 0 || strcmp(t->xpos, "''") == 0;
}

/* "Inspectors warned the firm in May", "he called the police at once": nothing but who was spoken
 * to and when. */
static bool only_addressee(const Scene *scene, uint32_t cue, uint32_t first, uint32_t end)
{
    const LangText *lang = scene->lang;
    bool somebody = false;
    if (!listed(scene, lang->token[cue].lemma, UNSAID_ADDRESSEE) || first != cue + 1) return false;
    for (uint32_t t = first; t < end; t++) {
        const Token *k = &lang->token[t];
        if ((is_mark(k) && t + 1 < end) || scene->quote[t] != scene->quote[cue])
            return false; /* "called him 'my friend'" */
        bool when = token_in_time(scene->findings, k->span) ||
                    (k->upos == UPOS_ADP && t + 1 < end &&
                     token_in_time(scene->findings, lang->token[t + 1].span));
        if (when || k->upos == UPOS_DET || k->upos == UPOS_ADV || k->upos == UPOS_PUNCT ||
            strcmp(k->xpos, "POS") == 0 || strcmp(k->xpos, "PRP$") == 0)
            continue;
        if (!is_somebody(scene, t)) return false;
        somebody = true;
    }
    return somebody;
}

/* "Recall this little pageant", "Note that": a sentence of the reporter's that tells its reader to.
 */
static bool is_bidding(const Scene *scene, uint32_t cue, Span source)
{
    const LangText *lang = scene->lang;
    const Token *t = &lang->token[cue];
    return span_empty(source) && scene->quote[cue] == NONE && strcmp(t->xpos, "VB") == 0 &&
           lang->sentence[t->sentence].first == cue && t->head == NONE &&
           tree_child_rel(lang, cue, REL_NSUBJ) == NONE;
}

/* “[What] Holm has said is wrong”: a clause that stands for a thing has no words of hers. */
static bool is_free_relative(const Scene *scene, uint32_t cue)
{
    const LangText *lang = scene->lang;
    if (scene->quote[cue] == NONE) return false;
    for (uint32_t t = cue > 6 ? cue - 6 : 0; t < cue; t++)
        if (lang->token[t].sentence == lang->token[cue].sentence &&
            slice_eq_nocase(lang->token[t].form, SLICE("what")) &&
            (lang->token[t].head == cue || lang->token[cue].head == t))
            return true;
    return false;
}

/* "He told “Face the Nation”", "on Sky News’ “Velm & Co.”": a name in marks is who was told, or
 * where. */
static bool told_a_title(const Scene *scene, uint32_t cue, uint32_t first, uint32_t end)
{
    enum { LONGEST = 6 };
    const LangText *lang = scene->lang;
    uint32_t capitals = 0;
    bool told = slice_is(lang->token[cue].lemma, "tell") && first == cue + 1; /* not “called him” */
    Slice front = first > 0 ? lang->token[first - 1].form : SLICE("");
    bool place = slice_is(front, "on") || slice_ends(front, SLICE("\xE2\x80\x99")) ||
                 slice_ends(front, SLICE("'"));
    if ((!told && !place) || end > first + LONGEST + 2 || scene->quote[first] == NONE) return false;
    for (uint32_t t = first; t < end; t++) {
        const Token *k = &lang->token[t];
        bool capital = slice_capital_at(k->form, 0);
        bool small = k->upos == UPOS_DET || k->upos == UPOS_ADP || k->upos == UPOS_CCONJ ||
                     k->upos == UPOS_SYM;
        if (k->upos == UPOS_PUNCT && !slice_is(k->form, "!") && !slice_is(k->form, "?") &&
            !slice_is(k->form, ","))
            continue;
        if (!capital && !small) return false;
        capitals += capital;
    }
    return capitals >= 2;
}

/* "Police confirmed Lund as the victim": what he is found to be, no office. */
static bool is_found(const Scene *scene, uint32_t cue, uint32_t whom)
{
    const LangText *lang = scene->lang;
    uint32_t end = lang->sentence[lang->token[cue].sentence].end;
    for (uint32_t t = whom + 1; t < end; t++) {
        const Token *as = &lang->token[t];
        if (as->head == NONE || as->head < t || !slice_eq_nocase(as->form, SLICE("as"))) continue;
        uint32_t under = lang->token[as->head].head;
        return (under == cue || under == whom) &&
               listed(scene, lang->token[as->head].lemma, UNSAID_FOUND);
    }
    return false;
}

/* "The senate confirmed Ana Holm as a judge": somebody is made something. */
static bool is_appointed(const Scene *scene, uint32_t cue)
{
    const LangText *lang = scene->lang;
    uint32_t whom = tree_child_rel(lang, cue, REL_OBJ);
    if (!listed(scene, lang->token[cue].lemma, UNSAID_APPOINT) || whom == NONE || whom < cue ||
        tree_child_rel(lang, cue, REL_CCOMP) != NONE || is_found(scene, cue, whom))
        return false;
    uint32_t m = mention_at_token(scene->findings, whom, 1u << FORM_NAME);
    uint32_t e = m == NONE ? NONE : scene->findings->mentions.at[m].entity;
    return (e != NONE && scene->findings->entities.at[e].kind == ENTITY_PERSON) ||
           strcmp(lang->token[whom].xpos, "PRP") == 0;
}

/* “I decide cases according to the law”: in somebody's words, what is no speaker is only gone by.
 */
static bool goes_by(const Scene *scene, uint32_t cue, Span source)
{
    const LangText *lang = scene->lang;
    if (scene->quote[cue] == NONE || span_empty(source) ||
        !slice_eq_nocase(lang->token[cue].form, SLICE("according")))
        return false;
    uint32_t head = source_of(scene, source).head;
    return head != NONE && speaker_noun(scene, head) == 0 && !is_somebody(scene, head);
}

/* A label before a colon speaks when it names somebody or an office. */
static bool label_of_nothing(const Scene *scene, uint32_t cue, Span source)
{
    const LangText *lang = scene->lang;
    if (!slice_is(lang->token[cue].form, ":") || span_empty(source)) return false;
    for (uint32_t t = token_at(lang, source.b);
         t < lang->n_tokens && lang->token[t].span.b < source.e; t++) {
        if (lang->token[t].upos == UPOS_PRON || speaker_noun(scene, t) != 0 ||
            mention_at_token(scene->findings, t, 1u << FORM_NAME | 1u << FORM_NOMINAL) != NONE)
            return false;
    }
    return true;
}

/* Nothing but pronouns and words that ask or point. */
static bool has_no_words(const Scene *scene, uint32_t first, uint32_t end)
{
    for (uint32_t t = first; t < end; t++) {
        const Token *k = &scene->lang->token[t];
        if (k->upos != UPOS_PUNCT && k->upos != UPOS_PRON && k->upos != UPOS_DET &&
            k->upos != UPOS_ADP && k->xpos[0] != 'W')
            return false;
    }
    return true;
}

bool cue_negated(const Scene *scene, uint32_t cue)
{
    const LangText *lang = scene->lang;
    uint32_t low = cue > 4 ? cue - 4 : 0;
    for (uint32_t t = low; t < cue; t++) {
        if (lang->token[t].head != cue || lang->token[t].sentence != lang->token[cue].sentence ||
            scene->quote[t] != scene->quote[cue] || !listed(scene, lang->token[t].form, UNSAID_NOT))
            continue;
        return t + 1 == cue || !listed(scene, lang->token[t + 1].form, UNSAID_ONLY);
    }
    return false;
}

/* "She should have said no", "they should demand it", "he would have told them": what was not said.
 */
static bool only_wished(const Scene *scene, uint32_t cue)
{
    const LangText *lang = scene->lang;
    bool should = false, would = false, have = false;
    for (uint32_t t = cue > 4 ? cue - 4 : 0; t < cue; t++) {
        const Token *k = &lang->token[t];
        if (k->head != cue || k->rel != REL_AUX) continue;
        should = should || slice_eq_nocase(k->form, SLICE("should"));
        would = would || listed(scene, k->form, UNSAID_WOULD);
        have = have || slice_is(k->lemma, "have");
    }
    return should || (would && have);
}

bool cue_is_stance(const Scene *scene, uint32_t cue)
{
    return listed(scene, scene->lang->token[cue].lemma, UNSAID_STANCE);
}

/* "Did not reveal until Tuesday that": then it was said. */
static bool said_later(const Scene *scene, uint32_t cue, uint32_t first)
{
    const LangText *lang = scene->lang;
    for (uint32_t t = cue + 1; t < first; t++) {
        const Token *k = &lang->token[t];
        if (listed(scene, k->form, UNSAID_UNTIL) && k->head != NONE &&
            (k->head == cue || lang->token[k->head].head == cue))
            return true;
    }
    return false;
}

/* "Cannot stress enough that": it is said with force. */
static bool said_strongly(const Scene *scene, uint32_t cue)
{
    const LangText *lang = scene->lang;
    bool can = false, enough = false;
    for (uint32_t t = tree_child(lang, cue, 0); t != NONE; t = tree_child(lang, cue, t + 1)) {
        const Token *k = &lang->token[t];
        can = can || (k->rel == REL_AUX &&
                      (slice_is(k->lemma, "can") || slice_eq_nocase(k->form, SLICE("could"))));
        enough = enough || (k->rel == REL_ADVMOD && listed(scene, k->form, UNSAID_ENOUGH));
    }
    return can && enough;
}

/* "Velm did not say whether it was open", "she never called it a disgrace": what somebody did not
 * say. "Did not deny that" lets the words stand, "does not believe that" denies them. */
bool cue_not_uttered(const Scene *scene, uint32_t cue, uint32_t first)
{
    Polarity polarity = cue_polarity(scene, cue);
    bool inside = scene->quote[cue] != NONE; /* "in a second life I would have said nothing" */
    return (first > cue || inside) && polarity != POLARITY_DENIES && polarity != POLARITY_DOUBTS &&
           !cue_is_stance(scene, cue) &&
           ((cue_negated(scene, cue) && !said_later(scene, cue, first) &&
             !said_strongly(scene, cue)) ||
            only_wished(scene, cue));
}

/* "VELM URGES ORSK TO OPEN GATES" between two paragraphs: a line that heads or links. */
static bool in_heading(const Scene *scene, uint32_t cue)
{
    return scene->lang->sentence[scene->lang->token[cue].sentence].block == BLOCK_HEADING;
}

bool is_unsaid(const Scene *scene, uint32_t cue, Span source, uint32_t first, uint32_t end)
{
    return in_heading(scene, cue) || label_of_nothing(scene, cue, source) ||
           spoken_by_nobody(scene, cue, source) || was_asked(scene, cue, source) ||
           is_bare_participle(scene, cue, source) || is_bidding(scene, cue, source) ||
           is_free_relative(scene, cue) || goes_by(scene, cue, source) ||
           told_a_title(scene, cue, first, end) || is_averted(scene, cue) ||
           is_epithet(scene, cue) || before_passive(scene, cue, source) ||
           (scene->quote[cue] != NONE && cue_not_uttered(scene, cue, first)) ||
           (scene->quote[cue] == scene->quote[first] &&
            (subject_was_told(scene, cue, source) || only_addressee(scene, cue, first, end) ||
             under_governor(scene, cue) || under_noun(scene, cue) || of_nobody(scene, cue) ||
             told_by_nobody(scene, cue, source) || is_appointed(scene, cue) ||
             of_its_sentence(scene, cue, first, end) || before_thing(scene, cue, first, end) ||
             has_no_words(scene, first, end)));
}
