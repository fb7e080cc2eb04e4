/* events_actor.c - the actor code of a noun phrase: country or body, then sector.
 *
 * In: the head token of the phrase. Out: "CHNGOVMIL" for "Chinese Defence Minister Li Shangfu".
 * Idea: own words outrank the words behind
 * ("American troops in Iraq" are USAMIL, "troops in Iraq" IRQMIL); what the phrase leaves open
 * comes from the entity, the office holder list, then from an apposition.
 *
 * Known to get wrong: office holders whose country is told nowhere in the report and who are not
 * listed. */
#include "mean/events/events_impl.h"
#include <stdio.h>

/* Mentions are in order of their first byte; those that nest are few. */
uint32_t mention_of(const Findings *findings, uint32_t token)
{
    uint32_t low, best = NONE;
    LIST_FIRST(low, findings->mentions.n, findings->mentions.at[low].first <= token);
    for (uint32_t i = low; i-- > 0 && low - i < 24;) {
        const Mention *m = &findings->mentions.at[i];
        if (m->first <= token && token < m->end &&
            (best == NONE || m->end - m->first < findings->mentions.at[best].end -
                                                     findings->mentions.at[best].first))
            best = i;
    }
    return best;
}

typedef struct Phrase {
    const Events *events;
    const Findings *findings;
    const LangText *text;
    uint32_t left, head;
} Phrase; /* tokens [left, head] */

/* Left edge of the modifiers that stand directly before the head. */
static Phrase phrase_of(const Events *events, const Findings *findings, uint32_t head)
{
    const LangText *text = &findings->lang;
    uint32_t left = head, first = text->sentence[text->token[head].sentence].first;
    while (left > first) {
        const Token *t = &text->token[left - 1];
        bool inside = t->head != NONE && t->head >= left - 1 && t->head <= head &&
                      t->head != left - 1;
        if (!inside || t->rel == REL_PUNCT || t->rel == REL_CC || t->rel == REL_CASE) {
            bool joint = inside &&
                         (t->upos == UPOS_PART || t->rel == REL_CASE || t->rel == REL_PUNCT) &&
                         left - 1 > first && t->head == left - 2; /* "Israel" "'s" */
            bool clitic = t->head != NONE && t->head < left - 1 && t->head >= first &&
                          (slice_is(t->form, "'s") || slice_is(t->form, "\xE2\x80\x99s") ||
                           slice_is(t->form, "'"));
            if (!joint && !clitic) break;
        }
        left--;
    }
    return (Phrase){events, findings, text, left, head};
}

static bool capital(const Token *token)
{
    return token->form.n && ((token->form.p[0] >= 'A' && token->form.p[0] <= 'Z') ||
                             (unsigned char)token->form.p[0] >= 0x80);
}

static const GazEntry *entry_at(const Phrase *p, uint32_t at, uint32_t end)
{
    const Gazetteer *g = p->events->gazetteer;
    const Token *t = &p->text->token[at];
    if (!capital(t)) return NULL;
    bool person = t->name != NONE && p->text->name[t->name].kind == NAME_PERSON;
    if (person && p->text->name[t->name].end - p->text->name[t->name].first == 1)
        person = false; /* a single word taken for a person may be a place */
    uint32_t kinds = person ? GAZ_COUNTRY
                            : GAZ_COUNTRY | GAZ_REGION | GAZ_ORG | GAZ_CITY | GAZ_SITE;
    for (uint32_t n = end - at < 5 ? end - at : 5; n > 0; n--) {
        Slice words = slice_span(p->findings->report->text, tokens_span(p->text, at, at + n));
        uint32_t found = gazetteer_find(g, words, kinds);
        if (found == NONE && n <= 2) found = gazetteer_demonym(g, words);
        if (found != NONE) return gazetteer_entry(g, found);
    }
    return NULL;
}

