/* times_match.c - see times_match.h. In: atoms. Out: the best cover of time expressions, each with
 * its node. Only stretches of known words around a trigger (month, weekday, unit, year, clock) are
 * looked at. There a bottom-up chart parser runs over the rule trie (left-corner chart, Kay 1980):
 * edges and items per stretch are capped, so time is linear in the text however hostile it is.
 * Among overlapping readings the cover with the most atoms wins, then the one in fewer pieces. */
#include "mean/times/times_match.h"
#include "base/civil.h"
#include <math.h>

enum { STRETCH = 40, ITEMS = 700, ACTIVES = 3000, SAME = 3, SEEN = 2048, WEAKEST = 3, DEPTH = 14 };

typedef struct Item {
    uint8_t begin, end, weak;
    uint32_t symbol, node, next, line;
    double value;
} Item; /* next: chain by end, then by begin */
typedef struct Active {
    uint32_t state, item, before, next;
    uint8_t begin, count;
} Active; /* before: shorter edge; next: chain by end */

/* How many items there are of one symbol over one span, by how weak they are (WEAKEST and more
 * together). */
typedef struct Seen {
    uint64_t key;
    uint32_t parse;
    uint8_t count[WEAKEST + 1];
} Seen;

typedef struct Chart {
    const Times *times;
    const Atoms *atoms;
    Arena *scratch;
    uint32_t base, n; /* atoms [base, base + n) */
    uint8_t mode;
    Item item[ITEMS];
    uint32_t n_items;
    Active active[ACTIVES];
    uint32_t n_actives;
    uint32_t agenda[STRETCH + 1], agenda_last[STRETCH + 1];
    uint32_t edges_end[STRETCH + 1];
    Seen seen[SEEN];
    uint32_t parses; /* open addressing; entries of earlier stretches are free */
    VEC(TimeNode) nodes;
} Chart;

static const Atom *chart_atom(const Chart *chart, uint32_t i)
{
    return &chart->atoms->at[chart->base + i];
}

static Seen *seen_slot(Chart *chart, const Item *item)
{
    uint64_t key = (uint64_t)item->symbol << 16 | (uint64_t)item->begin << 8 | item->end;
    uint32_t i = (uint32_t)((key * 0x9E3779B97F4A7C15u) >> 40) % SEEN;
    while (chart->seen[i].parse == chart->parses && chart->seen[i].key != key)
        i = (i + 1) % SEEN;
    if (chart->seen[i].parse != chart->parses)
        chart->seen[i] = (Seen){.key = key, .parse = chart->parses};
    return &chart->seen[i];
}

/* Adds an item unless as many that are no weaker stand there already; SEEN exceeds ITEMS, so the
 * table never fills. */
static bool add_item(Chart *chart, Item item)
{
    if (chart->n_items == ITEMS) return false;
    Seen *seen = seen_slot(chart, &item);
    uint32_t weak = item.weak < WEAKEST ? item.weak : WEAKEST, same = 0;
    for (uint32_t w = 0; w <= weak; w++)
        same += seen->count[w];
    if (same >= SAME) return false;
    seen->count[weak]++;
    item.next = NONE;
    uint32_t at = chart->n_items++;
    chart->item[at] = item;
    if (chart->agenda[item.end] == NONE)
        chart->agenda[item.end] = at;
    else
        chart->item[chart->agenda_last[item.end]].next = at;
    chart->agenda_last[item.end] = at;
    return true;
}

static void add_lexical(Chart *chart, uint32_t begin, uint32_t end, uint32_t symbol, double value)
{
    if (symbol != NONE)
        add_item(chart, (Item){.begin = (uint8_t)begin,
                               .end = (uint8_t)end,
                               .symbol = symbol,
                               .node = NONE,
                               .value = value});
}

/* ---- words and numbers of the stretch ---- */

/* What the first word alone counts. */
static double chart_word_number(const Chart *chart, uint32_t i)
{
    const Atom *atom = chart_atom(chart, i);
    return atom->kind == ATOM_LETTERS && atom->word != NONE
               ? chart->times->words.number.at[atom->word].value
               : 0;
}

static bool between(double v, double low, double high)
{
    return v >= low && v <= high;
}

