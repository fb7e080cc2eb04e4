/* times.c - see times.h. In: report, atoms, rules. Out: time mentions with values, in text order.
 * Expressions are found first, then anchored one after the other: each may hang on the report's
 * date or on the last date told before it. The verb beside an expression tells whether it looks
 * back or forward; news looks back when nothing is said.
 *
 * Known to get wrong: a weekday in a clause whose tense stands in another one; "the quarter" of a
 * company's own year. */
#include "mean/times/times.h"
#include "mean/times/times_match.h"
#include "mean/times/times_persons.h"
#include "mean/times/times_calendar.h"
#include "mean/times/times_value_parts.h"
#include <math.h>

dln_status times_open(const char *data_dir, Arena *arena, Times **times, dln_error *err)
{
    *times = ARENA_NEW(arena, Times);
    if (!*times)
        return err_fill(err, arena_status(arena), "open", "no memory for the rules of times");
    (*times)->arena = arena;
    dln_status status = times_load(data_dir, *times, err);
    (*times)->half_mark = times_symbol(*times, SLICE("½"));
    (*times)->quarter_mark = times_symbol(*times, SLICE("¼"));
    (*times)->three_quarter_mark = times_symbol(*times, SLICE("¾"));
    (*times)->ahead = times_symbol(*times, SLICE("<ahead>"));
    (*times)->behind = times_symbol(*times, SLICE("<behind>"));
    (*times)->small = times_symbol(*times, SLICE("<small>"));
    (*times)->label = times_symbol(*times, SLICE("<label>"));
    (*times)->often = times_symbol(*times, SLICE("<often>"));
    (*times)->game = times_symbol(*times, SLICE("<gameclock>"));
    (*times)->plain = times_symbol(*times, SLICE("<notcounted>"));
    (*times)->before = times_symbol(*times, SLICE("<dateprep>"));
    (*times)->title = times_symbol(*times, SLICE("<persontitle>"));
    (*times)->says = times_symbol(*times, SLICE("<says>"));
    (*times)->street = times_symbol(*times, SLICE("<street>"));
    (*times)->unit = times_symbol(*times, SLICE("<unitword>"));
    (*times)->make = times_symbol(*times, SLICE("<carmake>"));
    (*times)->show = times_symbol(*times, SLICE("<show>"));
    (*times)->sited = times_symbol(*times, SLICE("<sited>"));
    return status == DLN_OK && arena_status(arena) != DLN_OK
               ? err_fill(err, arena_status(arena), "open", "no memory for the rules of times")
               : status;
}

/* One run over a report. */
typedef struct Run {
    const Times *times;
    const Report *report;
    const Atoms *atoms;
    const TimeHits *hits;
    Findings *findings;
    Arena *arena;
    TimeContext context;
    Basis dct_basis;
    uint32_t told_mention; /* mention that set context.told, NONE */
    TimePersons persons;   /* months and weekdays that are persons' names here */
    uint32_t token;        /* where the walk over the tokens stands */
    uint32_t hit;          /* that is read */
    TimeValue clock; /* what a clock hangs on: told last, but in a saying or under a picture */
    TimeValue past;  /* the last of those that do not lie ahead */
} Run;

/* ---- the report's date ---- */

static TimeValue report_date(const Report *report, const TimesOptions *options, Basis *basis)
{
    int32_t day = options->day != DAY_UNKNOWN ? options->day : report->published.day;
    *basis = options->day != DAY_UNKNOWN ? options->basis : BASIS_PUBLISHED;
    bool known = options->day != DAY_UNKNOWN ||
                 (report->published.basis != BASIS_NONE && day != DAY_UNKNOWN);
    const PartDate *when = &report->dateline.when;
    if (known) {
        TimeValue value = value_day(day, KNOWN_FULL);
        if (options->minute >= 0) {
            value.from += 60 * (int64_t)options->minute;
            value.grain = UNIT_MINUTE;
        }
        return value;
    }
    *basis = BASIS_DATELINE;
    if (when->month >= 1 && when->month <= 12 && when->day >= 1 && when->day <= 31) {
        int32_t year = when->year ? when->year : 2004;
        return value_day(day_from_civil(year, when->month, when->day),
                         when->year ? KNOWN_FULL : KNOWN_NO_YEAR);
    }
    *basis = BASIS_NONE;
    return value_day(0, KNOWN_NOT);
}

/* Tokens that a span covers; the walk only moves forward, but may step back a little for the ends
 * of a range. */
static void find_tokens(Run *run, Span span, TimeMention *mention)
{
    const LangText *lang = &run->findings->lang;
    mention->first = mention->end = NONE;
    if (lang->n_tokens == 0) return;
    while (run->token > 0 && lang->token[run->token].span.b > span.b)
        run->token--;
    while (run->token < lang->n_tokens && lang->token[run->token].span.e <= span.b)
        run->token++;
    if (run->token == lang->n_tokens) {
        run->token--;
        return;
    }
    uint32_t end = run->token;
    while (end < lang->n_tokens && lang->token[end].span.b < span.e)
        end++;
    if (end == run->token) return;
    mention->first = run->token;
    mention->end = end;
}

static Span hit_span(const Atoms *atoms, uint32_t first, uint32_t end)
{
    return (Span){atoms->at[first].span.b, atoms->at[end - 1].span.e};
}