static bool add_base(const Phrase *p, const GazEntry *entry, char code[ACTOR_CODE])
{
    if (!entry) return false;
    if (entry->actor.n && entry->actor.n < 12)
        snprintf(code, ACTOR_CODE, "%.*s", (int)entry->actor.n, entry->actor.p);
    else if (entry->iso3[0])
        snprintf(code, ACTOR_CODE, "%s", entry->iso3);
    else if (entry->country[0]) {
        const GazEntry *country = gazetteer_entry(
            p->events->gazetteer, gazetteer_country(p->events->gazetteer, entry->country));
        if (country) snprintf(code, ACTOR_CODE, "%s", country->iso3);
    }
    return code[0] != 0;
}

/* First country or body named in tokens [from, end). */
static bool base_in(const Phrase *p, uint32_t from, uint32_t end, char code[ACTOR_CODE])
{
    const GazEntry *wide = NULL; /* "Western", "African": only when nothing is more exact */
    for (uint32_t i = from; i < end; i++) {
        const GazEntry *entry = entry_at(p, i, end);
        if (entry && entry->kind == GAZ_REGION && !entry->country[0]) {
            if (!wide) wide = entry;
            continue;
        }
        if (add_base(p, entry, code)) return true;
    }
    return add_base(p, wide, code);
}

static bool calendar_name(Slice word)
{
    static const char *const names[] = {"Monday",    "Tuesday", "Wednesday", "Thursday", "Friday",
                                        "Saturday",  "Sunday",  "January",   "February", "March",
                                        "April",     "May",     "June",      "July",     "August",
                                        "September", "October", "November",  "December"};
    return SLICE_AMONG(word, names);
}

/* Words for people and bodies: roles of the gazetteer and the party words up to the courts. */
#define PARTY_CLASSES 9u
static bool person_like(const Phrase *p)
{
    const Token *t = &p->text->token[p->head];
    FrameWord word = {.lower = t->lemma.n ? t->lemma : t->form};
    FrameHit hit;
    const GazRole *role = gazetteer_role(p->events->gazetteer, word.lower);
    if (role) return role->kind != ENTITY_PLACE;
    if (t->upos == UPOS_PROPN) return !calendar_name(t->form);
    frames_words(&p->events->parties, &word, 1);
    return frames_match(&p->events->parties, &word, 1, &hit, 1) == 1 &&
           hit.sense - OUT_COUNT < PARTY_CLASSES;
}

/* "the leaders of Jordan", "rebels in the Ivory Coast", "Li, the Chinese minister". */
static bool base_behind(const Phrase *p, char code[ACTOR_CODE])
{
    const Sentence *s = &p->text->sentence[p->text->token[p->head].sentence];
    for (uint32_t pass = 0; pass < 2; pass++) {
        for (uint32_t i = p->head + 1; i < s->end && i < p->head + 24; i++) {
            const Token *t = &p->text->token[i];
            bool wanted = t->head == p->head && (pass ? t->rel == REL_NMOD || t->rel == REL_ACL
                                                      : t->rel == REL_APPOS || t->rel == REL_FLAT ||
                                                            t->rel == REL_COMPOUND);
            if (!wanted) continue;
            Phrase q = phrase_of(p->events, p->findings, i);
            uint32_t end = i + 1;
            while (end < s->end && end < i + 8 && p->text->token[end].rel != REL_PUNCT &&
                   tree_under(p->text, end, i))
                end++;
            if (base_in(p, q.left > p->head ? q.left : i, end, code)) return true;
        }
    }
    return false;
}

static bool is_sector(Slice code)
{
    static const char sectors[] = " COP GOV JUD LEG MIL OPP PRM PTY REB SPY UAF UNK AGR BUS CRM "
                                  "CVL EDU ELI JRN LAB MED REF REL SOC HLH ";
    char word[6] = {' ', code.p[0], code.p[1], code.p[2], ' ', 0};
    return strstr(sectors, word) != NULL;
}

