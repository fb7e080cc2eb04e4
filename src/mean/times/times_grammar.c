/* times_grammar.c - see times_grammar.h. In: three word lists. Out: word classes, rules in a trie,
 * feasts. Alternatives ("a|b") and optional elements ("x?") of a rule are written out when it is
 * loaded; a rule may not grow to more than 4,096 paths. A fault in a data file is an error with
 * file and line, never a crash. */
#include "mean/times/times_grammar.h"
#include "base/civil.h"
#include "base/number.h"
#include <stdlib.h>

enum { ELEMENTS = 12, FORMS = 256 };

static uint64_t edge_key(uint32_t state, uint32_t symbol, bool glued)
{
    return ((uint64_t)state << 32 | (uint64_t)symbol << 1 | glued) + 1;
}

static struct Edge *edge_slot(const Times *times, uint64_t key)
{
    uint32_t mask = times->edge_size - 1;
    uint32_t i = (uint32_t)((key * 0x9E3779B97F4A7C15u) >> 40) & mask;
    while (times->edges[i].key && times->edges[i].key != key)
        i = (i + 1) & mask;
    return &times->edges[i];
}

uint32_t times_step(const Times *times, uint32_t state, uint32_t symbol, bool glued)
{
    return edge_slot(times, edge_key(state, symbol, glued))->to;
}

static bool edges_grow(Times *times)
{
    struct Edge *old = times->edges;
    uint32_t size = times->edge_size;
    times->edge_size = size ? size * 2 : 1 << 12;
    times->edges = ARENA_ARRAY(times->arena, struct Edge, times->edge_size);
    if (!times->edges) return false;
    for (uint32_t i = 0; i < size; i++)
        if (old[i].key) *edge_slot(times, old[i].key) = old[i];
    return true;
}

/* The state behind an edge, made when it is new; 0: no memory. */
static uint32_t state_after(Times *times, uint32_t state, uint32_t symbol, bool glued)
{
    if (times->n_edges * 2 >= times->edge_size && !edges_grow(times)) return 0;
    uint64_t key = edge_key(state, symbol, glued);
    struct Edge *edge = edge_slot(times, key);
    if (edge->key) return edge->to;
    if (!VEC_PUSH(times->arena, &times->state_rules, NONE)) return 0;
    times->n_edges++;
    *edge = (struct Edge){key, times->state_rules.n - 1};
    return edge->to;
}

static bool is_class(Slice name)
{
    return name.n > 2 && name.p[0] == '<' && name.p[name.n - 1] == '>';
}

static uint32_t word_of(Times *times, Slice form)
{
    uint32_t word = words_add(&times->words, form, times->arena);
    while (word != NONE && times->entry.n <= word)
        if (!VEC_PUSH(times->arena, &times->entry, (WordEntry){.literal = NONE})) return NONE;
    return word;
}

static bool is_letters(Slice name)
{
    return name.n &&
           ((unsigned char)((name.p[0] | 32) - 'a') < 26 || (unsigned char)name.p[0] >= 0x80);
}

uint32_t times_symbol(Times *times, Slice name)
{
    uint32_t symbol = map_find(&times->symbol_map, name);
    if (symbol != NONE) return symbol;
    if (!map_put(&times->symbol_map, name, times->n_symbols)) return NONE;
    symbol = times->n_symbols++;
    if (is_class(name)) return symbol;
    if (is_letters(name)) {
        uint32_t word = word_of(times, name);
        if (word == NONE) return NONE;
        times->entry.at[word].literal = symbol;
    } else if (name.n == 1 && (unsigned char)name.p[0] < 128)
        times->marks[(unsigned char)name.p[0]] = symbol;
    return symbol;
}

/* ---- assignments ---- */

static const char *const target_names[TARGET_COUNT] = {
    "year",    "month", "day",     "weekday",  "quarter",   "half",   "season",   "week", "decade",
    "century", "feast", "weekend", "hour",     "minute",    "second", "meridiem", "zone", "part",
    "era",     "op",    "use",     "with",     "a",         "b",      "n",        "unit", "ref",
    "mod",     "word",  "dir",     "plural",   "inclusive", "bare",   "loose",    "yy",   "value",
    "plus",    "ymd",   "hm",      "decadeof", "centuryof", "both",   "over"};