/* ---- which way the words look ---- */

static bool has_class(const Times *times, const Atom *atom, uint32_t symbol)
{
    return times_word_is(times, atom, symbol);
}

static bool ends_sentence(const Atoms *atoms, uint32_t i)
{
    return times_sentence_ends(atoms, i);
}

static bool is_past_form(const Report *report, const Atom *atom)
{
    Slice form = slice_span(report->text, atom->span);
    return atom->kind == ATOM_LETTERS && form.n > 4 && !atom->capital &&
           slice_ends(form, SLICE("ed"));
}

static int cue(const Run *run, uint32_t i)
{
    const Atom *atom = &run->atoms->at[i];
    if (has_class(run->times, atom, run->times->ahead)) return 1;
    if (has_class(run->times, atom, run->times->behind) || is_past_form(run->report, atom))
        return -1;
    return 0;
}

/* The nearest cue before the expression in its sentence, else the nearest behind it. */
static int direction_by_words(const Run *run, const TimeHit *hit)
{
    const Atoms *atoms = run->atoms;
    uint32_t i = hit->first;
    for (uint32_t steps = 0;
         i > 0 && steps < 30 && !atoms->at[i].breaks && !ends_sentence(atoms, i - 1); steps++) {
        int found = cue(run, --i);
        if (found) return found;
    }
    for (uint32_t k = hit->end, steps = 0;
         k < atoms->n && steps < 16 && !atoms->at[k].breaks && !ends_sentence(atoms, k);
         steps++, k++) {
        int found = cue(run, k);
        if (found) return found;
    }
    return 0;
}

/* ---- which way the verb looks, where there is a parse ---- */

static bool lemma_is(const Token *token, const char *lemma)
{
    return slice_eq_nocase(token->lemma.n ? token->lemma : token->form, slice_of(lemma));
}

/* A word of planning: "scheduled", "expected", "plans". */
static bool looks_ahead(const Run *run, const Token *token)
{
    uint32_t word = map_find(&run->times->words.map, token->form);
    if (word == NONE) return false;
    Atom atom = {.kind = ATOM_LETTERS, .word = word};
    return has_class(run->times, &atom, run->times->ahead);
}

typedef struct Helpers {
    bool will, modal, to, past, be, have, is_to;
} Helpers; /* what stands before a verb; is_to: "is to be put to the vote" */

static Helpers helpers_of(const LangText *lang, uint32_t verb)
{
    Helpers h = {0};
    const Sentence *sentence = &lang->sentence[lang->token[verb].sentence];
    uint32_t first = verb > sentence->first + 12 ? verb - 12 : sentence->first;
    for (uint32_t i = first; i < verb; i++) {
        const Token *t = &lang->token[i];
        if (t->head != verb) continue;
        if (t->rel == REL_MARK && slice_eq_nocase(t->form, SLICE("to"))) {
            h.to = true;
            h.is_to = h.be;
        }
        if (t->rel != REL_AUX && t->rel != REL_COP) continue;
        h.will = h.will || lemma_is(t, "will") || lemma_is(t, "shall") ||
                 slice_is(t->form, "'ll") || slice_is(t->form, "wo");
        h.modal = h.modal || lemma_is(t, "would") || lemma_is(t, "could") ||
                  lemma_is(t, "should") || lemma_is(t, "may") || lemma_is(t, "might");
        h.past = h.past || strcmp(t->xpos, "VBD") == 0;
        h.be = h.be || lemma_is(t, "be");
        h.have = h.have || lemma_is(t, "have");
    }
    return h;
}

/* "The mayor should go by the time the council meets in October": the present of a clause beside
 * one that looks ahead. */
static bool beside_ahead(const LangText *lang, uint32_t verb)
{
    Rel rel = lang->token[verb].rel;
    if (rel != REL_ADVCL && rel != REL_ACL) return false;
    for (uint32_t steps = 0; steps < 4; steps++) {
        verb = lang->token[verb].head;
        if (verb == NONE) return false;
        Helpers h = helpers_of(lang, verb);
        if (h.will || (h.modal && !h.have)) return true;
    }
    return false;
}

/* +1, -1; 0: the verb does not say, ask the one above; 2: the present tense, which news uses for
 * plans and in headlines for the past. */
static int verb_direction(const Run *run, uint32_t verb)
{
    const LangText *lang = &run->findings->lang;
    const Token *token = &lang->token[verb];
    Helpers h = helpers_of(lang, verb);
    if (h.will || h.is_to || looks_ahead(run, token) || (h.modal && !h.have)) return 1;
    if (token->rel == REL_XCOMP && token->head != NONE &&
        lang->token[token->head].upos == UPOS_ADJ && looks_ahead(run, &lang->token[token->head]))
        return 1; /* "was due to leave" */
    if (strcmp(token->xpos, "VBD") == 0 || h.past || h.have) return -1;
    if (strcmp(token->xpos, "VBN") == 0) return h.to ? 0 : h.be ? 0 : -1;
    if (h.to) return 0;
    if (strcmp(token->xpos, "VBG") == 0) return h.be ? 2 : 0;
    if (strcmp(token->xpos, "VBZ") == 0 || strcmp(token->xpos, "VBP") == 0)
        return lemma_is(token, "say") || lemma_is(token, "have") ? 0
               : beside_ahead(lang, verb)                        ? 1
                                                                 : 2;
    return 0;
}

