/* json.c - the record as dateline.record/1 (design: record.md; schema: data/record.schema.json).
 *
 * In: a Record. Out: one JSON object. Ids are positions counted from 1: r reports, e entities, t
 * times, s statements, v events, f facts. */
#include "base/civil.h"
#include "lang/tree.h"
#include "mean/claims/claim.h"
#include "write/writers.h"
#include <stdio.h>

/* What is written, and how its ids count. */
typedef struct Writer {
    Json json;
    const Record *record;
    const dln_write_options *options;
} Writer;

uint32_t id_base(const dln_write_options *options, char letter)
{
    switch (letter) {
    case 'r': return options->before.reports;
    case 'e': return options->before.entities;
    case 't': return options->before.times;
    case 's': return options->before.statements;
    case 'v': return options->before.events;
    case 'f': return options->before.facts;
    default: return 0;
    }
}

size_t id_text(const dln_write_options *options, char letter, uint32_t index, char room[ID_LONGEST])
{
    room[0] = letter;
    return 1 + number_put(room + 1, id_base(options, letter) + index + 1);
}

static bool has_part(const Writer *j, dln_table part)
{
    return !j->options->only || j->options->only >> part & 1;
}

/* Is what the id names left out as not sure enough? */
static bool left_out(const Writer *j, char letter, uint32_t index)
{
    const Record *r = j->record;
    if (letter == 'v') return index < r->events.n && !event_shown(j->options, &r->events.at[index]);
    return letter == 's' && index < r->statements.n &&
           !statement_shown(j->options, &r->statements.at[index]);
}

static void id_value(Writer *j, char letter, uint32_t index)
{
    char text[ID_LONGEST];
    if (index == NONE || left_out(j, letter, index))
        jw_null(&j->json);
    else
        jw_string(&j->json, (Slice){text, id_text(j->options, letter, index, text)});
}

static void id_member(Writer *j, const char *key, char letter, uint32_t index)
{
    jw_key(&j->json, key);
    id_value(j, letter, index);
}
static void text_member(Writer *j, const char *key, Slice text)
{
    jw_member(&j->json, key, text);
}
static void name_member(Writer *j, const char *key, const char *name)
{
    jw_key(&j->json, key);
    jw_string(&j->json, slice_of(name));
}
static void span_member(Writer *j, const char *key, Span span)
{
    jw_key(&j->json, key);
    if (span_empty(span))
        jw_null(&j->json);
    else
        jw_span(&j->json, span);
}

static void day_member(Writer *j, const char *key, int32_t day)
{
    int32_t year;
    uint32_t month, dom;
    char text[24];
    jw_key(&j->json, key);
    if (day == DAY_UNKNOWN) {
        jw_null(&j->json);
        return;
    }
    civil_from_day(day, &year, &month, &dom);
    int n = snprintf(text, sizeof text, "%04d-%02u-%02u", year, month, dom);
    jw_string(&j->json, (Slice){text, (size_t)n});
}

#define LIST(j, key, list, letter)                                \
    do {                                                          \
        jw_key(&(j)->json, (key));                                \
        jw_begin(&(j)->json, '[');                                \
        for (uint32_t list_i_ = 0; list_i_ < (list).n; list_i_++) \
            id_value((j), (letter), (list).at[list_i_]);          \
        jw_end(&(j)->json, ']');                                  \
    } while (0)

/* The words of a span, so that a reader need not cut them out. */
static void words_member(Writer *j, uint32_t report, Span span)
{
    if (!j->options->compact)
        text_member(j, "text", slice_span(j->record->report[report]->text, span));
}

static void evidence(Writer *j, Evidence at)
{
    jw_begin(&j->json, '{');
    id_member(j, "report", 'r', at.report);
    span_member(j, "span", at.span);
    words_member(j, at.report, at.span);
    jw_end(&j->json, '}');
}