static const struct {
    const char *name;
    double value;
} constants[] = {{"point", OP_POINT},
                 {"shift", OP_SHIFT},
                 {"nth", OP_NTH},
                 {"edge", OP_EDGE},
                 {"duration", OP_DURATION},
                 {"set", OP_SET},
                 {"ref", OP_WORD},
                 {"range", OP_RANGE},
                 {"since", OP_SINCE},
                 {"until", OP_UNTIL},
                 {"span", OP_SPAN},
                 {"second", UNIT_SECOND},
                 {"minute", UNIT_MINUTE},
                 {"hour", UNIT_HOUR},
                 {"daypart", UNIT_PART},
                 {"day", UNIT_DAY},
                 {"workday", UNIT_WORKDAY},
                 {"night", UNIT_NIGHT},
                 {"weekend", UNIT_WEEKEND},
                 {"workweek", UNIT_WORKWEEK},
                 {"week", UNIT_WEEK},
                 {"fortnight", UNIT_FORTNIGHT},
                 {"month", UNIT_MONTH},
                 {"quarter", UNIT_QUARTER},
                 {"season", UNIT_SEASON},
                 {"half", UNIT_HALF},
                 {"year", UNIT_YEAR},
                 {"decade", UNIT_DECADE},
                 {"century", UNIT_CENTURY},
                 {"millennium", UNIT_MILLENNIUM},
                 {"dct", REF_DCT},
                 {"told", REF_TOLD},
                 {"START", MOD_START},
                 {"MID", MOD_MID},
                 {"END", MOD_END},
                 {"APPROX", MOD_APPROX},
                 {"LESS", MOD_LESS},
                 {"MORE", MOD_MORE},
                 {"ATLEAST", MOD_AT_LEAST},
                 {"ATMOST", MOD_AT_MOST},
                 {"EARLY", MOD_EARLY},
                 {"LATE", MOD_LATE},
                 {"PAST", WORD_PAST},
                 {"PRESENT", WORD_PRESENT},
                 {"FUTURE", WORD_FUTURE},
                 {"MO", 1},
                 {"MI", 2},
                 {"AF", 3},
                 {"EV", 4},
                 {"NI", 5},
                 {"DT", 6},
                 {"SP", 1},
                 {"SU", 2},
                 {"FA", 3},
                 {"WI", 4}};

static bool parse_value(Slice text, double *value)
{
    char figures[32];
    if (text.n == 0 || text.n > 31) return false;
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
        if (slice_is(text, constants[i].name)) {
            *value = constants[i].value;
            return true;
        }
    memcpy(figures, text.p, text.n);
    figures[text.n] = 0;
    char *end;
    *value = number_read(figures, &end);
    return *end == 0;
}

static bool parse_assign(Slice text, Assign *assign)
{
    size_t eq = slice_find(text, SLICE("="));
    if (eq == SIZE_MAX) return false;
    Slice name = {text.p, eq}, value = {text.p + eq + 1, text.n - eq - 1};
    *assign = (Assign){.target = TARGET_COUNT};
    for (uint8_t t = 0; t < TARGET_COUNT; t++)
        if (slice_is(name, target_names[t])) assign->target = t;
    if (assign->target == TARGET_COUNT) return false;
    if (value.n > 1 && value.p[0] == '-' && value.p[1] == '$') {
        assign->sign = 1;
        value.p++;
        value.n--;
    }
    size_t times = slice_find(value, SLICE("*"));
    double factor = 1;
    if (times != SIZE_MAX &&
        !parse_value((Slice){value.p + times + 1, value.n - times - 1}, &factor))
        return false;
    if (times != SIZE_MAX) value.n = times;
    if (value.n < 2 || value.p[0] != '$') return parse_value(value, &assign->value);
    assign->value = factor;
    assign->source = 0;
    for (size_t i = 1; i < value.n; i++) {
        if (value.p[i] < '0' || value.p[i] > '9') return false;
        assign->source = (uint8_t)(assign->source * 10 + (value.p[i] - '0'));
    }
    return assign->source >= 1 && assign->source <= ELEMENTS;
}

/* Next piece of `text` between blanks; false at the end. */
static bool next_piece(Slice *text, Slice *piece)
{
    size_t i = 0;
    while (i < text->n && text->p[i] == ' ')
        i++;
    size_t e = i;
    while (e < text->n && text->p[e] != ' ')
        e++;
    *piece = (Slice){text->p + i, e - i};
    *text = (Slice){text->p + e, text->n - e};
    return piece->n > 0;
}

static bool parse_build(Times *times, Slice build, TimeRule *rule)
{
    Slice piece;
    rule->first_assign = times->assigns.n;
    while (next_piece(&build, &piece)) {
        Assign assign;
        if (!parse_assign(piece, &assign) || !VEC_PUSH(times->arena, &times->assigns, assign))
            return false;
        rule->n_assigns++;
    }
    return true;
}