static bool base_of_entity_at(const Phrase *p, uint32_t token, char code[ACTOR_CODE], Slice *sector)
{
    uint32_t mention = mention_of(p->findings, token);
    if (mention == NONE || p->findings->mentions.at[mention].entity == NONE) return false;
    const Entity *entity = &p->findings->entities.at[p->findings->mentions.at[mention].entity];
    bool office = entity->actor.n >= 3 &&
                  is_sector((Slice){entity->actor.p, 3}); /* "GOV": an office of no known country */
    if (office && entity->country[0] == 0) {
        *sector = entity->actor;
        return false;
    }
    if (entity->actor.n && entity->actor.n < 16 && !office) {
        snprintf(code, ACTOR_CODE, "%.*s", (int)entity->actor.n, entity->actor.p);
        return true;
    }
    bool town = entity->kind == ENTITY_PLACE && entity->key.n == 0; /* acts for no state */
    if (!entity->country[0] || town) return false;
    const GazEntry *country = gazetteer_entry(
        p->events->gazetteer, gazetteer_country(p->events->gazetteer, entity->country));
    if (country) snprintf(code, ACTOR_CODE, "%s", country->iso3);
    return code[0] != 0;
}

static bool base_of_entity(const Phrase *p, char code[ACTOR_CODE], Slice *sector)
{
    return base_of_entity_at(p, p->head, code, sector);
}

/* "Arafat", "Saddam Hussein": known office holders by full name or last name. */
static const Row *leader_at(const Phrase *p, uint32_t at, uint32_t end)
{
    for (uint32_t n = end - at < 4 ? end - at : 4; n > 0; n--) {
        char key[128];
        Slice words = slice_span(p->findings->report->text, tokens_span(p->text, at, at + n));
        size_t length = name_fold(words, key, sizeof key);
        uint32_t row = length ? map_find(&p->events->leader, (Slice){key, length}) : NONE;
        if (row != NONE && capital(&p->text->token[at])) return &p->events->leaders.at[row];
    }
    return NULL;
}

/* "2013" -> 2013; `unknown` when it is no year. */
static int32_t year_of(Slice text, int32_t unknown)
{
    int32_t year = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.n != 4 || text.p[i] < '0' || text.p[i] > '9') return unknown;
        year = 10 * year + (text.p[i] - '0');
    }
    return text.n ? year : unknown;
}

/* Does the holder hold the office when the report appears? Undated reports cannot tell; "Bush" of a
 * report of 2015 is a former one. */
static bool in_office(const Phrase *p, const Row *row)
{
    const Report *report = p->findings->report;
    int32_t year;
    uint32_t month, day;
    if (report->published.basis == BASIS_NONE || report->published.day == DAY_UNKNOWN) return true;
    civil_from_day(report->published.day, &year, &month, &day);
    return year >= year_of(row_col(row, 3), year) && year <= year_of(row_col(row, 4), year);
}

static void take_leader(const Phrase *p, const Row *row, char code[ACTOR_CODE], Slice *sector)
{
    snprintf(code, ACTOR_CODE, "%.*s", (int)row_col(row, 1).n, row_col(row, 1).p);
    *sector = in_office(p, row) ? row_col(row, 2) : SLICE("ELI");
}

/* "his counterpart Sergey Shoigu": who the name beside is. */
static bool base_of_appos(const Phrase *p, char code[ACTOR_CODE], Slice *sector)
{
    const Sentence *s = &p->text->sentence[p->text->token[p->head].sentence];
    if (p->text->token[p->head].upos != UPOS_NOUN) return false;
    for (uint32_t i = p->head + 1; i < s->end && i < p->head + 6; i++) {
        const Token *t = &p->text->token[i];
        if (t->head == p->head && t->upos == UPOS_PROPN &&
            (t->rel == REL_APPOS || t->rel == REL_FLAT)) {
            const Row *row = leader_at(p, i, i + 3 < s->end ? i + 3 : s->end);
            if (!row) return base_of_entity_at(p, i, code, sector);
            take_leader(p, row, code, sector);
            return true;
        }
    }
    return false;
}

