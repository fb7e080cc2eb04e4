/* plover.c - events as PLOVER JSONL, one event a line, with all actors of a reciprocal event in one
 * list.
 *
 * In: a Record. Out: lines {"id", "date", "enddate", "actor", "recipient", "event", "mode",
 * "event_loc", "quad_code", "dead", "injured", ...} and beside them what PLOVER has no place for:
 * CAMEO code, modality, who vouches, spans. quad_code follows the 2021 manual: CONCEDE and REJECT
 * are verbal, SANCTION material conflict. Contexts are not coded yet. */
#include "base/civil.h"
#include "write/writers.h"
#include <stdio.h>

static void day_value(Json *json, const char *key, int32_t day)
{
    int32_t year;
    uint32_t month, dom;
    char text[16];
    jw_key(json, key);
    if (day == DAY_UNKNOWN) {
        jw_null(json);
        return;
    }
    civil_from_day(day, &year, &month, &dom);
    snprintf(text, sizeof text, "%04d-%02u-%02u", year, month, dom);
    jw_string(json, slice_of(text));
}

static void parties(Json *json, const Record *record, const dln_write_options *options,
                    const RecordEvent *event, PartRole role, const char *key)
{
    jw_key(json, key);
    jw_begin(json, '[');
    for (uint32_t i = 0; i < event->parts.n; i++) {
        const RecordPart *part = &event->parts.at[i];
        if (part->role != role || !part_shown(options, part)) continue;
        const RecordEntity *e = part->entity == NONE ? NULL : &record->entities.at[part->entity];
        jw_begin(json, '{');
        jw_key(json, "text");
        jw_string(json, record_part_name(record, part));
        jw_key(json, "code");
        jw_string_or_null(json, e ? e->actor : (Slice){"", 0});
        jw_key(json, "country");
        jw_string_or_null(json, e ? slice_of(e->country) : (Slice){"", 0});
        jw_end(json, '}');
    }
    jw_end(json, ']');
}

static const char *quad_of(Slice type)
{
    static const struct {
        const char *type, *quad;
    } table[] = {{"AGREE", "VERBAL COOPERATION"},       {"CONSULT", "VERBAL COOPERATION"},
                 {"SUPPORT", "VERBAL COOPERATION"},     {"CONCEDE", "VERBAL COOPERATION"},
                 {"COOPERATE", "MATERIAL COOPERATION"}, {"AID", "MATERIAL COOPERATION"},
                 {"RETREAT", "MATERIAL COOPERATION"},   {"REQUEST", "VERBAL CONFLICT"},
                 {"ACCUSE", "VERBAL CONFLICT"},         {"REJECT", "VERBAL CONFLICT"},
                 {"THREATEN", "VERBAL CONFLICT"},       {"PROTEST", "MATERIAL CONFLICT"},
                 {"SANCTION", "MATERIAL CONFLICT"},     {"MOBILIZE", "MATERIAL CONFLICT"},
                 {"COERCE", "MATERIAL CONFLICT"},       {"ASSAULT", "MATERIAL CONFLICT"}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (slice_is(type, table[i].type)) return table[i].quad;
    return "";
}

/* A number that the facts of the record give for the event ("killed"); null when none does. */
static void fact_value(Json *json, const Record *record, uint32_t index, const char *attribute,
                       const char *key)
{
    Slice value = {"", 0};
    for (uint32_t i = 0; i < record->facts.n && value.n == 0; i++) {
        const RecordFact *fact = &record->facts.at[i];
        if (fact->about == ABOUT_EVENT && fact->index == index &&
            slice_is(fact->attribute, attribute) && fact->values.n)
            value = fact->values.at[0].value;
    }
    jw_key(json, key);
    jw_string_or_null(json, value);
}

static void vouchers(Json *json, const Record *record, const RecordEvent *event)
{
    jw_key(json, "vouched_by");
    jw_begin(json, '[');
    for (uint32_t i = 0; i < event->vouched_by.n; i++) {
        const RecordVouch *vouch = &event->vouched_by.at[i];
        if (vouch->is_report) {
            if (vouch->index < record->n_reports)
                jw_string(json, record->report[vouch->index]->source);
        } else if (vouch->index < record->entities.n)
            jw_string(json, record->entities.at[vouch->index].name);
    }
    jw_end(json, ']');
}

/* Whose words: outlet, day, address, file and entry of the file. */
static void source(Json *json, const Report *r)
{
    jw_key(json, "outlet");
    jw_string_or_null(json, r->outlet.n     ? r->outlet
                            : r->agencies.n ? r->agencies.at[0]
                                            : (Slice){"", 0});
    jw_key(json, "published");
    jw_string_or_null(json, r->published.value);
    jw_key(json, "url");
    jw_string_or_null(json, r->url);
    jw_key(json, "source");
    jw_string_or_null(json, r->source);
    jw_key(json, "member");
    jw_string_or_null(json, r->member);
}

static void mentions(Json *json, const Record *record, const dln_write_options *options,
                     const RecordEvent *event)
{
    jw_key(json, "mentions");
    jw_begin(json, '[');
    for (uint32_t i = 0; i < event->mentions.n; i++) {
        const RecordEventMention *m = &event->mentions.at[i];
        jw_begin(json, '{');
        jw_key(json, "report");
        jw_int(json, (int64_t)id_base(options, 'r') + m->report + 1);
        jw_key(json, "trigger");
        jw_span(json, m->trigger);
        jw_key(json, "sentence");
        jw_span(json, m->sentence);
        if (m->report < record->n_reports) {
            source(json, record->report[m->report]);
            jw_key(json, "event_text");
            jw_string(json, slice_span(record->report[m->report]->text, m->trigger));
        }
        jw_end(json, '}');
    }
    jw_end(json, ']');
}

static void write_event(Json *json, const Record *record, const dln_write_options *options,
                        uint32_t index)
{
    const RecordEvent *event = &record->events.at[index];
    char id[16];
    snprintf(id, sizeof id, "v%u", id_base(options, 'v') + index + 1);
    jw_begin(json, '{');
    jw_key(json, "id");
    jw_string(json, slice_of(id));
    day_value(json, "date", event->from);
    day_value(json, "enddate", event->to);
    parties(json, record, options, event, PART_ACTOR, "actor");
    parties(json, record, options, event, PART_RECIPIENT, "recipient");
    jw_key(json, "event");
    jw_string_or_null(json, event->type);
    jw_key(json, "mode");
    jw_string_or_null(json, event->mode);
    jw_key(json, "quad_code");
    jw_string_or_null(json, slice_of(quad_of(event->type)));
    jw_key(json, "event_loc");
    jw_string_or_null(json, event->place == NONE ? (Slice){"", 0}
                                                 : record->entities.at[event->place].name);
    fact_value(json, record, index, "killed", "dead");
    fact_value(json, record, index, "injured", "injured");
    jw_key(json, "cameo");
    jw_string_or_null(json, event->cameo);
    jw_key(json, "modality");
    jw_string(json, slice_of(modality_name[event->modality]));
    vouchers(json, record, event);
    mentions(json, record, options, event);
    jw_end(json, '}');
}

void out_plover(const Record *record, const dln_write_options *options, Sink *sink)
{
    for (uint32_t i = 0; i < record->events.n; i++) {
        Json json;
        if (!event_shown(options, &record->events.at[i])) continue;
        jw_init(&json, sink, false);
        write_event(&json, record, options, i);
        sink_text(sink, "\n");
    }
}