static void stamp(Writer *j, const char *key, const Stamp *s)
{
    jw_key(&j->json, key);
    if (!s->value.n) {
        jw_null(&j->json);
        return;
    }
    jw_begin(&j->json, '{');
    text_member(j, "value", s->value);
    name_member(j, "basis", basis_name[s->basis]);
    span_member(j, "span", s->span);
    jw_end(&j->json, '}');
}

static void slices(Writer *j, const char *key, const Slice *at, uint32_t n)
{
    jw_key(&j->json, key);
    jw_begin(&j->json, '[');
    for (uint32_t i = 0; i < n; i++)
        jw_string(&j->json, at[i]);
    jw_end(&j->json, ']');
}

static void report_blocks(Writer *j, const Report *r)
{
    jw_key(&j->json, "blocks");
    jw_begin(&j->json, '[');
    for (uint32_t i = 0; i < r->blocks.n; i++) {
        jw_begin(&j->json, '{');
        name_member(j, "kind", block_name[r->blocks.at[i].kind]);
        span_member(j, "span", r->blocks.at[i].span);
        jw_end(&j->json, '}');
    }
    jw_end(&j->json, ']');
    jw_key(&j->json, "markup");
    jw_begin(&j->json, '[');
    for (uint32_t i = 0; i < r->markup.n; i++)
        jw_span(&j->json, r->markup.at[i]);
    jw_end(&j->json, ']');
}

static void report_map(Writer *j, const Report *r)
{
    jw_key(&j->json, "map");
    jw_begin(&j->json, '[');
    for (uint32_t i = 0; i < r->map.n; i++) {
        jw_begin(&j->json, '[');
        jw_int(&j->json, r->map.at[i].text);
        jw_int(&j->json, r->map.at[i].source);
        jw_int(&j->json, r->map.at[i].length);
        jw_end(&j->json, ']');
    }
    jw_end(&j->json, ']');
}

static void report_dateline(Writer *j, const Report *r)
{
    jw_key(&j->json, "dateline");
    if (span_empty(r->dateline.span)) {
        jw_null(&j->json);
        return;
    }
    jw_begin(&j->json, '{');
    text_member(j, "place", r->dateline.place);
    text_member(j, "date", r->dateline.date);
    span_member(j, "span", r->dateline.span);
    jw_end(&j->json, '}');
}

static void report_notes(Writer *j, const Report *r)
{
    jw_key(&j->json, "notes");
    jw_begin(&j->json, '[');
    for (uint32_t i = 0; i < r->notes.n; i++) {
        jw_begin(&j->json, '{');
        name_member(j, "code", r->notes.at[i].code);
        jw_key(&j->json, "position");
        jw_int(&j->json, r->notes.at[i].position);
        text_member(j, "detail", r->notes.at[i].detail);
        jw_end(&j->json, '}');
    }
    jw_end(&j->json, ']');
}

static void report_object(Writer *j, const Record *record, uint32_t index)
{
    const Report *r = record->report[index];
    jw_begin(&j->json, '{');
    id_member(j, "id", 'r', index);
    text_member(j, "source", r->source);
    text_member(j, "member", r->member);
    name_member(j, "sha256", r->sha256);
    text_member(j, "media_type", r->media_type);
    text_member(j, "language", r->language);
    text_member(j, "title", r->title);
    text_member(j, "outlet", r->outlet);
    slices(j, "agencies", r->agencies.at, r->agencies.n);
    text_member(j, "byline", r->byline);
    slices(j, "authors", r->authors.at, r->authors.n);
    report_dateline(j, r);
    stamp(j, "published", &r->published);
    stamp(j, "modified", &r->modified);
    text_member(j, "url", r->url);
    text_member(j, "image", r->image);
    text_member(j, "caption", r->caption);
    id_member(j, "copy_of", 'r', record->copy_of[index]);
    id_member(j, "replaced_by", 'r', record->replaced_by ? record->replaced_by[index] : NONE);
    jw_key(&j->json, "partial");
    jw_bool(&j->json, r->partial);
    report_blocks(j, r);
    report_notes(j, r);
    jw_key(&j->json, "text");
    jw_string(&j->json, r->text);
    report_map(j, r);
    jw_end(&j->json, '}');
}