static uint8_t parse_modes(Slice text)
{
    uint8_t modes = 0;
    for (size_t i = 0; i < text.n; i++)
        modes |= text.p[i] == 'n'   ? MODE_BIT_NEWS
                 : text.p[i] == 'w' ? MODE_BIT_NARRATIVE
                 : text.p[i] == 'f' ? MODE_BIT_FORWARD
                 : text.p[i] == '*' ? 7
                                    : 0;
    return modes ? modes : 7;
}

/* ---- right sides ---- */

typedef struct Element {
    Slice form[FORMS];
    bool glued[FORMS];
    uint32_t n;
    bool optional;
} Element;

static bool parse_element(Slice piece, Element *element)
{
    element->n = 0;
    element->optional = piece.n > 1 && piece.p[piece.n - 1] == '?';
    if (element->optional) piece.n--;
    size_t start = 0;
    for (size_t i = 0; i <= piece.n; i++) {
        if (i < piece.n && !(piece.p[i] == '|' && i > start)) continue;
        Slice form = {piece.p + start, i - start};
        start = i + 1;
        bool glued = form.n > 1 && form.p[0] == '~';
        if (glued) {
            form.p++;
            form.n--;
        }
        if (form.n == 0 || element->n == FORMS) return false;
        element->form[element->n] = form;
        element->glued[element->n++] = glued;
    }
    return element->n > 0;
}

static bool add_rule_at(Times *times, uint32_t state, const TimeRule *rule)
{
    if (!VEC_PUSH(times->arena, &times->rules, *rule)) return false;
    if (!VEC_PUSH(times->arena, &times->rules_at,
                  (RuleAt){times->rules.n - 1, times->state_rules.at[state]}))
        return false;
    times->state_rules.at[state] = times->rules_at.n - 1;
    return true;
}

/* All paths of a rule, one odometer digit an element (digit n: left out). */
static bool add_paths(Times *times, const Element *element, uint32_t n, TimeRule rule)
{
    uint32_t digit[ELEMENTS] = {0};
    for (uint32_t paths = 0; paths < 4096; paths++) {
        uint32_t state = 0, used = 0;
        memset(rule.map, 0, sizeof rule.map);
        for (uint32_t k = 0; k < n; k++) {
            if (digit[k] == element[k].n) continue;
            uint32_t symbol = times_symbol(times, element[k].form[digit[k]]);
            state = symbol == NONE ? 0
                                   : state_after(times, state, symbol, element[k].glued[digit[k]]);
            if (!state) return false;
            rule.map[k] = (uint16_t)++used;
        }
        if (used && !add_rule_at(times, state, &rule)) return false;
        uint32_t k = 0;
        while (k < n && ++digit[k] == element[k].n + element[k].optional)
            digit[k++] = 0;
        if (k == n) return true;
    }
    return false;
}

static bool load_rule(Times *times, const Row *row, Element *element)
{
    Slice pattern = row_col(row, 1), piece;
    uint32_t n = 0;
    while (next_piece(&pattern, &piece)) {
        if (n == ELEMENTS || !parse_element(piece, &element[n])) return false;
        n++;
    }
    TimeRule rule = {.line = row->line,
                     .modes = parse_modes(row_col(row, 3)),
                     .weak = slice_find(row_col(row, 3), SLICE("!")) != SIZE_MAX,
                     .left = times_symbol(times, row_col(row, 0))};
    return n > 0 && is_class(row_col(row, 0)) && rule.left != NONE &&
           parse_build(times, row_col(row, 2), &rule) && add_paths(times, element, n, rule);
}

static dln_status load_rules(const char *data_dir, Times *times, dln_error *err)
{
    Table table;
    TRY(table_load(data_dir, "en/times_rules.txt", times->arena, &table, err));
    Element *element = ARENA_ARRAY(times->arena, Element, ELEMENTS);
    if (!element) return arena_status(times->arena);
    for (uint32_t i = 0; i < table.n; i++) {
        if (load_rule(times, &table.at[i], element)) continue;
        if (times->arena->failed) return arena_status(times->arena);
        return err_fill(err, DLN_ERR_DATA, "open", "times_rules.txt, line %u: not a rule",
                        table.at[i].line);
    }
    return DLN_OK;
}

/* ---- words ---- */