static bool base_of_leader(const Phrase *p, char code[ACTOR_CODE], Slice *sector)
{
    const Sentence *s = &p->text->sentence[p->text->token[p->head].sentence];
    uint32_t end = p->head + 1;
    while (end < s->end && end < p->head + 4 && p->text->token[end].rel == REL_FLAT)
        end++;
    for (uint32_t i = p->left; i < end; i++) {
        const Row *row = leader_at(p, i, end);
        if (!row) continue;
        take_leader(p, row, code, sector);
        return true;
    }
    return false;
}

/* The longest role phrase of tokens [left, head], the last of equals. */
static Slice sector_of(const Phrase *p, uint32_t end)
{
    Slice best = {"", 0};
    uint32_t longest = 0;
    for (uint32_t i = p->left; i < end; i++) {
        for (uint32_t n = end - i < 4 ? end - i : 4; n >= longest && n > 0; n--) {
            char phrase[96];
            Slice front = slice_span(
                p->findings->report->text,
                (Span){p->text->token[i].span.b, p->text->token[i + n - 1].span.b});
            Slice last = n == 1 || p->text->token[i + n - 1].lemma.n
                             ? p->text->token[i + n - 1].lemma
                             : p->text->token[i + n - 1].form;
            if (!last.n) last = p->text->token[i + n - 1].form;
            size_t length = front.n + last.n;
            if (!last.n || length >= sizeof phrase) continue;
            if (front.n) memcpy(phrase, front.p, front.n);
            memcpy(phrase + front.n, last.p, last.n);
            const GazRole *role = gazetteer_role(p->events->gazetteer, (Slice){phrase, length});
            if (!role)
                role = gazetteer_role(
                    p->events->gazetteer,
                    slice_span(p->findings->report->text, tokens_span(p->text, i, i + n)));
            bool reaches = i + n > p->head ||
                           p->text->token[p->head].upos ==
                               UPOS_PROPN; /* "television" of "television programme" is no party */
            if (role && role->sector.n && reaches) {
                best = role->sector;
                longest = n;
                break;
            }
        }
    }
    return slice_is(best, "JRN") ? SLICE("MED") : best;
}

/* PLOVER has JRN for the media, CAMEO MED. */
static void cameo_media(char code[ACTOR_CODE])
{
    for (size_t k = 0; k + 3 <= strlen(code); k += 3)
        if (memcmp(code + k, "JRN", 3) == 0) memcpy(code + k, "MED", 3);
}

/* CAMEO codes come in runs of three letters; a sector that stands already is not said twice. */
static void add_sector(char code[ACTOR_CODE], Slice sector)
{
    size_t n = strlen(code);
    for (size_t i = 0; i + 3 <= sector.n; i += 3) {
        bool stands = false;
        for (size_t k = 0; k + 3 <= n; k += 3)
            stands |= memcmp(code + k, sector.p + i, 3) == 0;
        if (stands || n + 3 >= ACTOR_CODE) continue;
        memcpy(code + n, sector.p + i, 3);
        n += 3;
        code[n] = 0;
    }
}

bool actor_like(const Events *events, const Findings *findings, uint32_t head)
{
    Phrase p = {events, findings, &findings->lang, head, head};
    return person_like(&p);
}

/* "Ethnic Albanians in south Serbia" are a party of Serbia. */
static bool ethnic(const Phrase *p)
{
    for (uint32_t i = p->left; i < p->head; i++)
        if (slice_eq_nocase(p->text->token[i].form, SLICE("ethnic"))) return true;
    return false;
}

/* End of the name or noun phrase that `head` begins: "Republic of Korea", "Foreign Ministry". */
static uint32_t name_end(const LangText *text, uint32_t head)
{
    const Sentence *s = &text->sentence[text->token[head].sentence];
    uint32_t end = head + 1;
    while (end < s->end && end < head + 6 &&
           (text->token[end].rel == REL_FLAT ||
            (text->token[end].rel == REL_COMPOUND && text->token[end].head == head)))
        end++;
    bool of = text->token[head].upos == UPOS_PROPN && end + 1 < s->end &&
              slice_is(text->token[end].form, "of") && text->token[end + 1].upos == UPOS_PROPN;
    return of ? end + 2 : end;
}