/* A number from `begin` up to `end` read as `reading` where it fits. */
static void add_fitting(Chart *chart, uint32_t begin, uint32_t end, uint32_t reading, double v,
                        bool fits)
{
    if (fits) add_lexical(chart, begin, end, chart->times->lexical[reading], v);
}

/* "third", "3rd": the 3rd of a month too. */
static void add_ordinal(Chart *chart, uint32_t i, uint32_t end, const Number *number)
{
    double v = number->value;
    bool day = between(v, 1, 31);
    add_fitting(chart, i, end, LEX_ORD, v, true);
    add_fitting(chart, i, end, LEX_DOMORD, v, day);
    add_fitting(chart, i, end, LEX_DOMTH, v, day && number->figures);
}

/* A day, hour, minute or month; `figures`: how many were written, 0 for other forms of numbers. */
static void add_small(Chart *chart, uint32_t i, uint32_t end, const Number *number,
                      uint32_t figures)
{
    double v = number->value;
    bool two = figures <= 2;
    add_fitting(chart, i, end, LEX_DOM, v, two && between(v, 1, 31));
    add_fitting(chart, i, end, LEX_HOUR, v, two && v <= 24);
    bool minute = figures == 2 || (!number->figures && v > 9);
    add_fitting(chart, i, end, LEX_MIN, v, minute && v <= 59);
    add_fitting(chart, i, end, LEX_MM, v, figures && two && between(v, 1, 12));
}

/* "2024", "'24", and in words "seventeen hundred thirty-three", "two thousand four". */
static void add_year(Chart *chart, uint32_t i, uint32_t end, const Number *number, uint32_t figures)
{
    double v = number->value, oldest = chart->mode == MODE_BIT_FORWARD ? 1999 : 2000;
    add_fitting(chart, i, end, LEX_YEAR, v, figures == 4 && v >= 1000 && v < 2100);
    add_fitting(chart, i, end, LEX_YY, v, figures == 2);
    add_fitting(chart, i, end, LEX_D3, v, figures == 3);
    add_fitting(chart, i, end, LEX_D4, v, figures == 4);
    if (number->figures) return;
    bool hundreds = v > 1100 && v < 2000 && chart_word_number(chart, i) >= 11;
    add_fitting(chart, i, end, LEX_YEARWORDS, v, hundreds || (v > oldest && v < 2100));
}

static void add_number(Chart *chart, uint32_t i, const Number *number)
{
    uint32_t end = number->end - chart->base;
    if (end > chart->n) return;
    if (number->ordinal) {
        add_ordinal(chart, i, end, number);
        return;
    }
    double v = number->value;
    bool digits = number->figures && number->end == number->first + 1;
    uint32_t figures = digits ? chart_atom(chart, i)->digits : 0;
    add_fitting(chart, i, end, LEX_NUM, v, true);
    if (!number->whole || v < 0 || v >= 1e6) return;
    add_fitting(chart, i, end, LEX_INT, v, figures != 4 || v < 1000);
    add_small(chart, i, end, number, figures);
    add_year(chart, i, end, number, figures);
}

/* "nineteen ninety-six", "seventeen hundred thirty-three" */
static void add_year_words(Chart *chart, uint32_t i, const Number *century)
{
    Number rest;
    double v = century->value;
    if (century->figures || century->ordinal || v < 11 || v > 20 ||
        century->end - chart->base >= chart->n)
        return;
    if (!number_at(chart->atoms, &chart->times->words, century->end, &rest) || rest.figures ||
        rest.ordinal || !rest.whole)
        return;
    if (rest.value >= 10 && rest.value < 100 && rest.end - chart->base <= chart->n)
        add_lexical(chart, i, rest.end - chart->base, chart->times->lexical[LEX_YEARWORDS],
                    v * 100 + rest.value);
}

static bool shape_fits(const Chart *chart, const WordClass *class, const Atom *atom)
{
    if (!(class->modes & chart->mode)) return false;
    if ((class->capital & chart->mode) && !atom->capital) return false;
    return !(class->shout & chart->mode) || atom->shout;
}

static uint32_t mark_symbol(const Times *times, uint32_t mark)
{
    return mark < 128     ? times->marks[mark]
           : mark == 0xBD ? times->half_mark
           : mark == 0xBC ? times->quarter_mark
           : mark == 0xBE ? times->three_quarter_mark
                          : NONE;
}