enum { CLIMB = 10 };

/* What the first verb above the expression that says anything says (see verb_direction); 0 when
 * none does or there is no parse. */
static int direction_by_parse(const Run *run, Span span)
{
    const LangText *lang = &run->findings->lang;
    TimeMention mention;
    Run walk = *run;
    find_tokens(&walk, span, &mention);
    if (mention.first == NONE || !lang->token[mention.first].upos) return 0;
    uint32_t at = mention.end - 1;
    bool infinitive = false;
    for (int steps = 0; steps < CLIMB; steps++) {
        const Token *token = &lang->token[at];
        bool inside = at >= mention.first && at < mention.end;
        if (!inside && (token->upos == UPOS_VERB || token->upos == UPOS_AUX)) {
            int found = verb_direction(run, at);
            if (found) return infinitive && found < 0 ? 0 : found;
            infinitive = infinitive || helpers_of(lang, at).to;
        }
        if (!inside && token->upos != UPOS_VERB &&
            token->upos != UPOS_AUX) { /* "will be available on": the copula carries the tense */
            Helpers h = helpers_of(lang, at);
            if (h.will || (looks_ahead(run, token) && token->upos == UPOS_ADJ)) return 1;
            if (h.past) return -1;
        }
        if (token->head == NONE) break;
        at = token->head;
    }
    return 0;
}

/* ---- non-times ---- */

static const Atom *atom_or_null(const Atoms *atoms, uint32_t i)
{
    return i < atoms->n ? &atoms->at[i] : NULL;
}

static bool mark_before(const Atoms *atoms, uint32_t i, const char *marks)
{
    return i > 0 && atoms->at[i - 1].kind == ATOM_MARK && atoms->at[i - 1].value < 128 &&
           strchr(marks, (int)atoms->at[i - 1].value) != NULL && atoms->at[i].glued;
}

/* "555-2016", "020 7946 2016", "2016-555": part of a number to call. */
static bool is_phone(const Atoms *atoms, const TimeHit *hit)
{
    const Atom *at = atoms->at;
    if (hit->first > 1 && at[hit->first - 1].kind == ATOM_MARK && at[hit->first - 1].value == '-' &&
        at[hit->first].glued && at[hit->first - 1].glued &&
        at[hit->first - 2].kind == ATOM_DIGITS && at[hit->first - 2].digits == 3)
        return true;
    if (hit->first > 1 && !at[hit->first].breaks && at[hit->first - 1].kind == ATOM_DIGITS &&
        at[hit->first - 1].digits >= 3 &&
        (at[hit->first - 2].kind == ATOM_DIGITS || at[hit->first - 2].kind == ATOM_MARK))
        return true;
    return hit->end + 1 < atoms->n && at[hit->end].kind == ATOM_MARK && at[hit->end].value == '-' &&
           at[hit->end].glued && at[hit->end + 1].kind == ATOM_DIGITS && at[hit->end + 1].glued &&
           at[hit->end + 1].digits >= 3 && at[hit->end + 1].digits != 4;
}

/* "1650 North Ash Street", "the 1100 block of Ash Avenue": a house, not a year. */
static bool is_address(const Run *run, const TimeHit *hit)
{
    const Atoms *atoms = run->atoms;
    for (uint32_t i = hit->end; i < atoms->n && i < hit->end + 5; i++) {
        const Atom *atom = &atoms->at[i];
        if (atom->breaks) return false;
        if (atom->kind == ATOM_MARK && atom->value == '.' && i > hit->end) continue;
        if (atom->kind != ATOM_LETTERS) return false;
        if (i == hit->end && !atom->capital)
            return slice_is(slice_span(run->report->text, atom->span), "block");
        if (!atom->capital) return false;
        if (i > hit->end && has_class(run->times, atom, run->times->street)) return true;
    }
    return false;
}

/* Glued to money, a slash, a colon, a letter, behind "flight" or "Boeing". */
static bool year_marked_before(const Run *run, const TimeHit *hit)
{
    const Atoms *atoms = run->atoms;
    if (mark_before(atoms, hit->first,
                    run->context.mode == TIMES_FORWARD ? "$#.:+_&" : "$#.:/+_&="))
        return true;
    if (hit->first == 0) return false;
    const Atom *before = &atoms->at[hit->first - 1];
    bool glued = atoms->at[hit->first].glued;
    if (glued && (before->value == 0x20AC || before->value == 0xA3)) return true;
    return before->kind == ATOM_LETTERS &&
           (glued || has_class(run->times, before, run->times->label));
}

/* "1908 kHz", "a 2015 Toyota", "2000s", "2000 pieces". */
static bool year_counts(const Run *run, const Atom *next)
{
    if (!next->breaks && (has_class(run->times, next, run->times->unit) ||
                          (next->capital && has_class(run->times, next, run->times->make))))
        return true;
    if (next->glued) return true;
    if (next->capital || has_class(run->times, next, run->times->plain)) return false;
    Slice form = slice_span(run->report->text, next->span);
    return form.n > 3 && form.p[form.n - 1] == 's' && form.p[form.n - 2] != 's' &&
           form.p[form.n - 2] != 'u' && form.p[form.n - 2] != 'i';
}

enum { STATIONS = 1710 }; /* kHz, the last of the band; "in 2012 NATO left" is a year */