/* Rows: forms parted by '|', class, value, flags (see the head of times.txt). */
static bool load_word(Times *times, Slice form, const Row *row)
{
    uint32_t word = word_of(times, form);
    double value = 0;
    Slice flags = row_col(row, 3);
    if (word == NONE || (row_col(row, 2).n && !parse_value(row_col(row, 2), &value))) return false;
    WordClass class = {.symbol = times_symbol(times, row_col(row, 1)),
                       .value = value,
                       .modes = parse_modes(flags)};
    bool trigger = false;
    for (size_t i = 0; i < flags.n; i++) {
        if (flags.p[i] == 'c') class.capital |= MODE_BIT_NEWS | MODE_BIT_NARRATIVE;
        if (flags.p[i] == 'C') class.capital = 7;
        if (flags.p[i] == 's') class.shout |= MODE_BIT_NEWS | MODE_BIT_NARRATIVE;
        trigger = trigger || flags.p[i] == 't';
    }
    WordEntry *entry = &times->entry.at[word];
    entry->trigger = entry->trigger || trigger;
    if (entry->n_classes == 0) entry->first_class = times->classes.n;
    if (entry->first_class + entry->n_classes !=
        times->classes
            .n) { /* another class later in the file: move the word's classes to the end */
        uint32_t first = times->classes.n;
        for (uint32_t i = 0; i < entry->n_classes; i++)
            if (!VEC_PUSH(times->arena, &times->classes, times->classes.at[entry->first_class + i]))
                return false;
        entry->first_class = first;
    }
    entry->n_classes++;
    return class.symbol != NONE && VEC_PUSH(times->arena, &times->classes, class);
}

static dln_status load_words(const char *data_dir, Times *times, dln_error *err)
{
    Table table;
    TRY(table_load(data_dir, "en/times.txt", times->arena, &table, err));
    for (uint32_t i = 0; i < table.n; i++) {
        const Row *row = &table.at[i];
        Slice forms = row_col(row, 0);
        bool good = is_class(row_col(row, 1));
        for (size_t b = 0, e = 0; good && e <= forms.n; e++) {
            if (e < forms.n && forms.p[e] != '|') continue;
            good = e > b && load_word(times, (Slice){forms.p + b, e - b}, row);
            b = e + 1;
        }
        if (!good)
            return err_fill(err, DLN_ERR_DATA, "open", "times.txt, line %u: not a word", row->line);
    }
    return DLN_OK;
}

/* ---- feasts ---- */

static bool whole(Slice text, int *value)
{
    double v;
    if (!parse_value(text, &v)) return false;
    *value = (int)v;
    return true;
}

static bool parse_dates(Times *times, Slice text, Feast *feast)
{
    Slice piece;
    feast->first_date = times->feast_dates.n;
    while (next_piece(&text, &piece)) {
        int y, m, d;
        if (piece.n != 10 || !whole((Slice){piece.p, 4}, &y) ||
            !whole((Slice){piece.p + 5, 2}, &m) || !whole((Slice){piece.p + 8, 2}, &d))
            return false;
        if (!VEC_PUSH(times->arena, &times->feast_dates,
                      (FeastDate){day_from_civil(y, (uint32_t)m, (uint32_t)d), feast->days}))
            return false;
        feast->n_dates++;
    }
    return feast->n_dates > 0;
}

/* "12-25", "thu 4 11" (fourth Thursday of November; 0: last), "easter -2", "orthodox 0", "table
 * 2018-02-16 ..."; column 2: length in days. */
static bool parse_feast(Times *times, const Row *row, Feast *feast)
{
    static const char *const days = "montuewedthufrisatsun";
    Slice rule = row_col(row, 1), piece;
    int v[3] = {0}, n = 0, length = 1;
    if (row_col(row, 2).n && !whole(row_col(row, 2), &length)) return false;
    *feast = (Feast){.days = (uint16_t)length};
    if (!next_piece(&rule, &piece)) return false;
    if (slice_is(piece, "table")) {
        feast->kind = FEAST_TABLE;
        return parse_dates(times, rule, feast);
    }
    if (slice_is(piece, "easter"))
        feast->kind = FEAST_EASTER;
    else if (slice_is(piece, "orthodox"))
        feast->kind = FEAST_ORTHODOX;
    else if (slice_is(piece, "hebrew"))
        feast->kind = FEAST_HEBREW;
    else if (piece.n == 5 && piece.p[2] == '-') {
        if (!whole((Slice){piece.p, 2}, &v[0]) || !whole((Slice){piece.p + 3, 2}, &v[1]))
            return false;
        n = 2;
    } else if (piece.n == 3) {
        size_t at = slice_find(slice_of(days), piece);
        if (at == SIZE_MAX) return false;
        feast->kind = FEAST_WEEKDAY;
        v[n++] = (int)(at / 3 + 1);
    } else
        return false;
    while (n < 3 && next_piece(&rule, &piece))
        if (!whole(piece, &v[n++])) return false;
    feast->a = (int16_t)v[0];
    feast->b = (int16_t)v[1];
    feast->c = (int16_t)v[2];
    return n > 0;
}