/* "European Union" is no labour union. */
static bool world_body(const Phrase *p, const char code[ACTOR_CODE])
{
    return p->text->token[p->head].upos == UPOS_PROPN &&
           (strncmp(code, "IGO", 3) == 0 || strncmp(code, "NGO", 3) == 0);
}

uint32_t actor_code(const Events *events, const Findings *findings, uint32_t head,
                    char code[ACTOR_CODE])
{
    Phrase p = phrase_of(events, findings, head);
    Slice sector = {"", 0}, office = {"", 0};
    uint32_t end = name_end(p.text, head);
    code[0] = 0;
    bool known = base_of_appos(&p, code, &office) || (ethnic(&p) && base_behind(&p, code)) ||
                 base_of_leader(&p, code, &office) || base_in(&p, p.left, end, code) ||
                 (person_like(&p) && base_behind(&p, code)) || base_of_entity(&p, code, &office);
    if (!known || !world_body(&p, code)) sector = sector_of(&p, end);
    if (!known && !sector.n && !office.n) return 0;
    if (!known) memcpy(code, "---", 4);
    cameo_media(code);
    add_sector(code, sector.n ? sector : office);
    return (uint32_t)strlen(code);
}

uint32_t event_actor(const Events *events, const Findings *findings, const Participant *part,
                     char code[ACTOR_CODE])
{
    code[0] = 0;
    return part->head < findings->lang.n_tokens ? actor_code(events, findings, part->head, code)
                                                : 0;
}

/* ---- dyads ---- */

static bool country_code(const char *code)
{
    static const char *const groups[] = {"IGO", "NGO", "NGM", "IMG", "MNC", "INT",
                                         "UIS", "---", "WST", "EUR", "AFR", "ISM"};
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (strncmp(code, groups[i], 3) == 0) return false;
    return code[0] != 0;
}

/* The country that the report is written from ("BAGHDAD (Reuters) -"). */
static void home_of_report(const Events *events, const Findings *findings, char code[ACTOR_CODE])
{
    uint32_t place = findings->report->dateline.place.n
                         ? gazetteer_find(events->gazetteer, findings->report->dateline.place,
                                          GAZ_PLACES)
                         : NONE;
    const GazEntry *entry = gazetteer_entry(events->gazetteer, place),
                   *country = entry ? gazetteer_entry(
                                          events->gazetteer,
                                          gazetteer_country(events->gazetteer, entry->country))
                                    : NULL;
    if (country) snprintf(code, ACTOR_CODE, "%s", country->iso3);
}

/* The country that the words at `at` name, of a sentence that ends at `end`. */
static bool country_at(const Phrase *p, uint32_t at, uint32_t end, char code[ACTOR_CODE])
{
    char here[ACTOR_CODE] = "";
    if (!add_base(p, entry_at(p, at, end), here) || !country_code(here)) return false;
    memcpy(code, here, 3);
    code[3] = 0;
    return true;
}

enum { HOME_REACH = 128 }; /* words; beyond them a sentence is a list */

/* Country named nearest to the trigger in its sentence, before it where two are as near: where home
 * affairs are told, both sides are of it. */
static void home_of(const Events *events, const Findings *findings, uint32_t token,
                    char code[ACTOR_CODE])
{
    const Sentence *s = &findings->lang.sentence[findings->lang.token[token].sentence];
    Phrase p = {events, findings, &findings->lang, s->first, token};
    code[0] = 0;
    for (uint32_t far = 0; far < HOME_REACH; far++) {
        if (far <= token - s->first && country_at(&p, token - far, s->end, code)) return;
        if (far < s->end - token && country_at(&p, token + far, s->end, code)) return;
    }
    home_of_report(events, findings, code);
}

/* A party known by its office only is of the country of the affair: "President X" of the country
 * named beside. */