/* "A neighbour told 1010 WVEL". */
static bool is_station(const Run *run, const TimeHit *hit, const Atom *next)
{
    const Atom *figure = &run->atoms->at[hit->first];
    return run->context.mode == TIMES_NEWS && next->shout && !next->breaks &&
           figure->kind == ATOM_DIGITS && figure->value <= STATIONS;
}

/* A lone four-figure number: no year when it counts things ("2000 pieces"), is money, or part of a
 * longer figure. */
static bool lone_year_fails(const Run *run, const TimeHit *hit)
{
    const Atoms *atoms = run->atoms;
    const Atom *next = atom_or_null(atoms, hit->end);
    if (year_marked_before(run, hit) || is_phone(atoms, hit) || is_address(run, hit)) return true;
    if (!next) return false;
    if (is_station(run, hit, next)) return true;
    if (next->kind == ATOM_LETTERS) return year_counts(run, next);
    if (next->kind != ATOM_MARK || !next->glued) return false;
    if (next->value == '%' || next->value == '/' || next->value == '_') return true;
    const Atom *after = atom_or_null(atoms, hit->end + 1);
    return (next->value == ',' || next->value == '.') && after && after->glued &&
           after->kind == ATOM_DIGITS;
}

/* "the 20th" of a month when nothing that could be the twentieth follows. */
static bool lone_day_fails(const Run *run, const TimeHit *hit)
{
    const Atom *next = atom_or_null(run->atoms, hit->end);
    return next && !next->breaks && !(next->kind == ATOM_MARK && next->value != '-') &&
           !has_class(run->times, next, run->times->small);
}

/* "March" and "May" are words too: the Long March, May I. They are months behind a small word or a
 * mark. */
static bool lone_month_fails(const Run *run, const TimeHit *hit, int32_t month)
{
    static const char *const subjects[] = {"I", "we", "you", "he", "she", "they"};
    if (month != 3 && month != 5) return false;
    Slice next = hit->end < run->atoms->n
                     ? slice_span(run->report->text, run->atoms->at[hit->end].span)
                     : (Slice){"", 0};
    if (month == 5 && SLICE_AMONG(next, subjects)) return true;
    if (hit->first == 0 || run->atoms->at[hit->first].breaks ||
        ends_sentence(run->atoms, hit->first - 1))
        return month == 5;
    const Atom *before = &run->atoms->at[hit->first - 1];
    Slice form = slice_span(run->report->text, before->span);
    if (before->kind != ATOM_LETTERS) return false;
    return slice_eq_nocase(form, SLICE("the")) || slice_is(form, "s") ||
           (before->capital && !has_class(run->times, before, run->times->small));
}

#define ONLY(field) (1u << (field))

static bool word_before_is(const Run *run, uint32_t i, const char *const *words)
{
    if (i == 0 || run->atoms->at[i].breaks) return false;
    Slice form = slice_span(run->report->text, run->atoms->at[i - 1].span);
    for (; *words; words++)
        if (slice_eq_nocase(form, slice_of(*words))) return true;
    return false;
}

/* "in the evening", "for the year": without such a word before them they are no points of time
 * ("Coach of the Year", "talk of the night"). */
static bool lone_article_fails(const Run *run, const TimeHit *hit)
{
    static const char *const before[] = {"in", "during", "for", "through", "throughout", NULL};
    return !word_before_is(run, hit->first, before) || run->atoms->at[hit->end - 1].capital;
}

/* "with 11:43 left in the half" */
static bool is_game_clock(const Run *run, const TimeHit *hit)
{
    const Atom *next = atom_or_null(run->atoms, hit->end);
    return next && has_class(run->times, next, run->times->game);
}

/* "Entertainment Weekly", "the Daily Mail" */
static bool is_paper(const Run *run, const TimeHit *hit)
{
    const Atom *word = &run->atoms->at[hit->first];
    return hit->end == hit->first + 1 && word->capital && !word->breaks && hit->first > 0 &&
           !ends_sentence(run->atoms, hit->first - 1);
}

/* "iLife '11": a version. */
static bool is_version(const Run *run, const TimeHit *hit)
{
    const Atom *first = &run->atoms->at[hit->first];
    return first->kind == ATOM_MARK && hit->first > 0 && run->atoms->at[hit->first - 1].capital &&
           !has_class(run->times, &run->atoms->at[hit->first - 1], run->times->small);
}

/* Do words without a capital stand about the hit? In a heading every word has one. */
static bool in_plain_words(const Run *run, const TimeHit *hit)
{
    uint32_t plain = 0, i = hit->first > 8 ? hit->first - 8 : 0;
    for (; i < run->atoms->n && i < hit->end + 8; i++) {
        const Atom *atom = &run->atoms->at[i];
        plain += atom->kind == ATOM_LETTERS && !atom->capital && atom->span.e - atom->span.b > 3;
    }
    return plain > 1;
}

/* "He told "60 Minutes" that the dam holds", "on '60 Minutes'": a programme, no length of time and
 * no year. */