static void add_word(Chart *chart, uint32_t i)
{
    const Atom *atom = chart_atom(chart, i);
    const Times *times = chart->times;
    if (atom->kind == ATOM_MARK) {
        add_lexical(chart, i, i + 1, mark_symbol(times, atom->value), 0);
        return;
    }
    if (atom->kind != ATOM_LETTERS || atom->word == NONE) return;
    const WordEntry *entry = &times->entry.at[atom->word];
    add_lexical(chart, i, i + 1, entry->literal, 0);
    for (uint32_t k = 0; k < entry->n_classes; k++) {
        const WordClass *class = &times->classes.at[entry->first_class + k];
        if (shape_fits(chart, class, atom))
            add_lexical(chart, i, i + 1, class->symbol, class->value);
    }
}

static void add_atom(Chart *chart, uint32_t i)
{
    const Atom *atom = chart_atom(chart, i);
    Number number;
    add_word(chart, i);
    if (atom->kind == ATOM_MARK ||
        !number_at(chart->atoms, &chart->times->words, chart->base + i, &number))
        return;
    add_number(chart, i, &number);
    add_year_words(chart, i, &number);
    if (atom->kind == ATOM_DIGITS && number.end > number.first + 1) {
        number = (Number){.first = number.first,
                          .end = number.first + 1,
                          .value = atom->value,
                          .figures = true,
                          .whole = true};
        add_number(chart, i, &number);
    }
    if (atom->kind == ATOM_DIGITS && atom->digits == 8)
        add_lexical(chart, i, i + 1, chart->times->lexical[LEX_D8], atom->value);
}

/* ---- building ---- */

static bool merge(TimeNode *into, const TimeNode *from)
{
    for (uint32_t f = 0; f < FIELDS; f++) {
        if (!(from->has >> f & 1)) continue;
        if ((into->has >> f & 1) && into->field[f] != from->field[f]) return false;
        into->field[f] = from->field[f];
    }
    into->has |= from->has;
    if (from->has_n) {
        if (into->has_n) return false;
        into->has_n = true;
        into->n = from->n;
        into->unit = from->unit;
        into->ref = from->ref;
        into->loose = from->loose;
    }
    if (from->a != NONE) {
        if (into->a != NONE) return false;
        into->a = from->a;
    }
    if (!into->mod) into->mod = from->mod;
    if (from->plural) into->plural = true;
    if (from->depth > into->depth) into->depth = from->depth;
    return true;
}

static void set_field(TimeNode *node, uint32_t field, int32_t value)
{
    node->field[field] = value;
    node->has |= 1u << field;
}

static bool set_ymd(TimeNode *node, double value)
{
    uint32_t v = (uint32_t)value, y = v / 10000, m = v / 100 % 100, d = v % 100;
    if (y < 1900 || y > 2099 || m < 1 || m > 12 || d < 1 || d > month_length((int32_t)y, m))
        return false;
    set_field(node, FIELD_YEAR, (int32_t)y);
    set_field(node, FIELD_MONTH, (int32_t)m);
    set_field(node, FIELD_DAY, (int32_t)d);
    return true;
}

static bool set_hm(TimeNode *node, double value)
{
    uint32_t v = (uint32_t)value;
    if (v / 100 > 24 || v % 100 > 59) return false;
    set_field(node, FIELD_HOUR, (int32_t)(v / 100));
    set_field(node, FIELD_MINUTE, (int32_t)(v % 100));
    return true;
}

static bool set_plain(TimeNode *node, uint8_t target, double v)
{
    if (target != TARGET_N && fabs(v) > 1e6) return false;
    switch (target) {
    case TARGET_OP: node->op = (uint8_t)v; break;
    case TARGET_N:
        node->n = v;
        node->has_n = true;
        break;
    case TARGET_UNIT: node->unit = (uint8_t)v; break;
    case TARGET_REF: node->ref = (uint8_t)v; break;
    case TARGET_MOD: node->mod = (uint8_t)v; break;
    case TARGET_WORD: node->word = (uint8_t)v; break;
    case TARGET_DIR: node->dir = (int8_t)v; break;
    case TARGET_PLURAL: node->plural = v != 0; break;
    case TARGET_INCLUSIVE: node->inclusive = v != 0; break;
    case TARGET_BARE: node->bare = v != 0; break;
    case TARGET_LOOSE: node->loose = v != 0; break;
    case TARGET_YY: set_field(node, FIELD_YEAR, (int32_t)v + (v >= 40 ? 1900 : 2000)); break;
    case TARGET_YMD: return set_ymd(node, v);
    case TARGET_HM: return set_hm(node, v);
    case TARGET_DECADE_OF:
        if (fmod(v, 10) != 0) return false; /* "1969's" is no decade */
        set_field(node, FIELD_DECADE, (int32_t)(v < 100 ? v + 1900 : v) / 10);
        break;
    case TARGET_CENTURY_OF: set_field(node, FIELD_CENTURY, (int32_t)v - 1); break;
    default: set_field(node, target, (int32_t)v);
    }
    return true;
}