static void reports(Writer *j, const Record *record)
{
    jw_key(&j->json, "reports");
    jw_begin(&j->json, '[');
    for (uint32_t i = 0; i < record->n_reports; i++)
        report_object(j, record, i);
    jw_end(&j->json, ']');
}

/* The news in the reports' own sentences. */
static void lead(Writer *j, const Brief *brief)
{
    jw_key(&j->json, "lead");
    jw_begin(&j->json, '[');
    for (uint32_t i = 0; brief && i < brief->lead.n; i++)
        evidence(j, (Evidence){brief->lead.at[i].report, brief->lead.at[i].span});
    jw_end(&j->json, ']');
}

static void story(Writer *j, const Record *record, const Brief *brief)
{
    jw_key(&j->json, "story");
    jw_begin(&j->json, '{');
    text_member(j, "title", record->title);
    day_member(j, "from", record->from);
    day_member(j, "to", record->to);
    LIST(j, "places", record->places, 'e');
    text_member(j, "key", slice_of(record->key));
    lead(j, brief);
    jw_end(&j->json, '}');
}

static void entity_names(Writer *j, const RecordEntity *e)
{
    jw_key(&j->json, "roles");
    jw_begin(&j->json, '[');
    for (uint32_t i = 0; i < e->roles.n; i++) {
        jw_begin(&j->json, '{');
        if (!j->options->compact) text_member(j, "text", e->roles.at[i].text);
        span_member(j, "span", e->roles.at[i].at.span);
        id_member(j, "report", 'r', e->roles.at[i].at.report);
        jw_end(&j->json, '}');
    }
    jw_end(&j->json, ']');
    jw_key(&j->json, "spellings");
    jw_begin(&j->json, '[');
    for (uint32_t i = 0; i < e->spellings.n; i++) {
        jw_begin(&j->json, '{');
        text_member(j, "text", e->spellings.at[i].text);
        LIST(j, "reports", e->spellings.at[i].reports, 'r');
        jw_key(&j->json, "count");
        jw_int(&j->json, e->spellings.at[i].count);
        text_member(j, "note", e->spellings.at[i].note);
        jw_end(&j->json, '}');
    }
    jw_end(&j->json, ']');
}

static void entities(Writer *j, const Record *record)
{
    jw_key(&j->json, "entities");
    jw_begin(&j->json, '[');
    for (uint32_t i = 0; i < record->entities.n; i++) {
        const RecordEntity *e = &record->entities.at[i];
        if (!has_part(j, DLN_TABLE_ENTITIES)) break;
        jw_begin(&j->json, '{');
        id_member(j, "id", 'e', i);
        name_member(j, "kind", entity_kind_name[e->kind]);
        text_member(j, "name", e->name);
        text_member(j, "country", slice_of(e->country));
        text_member(j, "key", e->key);
        id_member(j, "place_in", 'e', e->place_in);
        jw_key(&j->json, "as_government");
        jw_bool(&j->json, e->as_government);
        entity_names(j, e);
        jw_key(&j->json, "mentions");
        jw_begin(&j->json, '[');
        for (uint32_t k = 0; k < e->mentions.n; k++) {
            jw_begin(&j->json, '{');
            id_member(j, "report", 'r', e->mentions.at[k].report);
            span_member(j, "span", e->mentions.at[k].span);
            name_member(j, "form", form_name[e->mentions.at[k].form]);
            jw_end(&j->json, '}');
        }
        jw_end(&j->json, ']');
        jw_end(&j->json, '}');
    }
    jw_end(&j->json, ']');
}