static bool is_programme(const Run *run, const TimeHit *hit, const TimeNode *node)
{
    const Atom *first = &run->atoms->at[hit->first],
               *name = atom_or_null(run->atoms, hit->end - (node->op == OP_DURATION));
    bool behind = hit->first > 0 && first[-1].kind == ATOM_DIGITS; /* '60, then Minutes */
    bool figures = node->op == OP_DURATION ? first->kind == ATOM_DIGITS || behind
                                           : first->kind == ATOM_MARK && hit->end > hit->first + 1;
    return figures && name && name->kind == ATOM_LETTERS && name->capital && !name->shout &&
           !name->breaks && in_plain_words(run, hit);
}

/* "A home in Spring, the sheriff said": a town; a season has no capital among plain words. */
static bool is_place(const Run *run, const TimeHit *hit)
{
    const Atom *last = &run->atoms->at[hit->end - 1];
    bool opens = hit->end - 1 == 0 || last->breaks || ends_sentence(run->atoms, hit->end - 2);
    return run->context.mode == TIMES_NEWS && last->capital && !last->shout && !opens &&
           in_plain_words(run, hit);
}

static bool is_agenda_number(const Run *run, const TimeHit *hit, const TimeNode *node)
{
    return node->bare && node->op == OP_POINT &&
           ((node->has == ONLY(FIELD_YEAR) && lone_year_fails(run, hit)) ||
            (node->has == ONLY(FIELD_DAY) && lone_day_fails(run, hit)));
}

/* A point of one field alone: a feast, a day, a month, a year. */
static bool lone_field_fails(const Run *run, const TimeHit *hit, const TimeNode *node)
{
    if (node->has == ONLY(FIELD_FEAST))
        return !run->atoms->at[hit->first].capital &&
               run->atoms->at[hit->first].kind == ATOM_LETTERS;
    if (node->has == ONLY(FIELD_DAY)) return node->bare && lone_day_fails(run, hit);
    if (node->has == ONLY(FIELD_MONTH))
        return !node->has_n && lone_month_fails(run, hit, node->field[FIELD_MONTH]);
    if (node->has == ONLY(FIELD_SEASON)) return !node->has_n && is_place(run, hit);
    if (node->has != ONLY(FIELD_YEAR)) return false;
    return is_version(run, hit) || is_programme(run, hit, node) ||
           (node->bare && lone_year_fails(run, hit));
}

static bool is_no_time(const Run *run, const TimeHit *hit)
{
    const TimeNode *node = &run->hits->nodes.at[hit->node];
    if (run->context.mode == TIMES_FORWARD) return is_agenda_number(run, hit, node);
    if (node->op == OP_DURATION &&
        node->unit == UNIT_QUARTER) { /* "three quarters of the town", winter quarters */
        const Atom *next = atom_or_null(run->atoms, hit->end);
        return node->n <= 1 || (next && slice_is(slice_span(run->report->text, next->span), "of"));
    }
    if (node->op == OP_DURATION && run->context.mode == TIMES_NEWS && is_programme(run, hit, node))
        return true;
    if (node->op == OP_SET) return is_paper(run, hit);
    if (node->op != OP_POINT || node->a != NONE) return false;
    if (run->context.mode == TIMES_NEWS && hit->end - hit->first == 2 &&
        ((node->has == ONLY(FIELD_PART) && !node->has_n) || (node->bare && !node->has)))
        return lone_article_fails(run, hit);
    if ((node->has >> FIELD_HOUR & 1) && is_game_clock(run, hit)) return true;
    if (times_is_show(run->times, run->report, run->atoms, hit, node)) return true;
    return times_is_person(&run->persons, run->times, run->report, run->atoms, hit, node) ||
           lone_field_fails(run, hit, node);
}

/* ---- mentions ---- */

static void place_days(const TimeValue *value, TimeMention *mention)
{
    mention->from = mention->to = DAY_UNKNOWN;
    mention->from_minute = mention->to_minute = -1;
    mention->zone = value->zone;
    if (value->known != KNOWN_FULL || value->bc) return;
    mention->from = value->open_from ? DAY_UNKNOWN : day_of(value->from);
    int64_t last = value->to > value->from ? value->to - 1 : value->from;
    if (value->grain < UNIT_DAY) {
        mention->from_minute =
            (int32_t)((value->from - (int64_t)day_of(value->from) * DAY_SECONDS) / 60);
        int64_t end = value->grain == UNIT_PART                              ? last
                      : value->to > value->from && value->type == TIME_RANGE ? value->to
                                                                             : value->from;
        last = end;
        mention->to_minute = (int32_t)((end - (int64_t)day_of(end) * DAY_SECONDS) / 60);
    }
    mention->to = value->open_to ? DAY_UNKNOWN : day_of(last);
}

static bool hangs_on_told(const TimeNode *node)
{
    return node->ref == REF_TOLD;
}

/* How the value is known: by its own words, by the report's date, or by an earlier date in the
 * text. */
static Basis value_basis(const Run *run, const TimeNode *node, const TimeValue *value)
{
    if (value->type == TIME_DURATION || value->type == TIME_SET || value->unsure)
        return BASIS_EXPLICIT;
    if ((node->has >> FIELD_YEAR & 1) || (node->has >> FIELD_DECADE & 1) ||
        (node->has >> FIELD_CENTURY & 1))
        return BASIS_EXPLICIT;
    if (value->known == KNOWN_NOT) return BASIS_NONE;
    if ((hangs_on_told(node) || run->context.mode == TIMES_NARRATIVE) && run->told_mention != NONE)
        return BASIS_CONTEXT;
    return run->dct_basis;
}