/* A copy of node `at` with the day of node `day` added; NONE when they contradict each other. */
static uint32_t with_day(Chart *chart, uint32_t at, uint32_t day)
{
    TimeNode both = chart->nodes.at[day];
    const TimeNode *clock = &chart->nodes.at[at];
    if (both.op != OP_POINT || clock->op != OP_POINT || !merge(&both, clock)) return NONE;
    both.first = clock->first;
    both.end = clock->end;
    return VEC_PUSH(chart->scratch, &chart->nodes, both) ? chart->nodes.n - 1 : NONE;
}

/* "Tuesday from 2 to 4": the day holds for both ends. */
static bool add_to_ends(Chart *chart, uint32_t day, TimeNode *node)
{
    if (node->a != NONE && (node->a = with_day(chart, node->a, day)) == NONE) return false;
    if (node->op != OP_RANGE) return true;
    return node->b == NONE || (node->b = with_day(chart, node->b, day)) != NONE;
}

/* One assignment; false when the elements do not fit one another and the rule gives nothing. */
static bool assign(Chart *chart, const Assign *a, const Item *source, TimeNode *node, Item *item)
{
    double v = source ? (a->sign ? -source->value : source->value) * a->value : a->value;
    uint32_t from = source ? source->node : NONE;
    switch (a->target) {
    case TARGET_VALUE: item->value = v; return true;
    case TARGET_VALUE_PLUS: item->value += v; return true;
    case TARGET_OVER:
        if (v == 0) return false;
        item->value /= v;
        return true;
    case TARGET_USE:
        if (from == NONE) return false;
        *node = chart->nodes.at[from];
        return true;
    case TARGET_WITH: return from != NONE && merge(node, &chart->nodes.at[from]);
    case TARGET_BOTH: return from != NONE && add_to_ends(chart, from, node);
    case TARGET_A:
    case TARGET_B: {
        if (from == NONE) return false;
        uint32_t *child = a->target == TARGET_A ? &node->a : &node->b;
        uint8_t depth = chart->nodes.at[from].depth;
        *child = from;
        if (node->depth <= depth) node->depth = (uint8_t)(depth + 1);
        return node->depth < DEPTH;
    }
    default: return set_plain(node, a->target, v);
    }
}

static bool has_clock(const TimeNode *node)
{
    return (node->has >> FIELD_HOUR & 1) || (node->has >> FIELD_PART & 1);
}

/* A clock needs a day, or nothing at all to hang on: "next month at 6pm" is two expressions. */
static bool has_day(const TimeNode *node)
{
    const uint32_t day = 1u << FIELD_DAY | 1u << FIELD_WEEKDAY | 1u << FIELD_FEAST;
    const uint32_t clock = 1u << FIELD_HOUR | 1u << FIELD_MINUTE | 1u << FIELD_SECOND |
                           1u << FIELD_MERIDIEM | 1u << FIELD_ZONE | 1u << FIELD_PART;
    if (node->has & day) return true;
    if (node->has & ~clock) return false;
    return !node->has_n || node->unit <= UNIT_DAY || node->unit == UNIT_NIGHT;
}

/* What an operation cannot do without. */
static bool is_whole(const TimeNode *node)
{
    switch (node->op) {
    case OP_EDGE:
    case OP_SINCE:
    case OP_UNTIL: return node->a != NONE;
    case OP_RANGE: return node->a != NONE && node->b != NONE;
    case OP_SHIFT:
    case OP_SPAN: return node->b != NONE;
    case OP_POINT: return !has_clock(node) || has_day(node);
    default: return true;
    }
}