static void times(Writer *j, const Record *record)
{
    jw_key(&j->json, "times");
    jw_begin(&j->json, '[');
    for (uint32_t i = 0; i < record->times.n; i++) {
        const RecordTime *t = &record->times.at[i];
        if (!has_part(j, DLN_TABLE_TIMES)) break;
        jw_begin(&j->json, '{');
        id_member(j, "id", 't', i);
        name_member(j, "type", time_type_name[t->type]);
        text_member(j, "value", t->value);
        text_member(j, "mod", t->mod);
        day_member(j, "from", t->from);
        day_member(j, "to", t->to);
        jw_key(&j->json, "mentions");
        jw_begin(&j->json, '[');
        for (uint32_t k = 0; k < t->mentions.n; k++) {
            jw_begin(&j->json, '{');
            id_member(j, "report", 'r', t->mentions.at[k].at.report);
            span_member(j, "span", t->mentions.at[k].at.span);
            name_member(j, "basis", basis_name[t->mentions.at[k].basis]);
            words_member(j, t->mentions.at[k].at.report, t->mentions.at[k].at.span);
            jw_end(&j->json, '}');
        }
        jw_end(&j->json, ']');
        jw_end(&j->json, '}');
    }
    jw_end(&j->json, ']');
}

static void version(Writer *j, const RecordVersion *v)
{
    jw_begin(&j->json, '{');
    id_member(j, "report", 'r', v->report);
    name_member(j, "kind", statement_kind_name[v->kind]);
    jw_key(&j->json, "content");
    jw_begin(&j->json, '[');
    for (uint32_t i = 0; i < v->content.n; i++)
        jw_span(&j->json, v->content.at[i]);
    jw_end(&j->json, ']');
    jw_key(&j->json, "text");
    jw_begin(&j->json, '[');
    for (uint32_t i = 0; i < v->content.n && !j->options->compact; i++)
        jw_string(&j->json, slice_span(j->record->report[v->report]->text, v->content.at[i]));
    jw_end(&j->json, ']');
    span_member(j, "speaker_span", v->speaker_span);
    span_member(j, "cue_span", v->cue_span);
    span_member(j, "speaker_words", v->speaker_words);
    LIST(j, "via", v->via, 'e');
    text_member(j, "via_note", v->via_note);
    id_member(j, "occasion", 'v', v->occasion);
    id_member(j, "time", 't', v->time);
    text_member(j, "rule", v->rule);
    jw_end(&j->json, '}');
}

static void statements(Writer *j, const Record *record)
{
    jw_key(&j->json, "statements");
    jw_begin(&j->json, '[');
    for (uint32_t i = 0; i < record->statements.n; i++) {
        const RecordStatement *s = &record->statements.at[i];
        if (!has_part(j, DLN_TABLE_STATEMENTS) || !statement_shown(j->options, s)) continue;
        jw_begin(&j->json, '{');
        id_member(j, "id", 's', i);
        id_member(j, "speaker", 'e', s->speaker);
        text_member(j, "speaker_name",
                    s->speaker == NONE ? (Slice){"", 0} : record->entities.at[s->speaker].name);
        text_member(j, "speaker_text", s->speaker_text);
        name_member(j, "kind", statement_kind_name[s->kind]);
        text_member(j, "verb", s->verb);
        name_member(j, "polarity", polarity_name[s->polarity]);
        jw_key(&j->json, "versions");
        jw_begin(&j->json, '[');
        for (uint32_t k = 0; k < s->versions.n; k++)
            version(j, &s->versions.at[k]);
        jw_end(&j->json, ']');
        jw_key(&j->json, "same_words");
        jw_bool(&j->json, s->same_words);
        jw_end(&j->json, '}');
    }
    jw_end(&j->json, ']');
}

/* A share or probability, two figures behind the point. */
static void hundredths(Writer *j, const char *key, float value)
{
    jw_key(&j->json, key);
    jw_double(&j->json, (double)(int)(value * 100 + 0.5f) / 100);
}

static void part_object(Writer *j, const RecordPart *part)
{
    jw_begin(&j->json, '{');
    name_member(j, "role", part_role_name[part->role]);
    if (part->entity != NONE) id_member(j, "entity", 'e', part->entity);
    text_member(j, "text", part->text);
    id_member(j, "report", 'r', part->at.report);
    span_member(j, "span", part->at.span);
    hundredths(j, "confidence", part->confidence);
    jw_end(&j->json, '}');
}