static bool add_mention(Run *run, uint32_t first, uint32_t end, const TimeNode *node,
                        const TimeValue *value, uint32_t part_of)
{
    TimeMention mention = {.span = hit_span(run->atoms, first, end),
                           .type = value->type,
                           .anchor = NONE,
                           .part_of = part_of};
    find_tokens(run, mention.span, &mention);
    mention.value = arena_copy(run->arena, slice_of(value->text));
    mention.mod = slice_of(time_mod_name[value->mod]);
    place_days(value, &mention);
    mention.seconds_low = value->low;
    mention.seconds_high = value->high;
    mention.basis = value_basis(run, node, value);
    if (mention.basis == BASIS_CONTEXT) mention.anchor = run->told_mention;
    mention.partial = value->type != TIME_DURATION && value->type != TIME_SET &&
                      strchr(value->text, 'X') != NULL;
    mention.future = run->context.dir > 0;
    return mention.value.p && VEC_PUSH(run->arena, &run->findings->times, mention);
}

/* A date that later ones may hang on. */
static void tell(Run *run, const TimeNode *node, const TimeValue *value)
{
    if (run->context.mode == TIMES_NARRATIVE && node->has_n && node->n < 0)
        return; /* "the previous April": told in passing */
    if (value->known == KNOWN_NOT || value->unsure || value->type == TIME_DURATION ||
        value->type == TIME_SET)
        return;
    if (value->grain > UNIT_YEAR || value->grain == UNIT_SEASON) return;
    run->context.told = *value;
    run->told_mention = run->findings->times.n - 1;
}

/* Clocks hang on what was told last. */
static void hang_clocks(Run *run)
{
    run->clock = run->context.told;
    if (run->clock.from < run->context.dct.to) run->past = run->clock;
}

static bool add_range(Run *run, const TimeHit *hit, const TimeNode *node, const TimeValue *whole)
{
    TimeValue from, to;
    uint32_t before = run->told_mention;
    value_ends(&run->context, hit->node, &from, &to);
    const TimeNode *a = &run->hits->nodes.at[node->a], *b = &run->hits->nodes.at[node->b];
    uint32_t range = run->findings->times.n;
    if (!node->loose && !add_mention(run, a->first, hit->end, node, whole, NONE))
        return false; /* without "from", "between" */
    if (node->loose) range = NONE;
    if (!add_mention(run, a->first, a->end, a, &from, range) ||
        !add_mention(run, b->first, b->end, b, &to, range))
        return false;
    if (node->loose)
        tell(run, node, &to);
    else
        tell(run, node, whole);
    if (run->told_mention != before) hang_clocks(run); /* no clock hangs on "the 1970s to 1990s" */
    return true;
}

/* "imposed a curfew until Sunday", reported on Wednesday: an end that is set lies ahead, unless the
 * words before tell how long something lasted. */
static bool is_set_end(const Run *run, const TimeHit *hit)
{
    static const char *const lasting[] = {"lasted",   "continued", "waited", "stayed",
                                          "remained", "went",      "worked", "lived",
                                          "served",   "held",      "not"};
    const Atoms *atoms = run->atoms;
    uint32_t i = hit->first;
    bool by = false;
    for (uint32_t steps = 0;
         i > 0 && steps < 16 && !atoms->at[i].breaks && !ends_sentence(atoms, i - 1); steps++) {
        Slice form = slice_span(run->report->text, atoms->at[--i].span);
        if (steps == 0)
            by = slice_is(form, "by"); /* "will reopen the hall, closed in 1980, by Sept. 1" */
        if (steps == 0 && !by && !slice_is(form, "until") && !slice_is(form, "till")) return false;
        if (by && slice_is(form, "will")) return true;
        if (SLICE_AMONG(form, lasting)) return false;
    }
    return i < hit->first && !by;
}

/* "A picture of Tuesday, May 17, 2016. Firemen respond to a home Tuesday": the day told before. */
static bool told_weekday(const Run *run, const TimeHit *hit)
{
    const TimeContext *context = &run->context;
    const TimeNode *node = &run->hits->nodes.at[hit->node];
    return node->has == ONLY(FIELD_WEEKDAY) && !node->has_n && node->op == OP_POINT &&
           context->told.known == KNOWN_FULL && context->told.grain <= UNIT_DAY &&
           context->dct.known == KNOWN_FULL && context->told.from < context->dct.to &&
           context->told.from > context->dct.from - 7 * (int64_t)DAY_SECONDS &&
           (int32_t)day_weekday(day_of(context->told.from)) == node->field[FIELD_WEEKDAY];
}

static int direction_of(const Run *run, const TimeHit *hit)
{
    if (run->context.mode == TIMES_NEWS && is_set_end(run, hit)) return 1;
    int by_parse = direction_by_parse(run, hit_span(run->atoms, hit->first, hit->end)),
        by_words = direction_by_words(run, hit);
    if (by_parse == 2 && told_weekday(run, hit)) return -1;
    if (by_parse == 2) return by_words ? by_words : 1;
    return by_parse ? by_parse : by_words;
}

/* A year that the story only points to: "since 1882", "(1916)", or one that a sentence looks
 * forward to. */