static void settle_home(char code[ACTOR_CODE], const char *other, const char *home)
{
    const char *base = country_code(other) ? other : home;
    if (strncmp(code, "---", 3) == 0 && country_code(base)) memcpy(code, base, 3);
}

static bool home_affair(Slice cameo)
{
    return slice_starts(cameo, SLICE("14")) || slice_starts(cameo, SLICE("17")) ||
           slice_starts(cameo, SLICE("08")) || slice_starts(cameo, SLICE("132")) ||
           slice_starts(cameo, SLICE("104")) || slice_starts(cameo, SLICE("123"));
}

static void fill_dyad(const Events *events, const Findings *findings, const Event *event,
                      EventDyad *dyad)
{
    char home[ACTOR_CODE] = "";
    bool alone = !dyad->target && home_affair(event->cameo);
    dyad->source_code[0] = dyad->target_code[0] = 0;
    if (dyad->source && !event_actor(events, findings, dyad->source, dyad->source_code))
        memcpy(dyad->source_code, "---", 4);
    if (dyad->target && !event_actor(events, findings, dyad->target, dyad->target_code))
        memcpy(dyad->target_code, "---", 4);
    if (alone || strncmp(dyad->source_code, "---", 3) == 0 ||
        strncmp(dyad->target_code, "---", 3) == 0)
        home_of(events, findings, event->token, home);
    settle_home(dyad->source_code, dyad->target_code, home);
    settle_home(dyad->target_code, dyad->source_code, home);
    if (!alone) return;
    const char *own = dyad->source ? dyad->source_code
                                   : home; /* "a curfew was declared in Santiago" */
    if (country_code(own)) snprintf(dyad->target_code, ACTOR_CODE, "%.3s", own);
}

/* Pairs of one country go when there are pairs of two. */
static uint32_t drop_inner(EventDyad *dyads, uint32_t n)
{
    uint32_t kept = 0;
    bool abroad = false;
    for (uint32_t i = 0; i < n; i++)
        abroad |= strncmp(dyads[i].source_code, dyads[i].target_code, 3) != 0;
    for (uint32_t i = 0; i < n; i++)
        if (!abroad || strncmp(dyads[i].source_code, dyads[i].target_code, 3) != 0)
            dyads[kept++] = dyads[i];
    return kept;
}

/* What several do together or to each other has each as source and target; else they act side by
 * side ("China and Russia vetoed it"). */
static bool mutual(const Event *event)
{
    static const char *const roots[] = {"02",  "03", "040", "041", "044", "045",
                                        "046", "05", "06",  "16",  "190", "196"};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (slice_starts(event->cameo, slice_of(roots[i]))) return true;
    return event->cameo.n == 0;
}

uint32_t event_dyads(const Events *events, const Findings *findings, const Event *event,
                     EventDyad *dyads, uint32_t room)
{
    uint32_t recipients = 0, n = 0;
    for (uint32_t i = 0; i < event->parts.n; i++)
        recipients += event->parts.at[i].role == PART_RECIPIENT;
    for (uint32_t i = 0; i < event->parts.n; i++) {
        const Participant *a = &event->parts.at[i];
        for (uint32_t k = 0; k < event->parts.n && a->role == PART_ACTOR && n < room &&
                             (recipients || mutual(event));
             k++) {
            const Participant *b = &event->parts.at[k];
            if (i != k && b->role == (recipients ? PART_RECIPIENT : PART_ACTOR))
                dyads[n++] = (EventDyad){.source = a, .target = b};
        }
        if (n < room && a->role == PART_ACTOR && recipients == 0 && !mutual(event))
            dyads[n++] = (EventDyad){.source = a};
    }
    if (n == 0 && room > 0) {
        const Participant *only = event->parts.n ? &event->parts.at[0] : NULL;
        dyads[n++] = (EventDyad){.source = only && only->role == PART_ACTOR ? only : NULL,
                                 .target = only && only->role != PART_ACTOR ? only : NULL};
    }
    for (uint32_t i = 0; i < n; i++)
        fill_dyad(events, findings, event, &dyads[i]);
    return drop_inner(dyads, n);
}