/* Those that are entities of the record, or those that only words tell ("a tank crew"). */
static void parts_list(Writer *j, const char *key, const RecordEvent *e, bool entities)
{
    jw_key(&j->json, key);
    jw_begin(&j->json, '[');
    for (uint32_t k = 0; k < e->parts.n; k++)
        if ((e->parts.at[k].entity != NONE) == entities && part_shown(j->options, &e->parts.at[k]))
            part_object(j, &e->parts.at[k]);
    jw_end(&j->json, ']');
}

static void event_parts(Writer *j, const RecordEvent *e)
{
    parts_list(j, "participants", e, true);
    parts_list(j, "unnamed", e, false);
    jw_key(&j->json, "vouched_by");
    jw_begin(&j->json, '[');
    for (uint32_t k = 0; k < e->vouched_by.n; k++)
        id_value(j, e->vouched_by.at[k].is_report ? 'r' : 'e', e->vouched_by.at[k].index);
    jw_end(&j->json, ']');
}

/* A phrase of the clause, where it has one. */
static void told_member(Writer *j, const char *key, Span span)
{
    if (span.e > span.b) span_member(j, key, span);
}

/* A list of spans, as the content of a statement is. */
static void content_member(Writer *j, Span span)
{
    if (span.e == span.b) return;
    jw_key(&j->json, "content");
    jw_begin(&j->json, '[');
    jw_span(&j->json, span);
    jw_end(&j->json, ']');
}

static void event_mentions(Writer *j, const RecordEvent *e)
{
    jw_key(&j->json, "mentions");
    jw_begin(&j->json, '[');
    for (uint32_t k = 0; k < e->mentions.n; k++) {
        jw_begin(&j->json, '{');
        id_member(j, "report", 'r', e->mentions.at[k].report);
        span_member(j, "trigger", e->mentions.at[k].trigger);
        span_member(j, "sentence", e->mentions.at[k].sentence);
        name_member(j, "modality", modality_name[e->mentions.at[k].modality]);
        words_member(j, e->mentions.at[k].report, e->mentions.at[k].trigger);
        told_member(j, "instrument", e->mentions.at[k].instrument);
        told_member(j, "manner", e->mentions.at[k].manner);
        told_member(j, "purpose", e->mentions.at[k].purpose);
        content_member(j, e->mentions.at[k].content);
        jw_end(&j->json, '}');
    }
    jw_end(&j->json, ']');
}

static void events(Writer *j, const Record *record)
{
    jw_key(&j->json, "events");
    jw_begin(&j->json, '[');
    for (uint32_t i = 0; i < record->events.n; i++) {
        const RecordEvent *e = &record->events.at[i];
        if (!has_part(j, DLN_TABLE_EVENTS) || !event_shown(j->options, e)) continue;
        jw_begin(&j->json, '{');
        id_member(j, "id", 'v', i);
        text_member(j, "type", e->type);
        text_member(j, "mode", e->mode);
        text_member(j, "cameo", e->cameo);
        text_member(j, "kind", e->kind);
        text_member(j, "label", e->label);
        name_member(j, "modality", modality_name[e->modality]);
        jw_key(&j->json, "background");
        jw_bool(&j->json, e->background);
        jw_key(&j->json, "main");
        jw_bool(&j->json, e->main);
        hundredths(j, "salience", e->salience);
        hundredths(j, "confidence", e->confidence);
        id_member(j, "part_of", 'v', e->part_of);
        id_member(j, "consequence_of", 'v', e->consequence_of);
        event_parts(j, e);
        id_member(j, "time", 't', e->time);
        day_member(j, "from", e->from);
        day_member(j, "to", e->to);
        id_member(j, "place", 'e', e->place);
        event_mentions(j, e);
        jw_end(&j->json, '}');
    }
    jw_end(&j->json, ']');
}