static bool told_in_passing(const Run *run, const TimeHit *hit, const TimeNode *node)
{
    if (run->context.mode != TIMES_NARRATIVE || node->op != OP_POINT ||
        node->has != ONLY(FIELD_YEAR))
        return false;
    if (hit->first > 0) {
        Slice before = slice_span(run->report->text, run->atoms->at[hit->first - 1].span);
        if (slice_is(before, "since") || slice_is(before, "(")) return true;
    }
    return direction_by_words(run, hit) > 0;
}

/* The days of a page's own head are told of nothing: "that night" is not the page's. */
static bool in_stamp(const Run *run, const TimeHit *hit)
{
    return run->context.mode == TIMES_NEWS &&
           report_block_at(run->report, run->atoms->at[hit->first].span.b) == BLOCK_DATE;
}

/* Did the report tell a day that clocks hang on? */
static bool day_told(const Run *run)
{
    return run->clock.known == KNOWN_FULL && run->clock.grain <= UNIT_DAY;
}

enum { DAYS_ABOUT = 10 };

/* "Trask speaks to the press on March 21, 2016", in a report of that week that told a day before:
 * whole dates of the days about are those of pictures, not of what the report goes on with. */
static bool of_picture(const Run *run, const TimeNode *node, const TimeValue *value)
{
    const TimeContext *context = &run->context;
    int64_t away = value->from - context->dct.from;
    return context->mode == TIMES_NEWS && (node->has >> FIELD_YEAR & 1) &&
           value->grain <= UNIT_DAY && day_told(run) && context->dct.known == KNOWN_FULL &&
           away < DAYS_ABOUT * DAY_SECONDS && away > -DAYS_ABOUT * DAY_SECONDS;
}

/* "15 a year", "three times a day": the length is a rate. */
static bool is_rate(const Run *run, const TimeHit *hit, const TimeNode *node)
{
    if (node->op != OP_DURATION || node->n != 1 || hit->first == 0 || hit->end - hit->first != 2)
        return false;
    const Atom *before = &run->atoms->at[hit->first - 1], *article = &run->atoms->at[hit->first];
    if (article->word == NONE ||
        run->times->words.number.at[article->word].kind != NUMBER_ARTICLE || article->breaks)
        return false;
    if (before->kind == ATOM_MARK) return before->value == '%';
    return before->kind == ATOM_DIGITS || has_class(run->times, before, run->times->often) ||
           (before->word != NONE && run->times->words.number.at[before->word].kind > NUMBER_NOT &&
            run->times->words.number.at[before->word].kind < NUMBER_ARTICLE);
}

/* "will last five years": the verb is no part of the length. */
static TimeHit without_verb(const Run *run, TimeHit hit)
{
    static const char *const before[] = {"will",  "to",     "would", "could", "can", "may",
                                         "might", "should", "must",  "not",   NULL};
    if (run->hits->nodes.at[hit.node].op == OP_DURATION &&
        slice_is(slice_span(run->report->text, run->atoms->at[hit.first].span), "last") &&
        word_before_is(run, hit.first, before))
        hit.first++;
    return hit;
}

/* ---- the day of a clock ---- */

static bool is_clock(const TimeNode *node)
{
    return node->op == OP_POINT && node->a == NONE && !node->has_n && !node->plural &&
           (node->has >> FIELD_HOUR & 1) && !(node->has & ~(uint32_t)CLOCK);
}

/* Do words of place alone stand between the atoms: "in the 300 block of Ash Street on"? */
static bool only_place_between(const Run *run, uint32_t first, uint32_t end)
{
    const LangText *lang = &run->findings->lang;
    Run walk = *run;
    if (end - first > 16) return false;
    for (uint32_t i = first; i < end; i++) {
        const Atom *atom = &run->atoms->at[i];
        TimeMention mention;
        if (atom->breaks || times_sentence_ends(run->atoms, i)) return false;
        if (atom->kind != ATOM_LETTERS) continue;
        find_tokens(&walk, atom->span, &mention);
        Upos upos = mention.first == NONE ? UPOS_VERB : lang->token[mention.first].upos;
        bool name = upos == UPOS_NOUN || upos == UPOS_PROPN || upos == UPOS_ADJ ||
                    upos == UPOS_DET || upos == UPOS_NUM;
        if (!name && !has_class(run->times, atom, run->times->sited)) return false;
    }
    return !run->atoms->at[end].breaks;
}

/* "At the Friday market": the day is the market's. */
static bool before_noun(const Run *run, const TimeHit *hit)
{
    const LangText *lang = &run->findings->lang;
    TimeMention mention;
    Run walk = *run;
    find_tokens(&walk, hit_span(run->atoms, hit->first, hit->end), &mention);
    if (mention.first == NONE) return true;
    uint32_t head = lang->token[mention.end - 1].head;
    return head != NONE && head >= mention.end && lang->token[head].upos != UPOS_VERB;
}

/* The day behind a clock: "at 9:30 p.m. in the 300 block of Ash Street on Friday". False: none. */
static bool day_behind(const Run *run, const TimeHit *clock, TimeValue *day)
{
    if (run->hit + 1 >= run->hits->hits.n) return false;
    const TimeHit *next = &run->hits->hits.at[run->hit + 1];
    const TimeNode *node = &run->hits->nodes.at[next->node];
    if (node->op != OP_POINT || (node->has >> FIELD_HOUR & 1) ||
        !only_place_between(run, clock->end, next->first) || before_noun(run, next) ||
        is_no_time(run, next))
        return false;
    TimeContext context = run->context;
    context.dir = direction_of(run, next);
    value_of(&context, next->node, day);
    return day->known == KNOWN_FULL && (day->grain == UNIT_DAY || day->grain == UNIT_PART);
}