static void complete(Chart *chart, const TimeRule *rule, uint32_t active, uint32_t end)
{
    uint32_t path[12], n = 0;
    if (!(rule->modes & chart->mode)) return;
    uint32_t weak = rule->weak;
    for (uint32_t e = active; e != NONE && n < 12; e = chart->active[e].before) {
        path[n++] = chart->active[e].item;
        weak += chart->item[chart->active[e].item].weak;
    }
    Item item = {.begin = chart->active[active].begin,
                 .end = (uint8_t)end,
                 .symbol = rule->left,
                 .node = NONE,
                 .line = rule->line,
                 .weak = (uint8_t)(weak > 200 ? 200 : weak)};
    TimeNode node = {.a = NONE, .b = NONE};
    bool made = false;
    for (uint32_t i = 0; i < rule->n_assigns; i++) {
        const Assign *a = &chart->times->assigns.at[rule->first_assign + i];
        uint32_t nth = a->source ? rule->map[a->source - 1]
                                 : 0; /* place of the element on this path; 0: left out */
        if (a->source && !nth) continue;
        if (!assign(chart, a, nth ? &chart->item[path[n - nth]] : NULL, &node, &item)) return;
        made = made || (a->target != TARGET_VALUE && a->target != TARGET_VALUE_PLUS &&
                        a->target != TARGET_OVER);
    }
    if (made) {
        if (!is_whole(&node)) return;
        node.first = chart->base + item.begin;
        node.end = chart->base + end;
        if (!VEC_PUSH(chart->scratch, &chart->nodes, node)) return;
        item.node = chart->nodes.n - 1;
    }
    add_item(chart, item);
}

static void advance(Chart *chart, uint32_t state, uint32_t before, uint32_t item)
{
    const Item *it = &chart->item[item];
    bool glued = it->begin > 0 && chart_atom(chart, it->begin)->glued;
    for (int g = 0; g <= (glued ? 1 : 0); g++) {
        uint32_t next = times_step(chart->times, state, it->symbol, g);
        if (!next || chart->n_actives == ACTIVES) continue;
        uint32_t at = chart->n_actives++;
        uint8_t begin = before == NONE ? it->begin : chart->active[before].begin;
        chart->active[at] = (Active){next, item, before, chart->edges_end[it->end], begin, 0};
        chart->edges_end[it->end] = at;
        for (uint32_t r = chart->times->state_rules.at[next]; r != NONE;
             r = chart->times->rules_at.at[r].next)
            complete(chart, &chart->times->rules.at[chart->times->rules_at.at[r].rule], at,
                     it->end);
    }
}

/* Items are worked off by their end: all that end where an item begins are finished before it is
 * looked at. */
static void parse(Chart *chart)
{
    for (uint32_t i = 0; i <= chart->n; i++)
        chart->agenda[i] = chart->edges_end[i] = NONE;
    chart->n_items = chart->n_actives = 0;
    chart->parses++;
    chart->nodes.n = 0;
    for (uint32_t i = 0; i < chart->n; i++)
        add_atom(chart, i);
    for (uint32_t end = 1; end <= chart->n; end++)
        for (uint32_t i = chart->agenda[end]; i != NONE; i = chart->item[i].next) {
            uint32_t begin = chart->item[i].begin;
            uint32_t edges = chart->edges_end[begin];
            advance(chart, 0, NONE, i);
            for (uint32_t e = edges; e != NONE; e = chart->active[e].next)
                advance(chart, chart->active[e].state, e, i);
        }
}

/* ---- choosing ---- */

static uint32_t copy_node(const Chart *chart, uint32_t from, Arena *arena, TimeHits *out)
{
    TimeNode node = chart->nodes.at[from];
    if (node.a != NONE)
        node.a = copy_node(chart, node.a, arena, out); /* depth is capped by DEPTH */
    if (node.b != NONE) node.b = copy_node(chart, node.b, arena, out);
    return VEC_PUSH(arena, &out->nodes, node) ? out->nodes.n - 1 : NONE;
}

/* best[i]: score of the best cover of [0, i); an item scores its length squared-ish, so that one
 * long reading beats two short ones. */