static void fact_values(Writer *j, const RecordFact *f)
{
    jw_key(&j->json, "values");
    jw_begin(&j->json, '[');
    for (uint32_t k = 0; k < f->values.n; k++) {
        const RecordValue *v = &f->values.at[k];
        jw_begin(&j->json, '{');
        text_member(j, "value", v->value);
        jw_key(&j->json, "reports");
        jw_begin(&j->json, '[');
        for (uint32_t i = 0; i < v->evidence.n; i++) {
            bool again = false;
            for (uint32_t p = 0; p < i && !again; p++)
                again = v->evidence.at[p].report == v->evidence.at[i].report;
            if (!again) id_value(j, 'r', v->evidence.at[i].report);
        }
        jw_end(&j->json, ']');
        jw_key(&j->json, "evidence");
        jw_begin(&j->json, '[');
        for (uint32_t i = 0; i < v->evidence.n; i++)
            evidence(j, v->evidence.at[i]);
        jw_end(&j->json, ']');
        LIST(j, "said_by", v->said_by, 'e');
        jw_key(&j->json, "voices");
        jw_int(&j->json, v->voices);
        jw_end(&j->json, '}');
    }
    jw_end(&j->json, ']');
}

static void token_member(Writer *j, const char *key, const Findings *f, uint32_t first,
                         uint32_t end)
{
    span_member(j, key, first == NONE ? (Span){0, 0} : tokens_span(&f->lang, first, end));
}

static void claim_object(Writer *j, const RecordClaim *claim)
{
    static const char about_letter[] = {'v', 'e', 's', 'r'};
    const Claim *c = claim->claim;
    const Findings *f = j->record->findings[0];
    char room[QUANTITY_TEXT];
    jw_begin(&j->json, '{');
    id_member(j, "report", 'r', 0);
    span_member(j, "span", c->span);
    words_member(j, 0, c->span);
    name_member(j, "attribute", attribute_row[c->attribute].name);
    name_member(j, "kind", claim_kind_name[c->kind]);
    text_member(j, "value", claim_value(f, c, room));
    id_member(j, "entity", 'e', claim->entity);
    id_member(j, "time", 't', claim->time);
    id_member(j, "about", about_letter[c->about], claim->about);
    token_member(j, "predicate", f, c->predicate, c->predicate + 1);
    name_member(j, "role", claim_role_name[c->role]);
    jw_key(&j->json, "denied");
    jw_bool(&j->json, c->denied);
    text_member(j, "modality",
                c->modality == MODALITY_COUNT ? (Slice){"", 0}
                                              : slice_of(modality_name[c->modality]));
    id_member(j, "when", 't', claim->when);
    id_member(j, "statement", 's', claim->statement);
    id_member(j, "said_by", 'e', claim->said_by);
    token_member(j, "ground", f, c->ground, c->ground_end);
    name_member(j, "sure", claim_sure_name[c->sure]);
    hundredths(j, "worth", c->worth);
    jw_end(&j->json, '}');
}

/* What the only report of a record claims. */
static void claims(Writer *j, const Record *record)
{
    if (record->n_reports != 1) return;
    jw_key(&j->json, "claims");
    jw_begin(&j->json, '[');
    for (uint32_t i = 0; i < record->claims.n; i++)
        claim_object(j, &record->claims.at[i]);
    jw_end(&j->json, ']');
}

/* The question that the brief asks of a fact; null: none. */
static Slice question_of(const Brief *brief, uint32_t fact, const Slice *questions)
{
    return brief && questions ? questions[fact] : (Slice){"", 0};
}