/* What the clock hangs on: the day behind it, or the last told, which lies not ahead where the
 * words look back ("is due in court on Friday. The shop was robbed at 2 a.m."). */
static TimeContext clock_context(const Run *run, const TimeHit *hit)
{
    TimeContext context = run->context;
    TimeValue day = {.zone = INT32_MIN};
    if (run->context.mode != TIMES_NEWS || !is_clock(&run->hits->nodes.at[hit->node]))
        return context;
    if (run->clock.known != KNOWN_NOT) context.told = run->clock;
    if (day_behind(run, hit, &day))
        context.told = day;
    else if (context.dir < 0 && context.dct.known == KNOWN_FULL &&
             context.told.known == KNOWN_FULL && context.told.from >= context.dct.to)
        context.told = run->past.known == KNOWN_FULL ? run->past : context.dct;
    return context;
}

/* "Police said Thursday that the shots were fired": the day of the saying is not the one that the
 * report goes on with, where it told another. */
static bool of_saying(const Run *run, const TimeHit *hit)
{
    const LangText *lang = &run->findings->lang;
    TimeMention mention;
    Run walk = *run;
    if (run->context.mode != TIMES_NEWS || !day_told(run)) return false;
    find_tokens(&walk, hit_span(run->atoms, hit->first, hit->end), &mention);
    uint32_t at = mention.first == NONE ? NONE : lang->token[mention.end - 1].head;
    for (uint32_t steps = 0; at != NONE && steps < 3; steps++, at = lang->token[at].head) {
        if (at >= mention.first && at < mention.end) continue;
        if (lang->token[at].upos != UPOS_VERB) return false;
        uint32_t word = map_find(&run->times->words.map, lang->token[at].form);
        Atom atom = {.kind = ATOM_LETTERS, .word = word};
        return word != NONE && has_class(run->times, &atom, run->times->says);
    }
    return false;
}

/* A date that later ones, and clocks, may hang on. */
static void tell_on(Run *run, const TimeHit *hit, const TimeNode *node, const TimeValue *value)
{
    if (told_in_passing(run, hit, node) || in_stamp(run, hit)) return;
    bool aside = of_picture(run, node, value) || of_saying(run, hit);
    uint32_t before = run->told_mention;
    tell(run, node, value);
    if (run->told_mention != before && !aside) hang_clocks(run);
}

static bool add_hit(Run *run, const TimeHit *found)
{
    TimeHit whole = without_verb(run, *found);
    const TimeHit *hit = &whole;
    const TimeNode *node = &run->hits->nodes.at[hit->node];
    TimeValue value;
    if (is_no_time(run, hit)) return true;
    run->context.dir = run->context.mode == TIMES_NEWS ? direction_of(run, hit) : 0;
    TimeContext context = clock_context(run, hit);
    value_of(&context, hit->node, &value);
    if (is_rate(run, hit, node)) value.type = TIME_SET;
    if (node->op == OP_RANGE && run->context.mode != TIMES_FORWARD)
        return add_range(run, hit, node, &value);
    if (!add_mention(run, hit->first, hit->end, node, &value, NONE)) return false;
    tell_on(run, hit, node, &value);
    return true;
}

dln_status mean_times_as(const Times *times, const Report *report, const TimesOptions *options,
                         Findings *findings, Arena *arena, Arena *scratch)
{
    static const uint8_t bits[] = {MODE_BIT_NEWS, MODE_BIT_NARRATIVE, MODE_BIT_FORWARD};
    ArenaMark mark = arena_mark(scratch);
    Atoms atoms;
    TimeHits hits = {0};
    Run run = {.times = times,
               .report = report,
               .atoms = &atoms,
               .hits = &hits,
               .findings = findings,
               .arena = arena,
               .told_mention = NONE,
               .clock = {.known = KNOWN_NOT},
               .past = {.known = KNOWN_NOT}};
    findings->times.n = 0;
    dln_status status = atoms_cut(report, &times->words, options->mode == TIMES_FORWARD, scratch,
                                  &atoms);
    if (status == DLN_OK)
        status = times_match(times, &atoms, bits[options->mode], scratch, scratch, &hits);
    run.context = (TimeContext){.times = times, .nodes = hits.nodes.at, .mode = options->mode};
    run.context.dct = report_date(report, options, &run.dct_basis);
    if (status == DLN_OK && options->mode == TIMES_NEWS)
        run.persons = times_persons(times, report, &atoms, &hits);
    for (; run.hit < hits.hits.n && status == DLN_OK; run.hit++)
        if (!add_hit(&run, &hits.hits.at[run.hit])) status = arena_status(arena);
    arena_rewind(scratch, mark);
    return status;
}

dln_status mean_times(const Times *times, const Report *report, Findings *findings, Arena *arena,
                      Arena *scratch)
{
    TimesOptions options = {.mode = TIMES_NEWS, .day = DAY_UNKNOWN, .minute = -1};
    return mean_times_as(times, report, &options, findings, arena, scratch);
}