static bool choose(Chart *chart, Arena *arena, TimeHits *out)
{
    double best[STRETCH + 1] = {0};
    uint32_t by[STRETCH + 1];
    for (uint32_t end = 1; end <= chart->n; end++) {
        best[end] = best[end - 1];
        by[end] = NONE;
        for (uint32_t i = chart->agenda[end]; i != NONE; i = chart->item[i].next) {
            const Item *it = &chart->item[i];
            if (it->symbol != chart->times->lexical[LEX_TIME] || it->node == NONE) continue;
            double length = it->end - it->begin,
                   score = best[it->begin] + length + length * length * 0.02 - it->weak * 0.001;
            if (score > best[end]) {
                best[end] = score;
                by[end] = i;
            }
        }
    }
    uint32_t chosen[STRETCH], n = 0;
    for (uint32_t end = chart->n; end > 0;) {
        if (by[end] == NONE) {
            end--;
            continue;
        }
        chosen[n++] = by[end];
        end = chart->item[by[end]].begin;
    }
    while (n-- > 0) {
        const Item *it = &chart->item[chosen[n]];
        uint32_t node = copy_node(chart, it->node, arena, out);
        if (node == NONE ||
            !VEC_PUSH(arena, &out->hits,
                      (TimeHit){chart->base + it->begin, chart->base + it->end, node, it->line}))
            return false;
    }
    return true;
}

/* ---- stretches ---- */

static bool digits_trigger(const Atoms *atoms, uint32_t i, uint8_t mode)
{
    const Atom *atom = &atoms->at[i];
    if (mode == MODE_BIT_FORWARD || atom->digits == 8) return true;
    if (atom->digits == 4 && atom->value >= 1000 && atom->value < 2100) return true;
    if (i + 2 < atoms->n && atoms->at[i + 1].glued && atoms->at[i + 2].glued &&
        atoms->at[i + 2].kind == ATOM_DIGITS && atoms->at[i + 1].kind == ATOM_MARK)
        return atoms->at[i + 1].value == '/' || atoms->at[i + 1].value == ':' ||
               atoms->at[i + 1].value == '-' || atoms->at[i + 1].value == '.';
    if (i + 1 < atoms->n && atoms->at[i + 1].kind == ATOM_LETTERS &&
        atoms->at[i + 1].span.e - atoms->at[i + 1].span.b == 1 && i + 2 < atoms->n &&
        atoms->at[i + 2].value == '.')
        return true; /* "11 a.m." */
    return i > 0 && atoms->at[i - 1].value == '\'' && atom->digits == 2;
}

/* 0: not part of any stretch, 1: may be inside one, 2: is a reason for one. */
static int atom_role(const Times *times, const Atoms *atoms, uint32_t i, uint8_t mode)
{
    const Atom *atom = &atoms->at[i];
    if (atom->kind == ATOM_MARK) return mark_symbol(times, atom->value) != NONE;
    if (atom->kind == ATOM_DIGITS)
        return atom->value == UINT32_MAX ? 0 : 1 + digits_trigger(atoms, i, mode);
    if (atom->word == NONE) return 0;
    const WordEntry *entry = &times->entry.at[atom->word];
    if (mode == MODE_BIT_FORWARD && times->words.number.at[atom->word].kind) return 2;
    return entry->trigger ? 2
                          : entry->literal != NONE || entry->n_classes ||
                                times->words.number.at[atom->word].kind;
}

dln_status times_match(const Times *times, const Atoms *atoms, uint8_t mode, Arena *arena,
                       Arena *scratch, TimeHits *out)
{
    ArenaMark mark = arena_mark(scratch);
    Chart *chart = ARENA_NEW(scratch, Chart);
    if (!chart) return arena_status(scratch);
    *out = (TimeHits){0};
    chart->times = times;
    chart->atoms = atoms;
    chart->scratch = scratch;
    chart->mode = mode;
    bool good = true;
    for (uint32_t i = 0; i < atoms->n && good;) {
        uint32_t end = i;
        bool trigger = false;
        for (; end < atoms->n && end - i < STRETCH && (end == i || !atoms->at[end].breaks); end++) {
            int role = atom_role(times, atoms, end, mode);
            if (!role) break;
            trigger = trigger || role == 2;
        }
        if (trigger) {
            chart->base = i;
            chart->n = end - i;
            parse(chart);
            good = choose(chart, arena, out);
        }
        i = end > i ? end : i + 1;
    }
    if (arena != scratch) arena_rewind(scratch, mark);
    return good ? DLN_OK : arena_status(arena);
}