static void facts(Writer *j, const Record *record, const Brief *brief)
{
    static const char about_letter[] = {'v', 'e', 's', 'r'};
    Slice *questions = brief ? ARENA_ARRAY(brief->arena, Slice, record->facts.n + 1) : NULL;
    for (uint32_t i = 0; questions && i < brief->facts.n; i++)
        questions[brief->facts.at[i].fact] = brief->facts.at[i].question;
    jw_key(&j->json, "facts");
    jw_begin(&j->json, '[');
    for (uint32_t i = 0; i < record->facts.n; i++) {
        const RecordFact *f = &record->facts.at[i];
        if (!has_part(j, DLN_TABLE_FACTS)) break;
        jw_begin(&j->json, '{');
        id_member(j, "id", 'f', i);
        id_member(j, "about", about_letter[f->about], f->about == ABOUT_STORY ? NONE : f->index);
        text_member(j, "attribute", f->attribute);
        name_member(j, "verdict", verdict_name[f->verdict]);
        jw_key(&j->json, "between");
        if (f->verdict == DLN_CONFLICT)
            jw_string(&j->json, f->between_parties ? SLICE("parties") : SLICE("reports"));
        else
            jw_null(&j->json);
        text_member(j, "why", f->why);
        hundredths(j, "salience", f->salience);
        text_member(j, "question", question_of(brief, i, questions));
        fact_values(j, f);
        jw_end(&j->json, '}');
    }
    jw_end(&j->json, ']');
}

static void evidence_member(Writer *j, const char *key, Evidence at)
{
    jw_key(&j->json, key);
    if (at.report == NONE)
        jw_null(&j->json);
    else
        evidence(j, at);
}

static void change(Writer *j, const RecordChange *c)
{
    jw_begin(&j->json, '{');
    name_member(j, "kind", change_name[c->kind]);
    text_member(j, "attribute", c->attribute);
    evidence_member(j, "before", c->before);
    evidence_member(j, "after", c->after);
    hundredths(j, "salience", c->salience);
    jw_end(&j->json, '}');
}

/* What outlets changed in their own reports. */
static void revisions(Writer *j, const Record *record)
{
    jw_key(&j->json, "revisions");
    jw_begin(&j->json, '[');
    for (uint32_t i = 0; i < record->revisions.n; i++) {
        const RecordRevision *r = &record->revisions.at[i];
        jw_begin(&j->json, '{');
        id_member(j, "earlier", 'r', r->earlier);
        id_member(j, "later", 'r', r->later);
        jw_key(&j->json, "changes");
        jw_begin(&j->json, '[');
        for (uint32_t k = 0; k < r->changes.n; k++)
            change(j, &r->changes.at[k]);
        jw_end(&j->json, ']');
        jw_end(&j->json, '}');
    }
    jw_end(&j->json, ']');
}

static void corrections(Writer *j, const Record *record)
{
    jw_key(&j->json, "corrections");
    jw_begin(&j->json, '[');
    for (uint32_t i = 0; i < record->corrections.n; i++) {
        const RecordCorrection *c = &record->corrections.at[i];
        jw_begin(&j->json, '{');
        evidence_member(j, "notice", (Evidence){c->report, c->span});
        id_member(j, "fact", 'f', c->fact);
        evidence_member(j, "corrects",
                        c->revision == NONE
                            ? (Evidence){NONE, {0, 0}}
                            : record->revisions.at[c->revision].changes.at[c->change].before);
        jw_end(&j->json, '}');
    }
    jw_end(&j->json, ']');
}

void out_json(const Record *record, const Brief *brief, const dln_write_options *options,
              Sink *sink, bool indent)
{
    Writer j = {.record = record, .options = options};
    jw_init(&j.json, sink, indent);
    j.json.sparse = options->compact != 0;
    jw_begin(&j.json, '{');
    name_member(&j, "format", "dateline.record/1");
    if (options->compact) {
        jw_key(&j.json, "compact");
        jw_bool(&j.json, true);
    }
    story(&j, record, brief);
    reports(&j, record);
    entities(&j, record);
    times(&j, record);
    statements(&j, record);
    events(&j, record);
    claims(&j, record);
    facts(&j, record, brief);
    revisions(&j, record);
    corrections(&j, record);
    jw_end(&j.json, '}');
    sink_text(sink, "\n");
}

void out_reports_json(const Record *record, const dln_write_options *options, Sink *sink,
                      bool indent)
{
    for (uint32_t i = 0; i < record->n_reports; i++) {
        Writer j = {.record = record, .options = options};
        jw_init(&j.json, sink, indent);
        j.json.sparse = options->compact != 0;
        report_object(&j, record, i);
        sink_text(sink, "\n");
    }
}