/* A feast's names become rules "<feast> -> words"; apostrophes and hyphens in a name are elements
 * of their own. */
static bool add_feast_name(Times *times, Slice name, double index, uint32_t line, uint8_t modes)
{
    uint32_t state = 0, n = 0;
    for (size_t i = 0; i < name.n;) {
        size_t e = i + 1;
        bool letters = is_letters((Slice){name.p + i, 1});
        if (name.p[i] == ' ') {
            i++;
            continue;
        }
        while (letters && e < name.n && is_letters((Slice){name.p + e, 1}))
            e++;
        while (!letters && e < name.n && slice_digit_at(name, i) && slice_digit_at(name, e))
            e++;
        uint32_t symbol = times_symbol(times, (Slice){name.p + i, e - i});
        state = symbol == NONE ? 0 : state_after(times, state, symbol, false);
        if (!state || ++n > ELEMENTS) return false;
        if (letters && e - i > 3)
            times->entry.at[map_find(&times->words.map, (Slice){name.p + i, e - i})].trigger = true;
        i = e;
    }
    TimeRule rule = {.left = times_symbol(times, SLICE("<feast>")),
                     .first_assign = times->assigns.n,
                     .n_assigns = 1,
                     .line = line,
                     .modes = modes};
    return n > 0 &&
           VEC_PUSH(times->arena, &times->assigns,
                    (Assign){.target = FIELD_FEAST, .value = index}) &&
           add_rule_at(times, state, &rule);
}

static dln_status load_feasts(const char *data_dir, const char *name, Times *times, dln_error *err)
{
    Table table;
    TRY(table_load(data_dir, name, times->arena, &table, err));
    for (uint32_t i = 0; i < table.n; i++) {
        const Row *row = &table.at[i];
        Slice forms = row_col(row, 0);
        Feast feast;
        bool good = parse_feast(times, row, &feast) &&
                    VEC_PUSH(times->arena, &times->feasts, feast);
        for (size_t b = 0, e = 0; good && e <= forms.n; e++) {
            if (e < forms.n && forms.p[e] != '|') continue;
            good = add_feast_name(times, (Slice){forms.p + b, e - b}, times->feasts.n - 1,
                                  row->line, parse_modes(row_col(row, 3)));
            b = e + 1;
        }
        if (!good)
            return err_fill(err, DLN_ERR_DATA, "open", "%s, line %u: not a feast", name, row->line);
    }
    return DLN_OK;
}

dln_status times_load(const char *data_dir, Times *times, dln_error *err)
{
    static const char *const lexical[LEX_COUNT] = {
        "<num>",   "<int>", "<ord>", "<dom>", "<domord>",    "<hour>", "<min>",  "<mm>",
        "<year4>", "<yy>",  "<d4>",  "<d8>",  "<yearwords>", "<d3>",   "<time>", "<domth>"};
    map_init(&times->symbol_map, times->arena);
    map_init(&times->words.map, times->arena);
    for (uint32_t i = 0; i < 128; i++)
        times->marks[i] = NONE;
    if (!edges_grow(times) || !VEC_PUSH(times->arena, &times->state_rules, NONE))
        return arena_status(times->arena);
    for (uint32_t i = 0; i < LEX_COUNT; i++)
        if ((times->lexical[i] = times_symbol(times, slice_of(lexical[i]))) == NONE)
            return arena_status(times->arena);
    TRY(words_numbers(data_dir, &times->words, times->arena, err));
    TRY(load_words(data_dir, times, err));
    TRY(load_rules(data_dir, times, err));
    TRY(load_feasts(data_dir, "en/times_feasts.txt", times, err));
    TRY(load_feasts(data_dir, "en/times_feasts_moon.txt", times, err));
    while (times->entry.n < times->words.n)
        if (!VEC_PUSH(times->arena, &times->entry, (WordEntry){.literal = NONE}))
            return arena_status(times->arena);
    return DLN_OK;
}
