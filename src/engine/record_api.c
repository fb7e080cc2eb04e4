/* record_api.c - the public view of a record: counts and items by index, each in a struct that may
 * grow.
 *
 * In: a dln_record. Out: structs of dateline.h, filled as far as the caller's size goes; nothing is
 * copied or decided here. Every call is O(1) but dln_record_source_span, O(log of the map).
 *
 * Known to get wrong: nothing is locked; a record belongs to one thread at a time. */
#include "engine/engine.h"
#include "lang/tree.h"

static dln_text text_of(Slice s)
{
    return (dln_text){s.n ? s.p : "", s.n};
}

static dln_span span_of(Span s)
{
    return (dln_span){s.b, s.e};
}

static size_t index_of(uint32_t index)
{
    return index == NONE ? DLN_NONE : index;
}

/* Fills the caller's struct behind its `size` with as much of `mine` as it has room for. */
static dln_status give(void *out, const void *mine, size_t known)
{
    uint32_t size = *(const uint32_t *)out;
    if (size < sizeof size) return DLN_ERR_USAGE;
    size_t n = size < known ? size : known;
    memcpy((char *)out + sizeof size, (const char *)mine + sizeof size, n - sizeof size);
    return DLN_OK;
}
#define GIVE(out, mine) give((out), &(mine), sizeof(mine))

/* The item, or a return with DLN_ERR_USAGE. */
#define ITEM(list, i) ((i) < (list).n ? &(list).at[(i)] : NULL)

/* ---- story and reports ---- */

dln_status dln_record_story(const dln_record *record, dln_story *story)
{
    if (!record || !story) return DLN_ERR_USAGE;
    const Record *r = &record->record;
    dln_story mine = {.title = text_of(r->title),
                      .from = r->from,
                      .to = r->to,
                      .key = r->key,
                      .place_count = r->places.n};
    return GIVE(story, mine);
}

size_t dln_record_place(const dln_record *record, size_t index)
{
    return record && index < record->record.places.n ? record->record.places.at[index] : DLN_NONE;
}

size_t dln_record_report_count(const dln_record *record)
{
    return record ? record->record.n_reports : 0;
}

static const Report *report_at(const dln_record *record, size_t index)
{
    return record && index < record->record.n_reports ? record->record.report[index] : NULL;
}

const char *dln_record_text(const dln_record *record, size_t report, size_t *length)
{
    const Report *r = report_at(record, report);
    if (!r) return NULL;
    if (length) *length = r->text.n;
    return r->text.p;
}

dln_status dln_record_report(const dln_record *record, size_t report, dln_report *about)
{
    const Report *r = report_at(record, report);
    if (!r || !about) return DLN_ERR_USAGE;
    dln_report mine = {.partial = r->partial,
                       .source = text_of(r->source),
                       .member = text_of(r->member),
                       .title = text_of(r->title),
                       .outlet = text_of(r->outlet),
                       .agency = dln_record_agency(record, report, 0),
                       .published = text_of(r->published.value),
                       .url = text_of(r->url),
                       .cut = text_of(report_cut(r)),
                       .media_type = text_of(r->media_type),
                       .language = text_of(r->language),
                       .byline = text_of(r->byline),
                       .dateline_place = text_of(r->dateline.place),
                       .dateline_date = text_of(r->dateline.date),
                       .modified = text_of(r->modified.value),
                       .sha256 = r->sha256,
                       .published_basis = basis_name[r->published.basis],
                       .copy_of = index_of(record->record.copy_of[report]),
                       .agency_count = r->agencies.n,
                       .unread = report_unread(r),
                       .replaced_by = report_replaced(&record->record, (uint32_t)report)
                                          ? index_of(record->record.replaced_by[report])
                                          : DLN_NONE};
    return GIVE(about, mine);
}

dln_text dln_record_agency(const dln_record *record, size_t report, size_t index)
{
    const Report *r = report_at(record, report);
    return r && index < r->agencies.n ? text_of(r->agencies.at[index]) : (dln_text){"", 0};
}

/* Last run of the map that begins at or before byte `at`; NULL when all begin behind it. */
static const MapRun *run_at(const Report *report, uint32_t at)
{
    uint32_t low = 0, high = report->map.n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (report->map.at[middle].text <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? &report->map.at[low - 1] : NULL;
}

/* Source byte of text byte `at`; behind its run's end, where the run ends. */
static uint64_t source_of(const MapRun *run, uint32_t at)
{
    uint32_t inside = at - run->text;
    return (uint64_t)run->source + (inside < run->length ? inside : run->length);
}

static bool map_missing(const Report *report)
{
    for (uint32_t i = 0; i < report->notes.n; i++)
        if (strcmp(report->notes.at[i].code, "no-map") == 0) return true;
    return false;
}

dln_status dln_record_source_span(const dln_record *record, size_t report, dln_span span,
                                  dln_source_span *source)
{
    const Report *r = report_at(record, report);
    if (!r || !source || span.begin >= span.end || span.end > r->text.n) return DLN_ERR_USAGE;
    if (map_missing(r)) return DLN_ERR_EMPTY;
    if (!r->map.n) {
        *source = (dln_source_span){span.begin, span.end};
        return DLN_OK;
    }
    const MapRun *first = run_at(r, span.begin), *last = run_at(r, span.end - 1);
    if (!first || !last) return DLN_ERR_EMPTY;
    *source = (dln_source_span){source_of(first, span.begin), source_of(last, span.end - 1) + 1};
    return DLN_OK;
}

/* ---- entities ---- */

size_t dln_record_entity_count(const dln_record *record)
{
    return record ? record->record.entities.n : 0;
}

static const RecordEntity *entity_at(const dln_record *record, size_t index)
{
    return record ? ITEM(record->record.entities, index) : NULL;
}

dln_status dln_record_entity(const dln_record *record, size_t index, dln_entity *entity)
{
    const RecordEntity *e = entity_at(record, index);
    if (!e || !entity) return DLN_ERR_USAGE;
    dln_entity mine = {.as_government = e->as_government,
                       .kind = entity_kind_name[e->kind],
                       .name = text_of(e->name),
                       .key = text_of(e->key),
                       .country = e->country,
                       .place_in = index_of(e->place_in),
                       .spelling_count = e->spellings.n,
                       .role_count = e->roles.n,
                       .mention_count = e->mentions.n};
    return GIVE(entity, mine);
}

dln_status dln_record_spelling(const dln_record *record, size_t entity, size_t index,
                               dln_spelling *spelling)
{
    const RecordEntity *e = entity_at(record, entity);
    const RecordSpelling *s = e ? ITEM(e->spellings, index) : NULL;
    if (!s || !spelling) return DLN_ERR_USAGE;
    dln_spelling mine = {.count = s->count,
                         .text = text_of(s->text),
                         .note = text_of(s->note),
                         .report_count = s->reports.n};
    return GIVE(spelling, mine);
}

size_t dln_record_spelling_report(const dln_record *record, size_t entity, size_t spelling,
                                  size_t index)
{
    const RecordEntity *e = entity_at(record, entity);
    const RecordSpelling *s = e ? ITEM(e->spellings, spelling) : NULL;
    return s && index < s->reports.n ? s->reports.at[index] : DLN_NONE;
}

dln_status dln_record_role(const dln_record *record, size_t entity, size_t index, dln_role *role)
{
    const RecordEntity *e = entity_at(record, entity);
    const RecordRole *r = e ? ITEM(e->roles, index) : NULL;
    if (!r || !role) return DLN_ERR_USAGE;
    dln_role mine = {.span = span_of(r->at.span), .text = text_of(r->text), .report = r->at.report};
    return GIVE(role, mine);
}

dln_status dln_record_mention(const dln_record *record, size_t entity, size_t index,
                              dln_mention *mention)
{
    const RecordEntity *e = entity_at(record, entity);
    const RecordMention *m = e ? ITEM(e->mentions, index) : NULL;
    if (!m || !mention) return DLN_ERR_USAGE;
    dln_mention mine = {.span = span_of(m->span), .report = m->report, .form = form_name[m->form]};
    return GIVE(mention, mine);
}

/* ---- times ---- */

size_t dln_record_time_count(const dln_record *record)
{
    return record ? record->record.times.n : 0;
}

dln_status dln_record_time(const dln_record *record, size_t index, dln_time *time)
{
    const RecordTime *t = record ? ITEM(record->record.times, index) : NULL;
    if (!t || !time) return DLN_ERR_USAGE;
    dln_time mine = {.from = t->from,
                     .to = t->to,
                     .type = time_type_name[t->type],
                     .value = text_of(t->value),
                     .mod = text_of(t->mod),
                     .mention_count = t->mentions.n};
    return GIVE(time, mine);
}

dln_status dln_record_time_mention(const dln_record *record, size_t time, size_t index,
                                   dln_time_mention *mention)
{
    const RecordTime *t = record ? ITEM(record->record.times, time) : NULL;
    const RecordTimeMention *m = t ? ITEM(t->mentions, index) : NULL;
    if (!m || !mention) return DLN_ERR_USAGE;
    dln_time_mention mine = {
        .span = span_of(m->at.span), .report = m->at.report, .basis = basis_name[m->basis]};
    return GIVE(mention, mine);
}

/* ---- statements ---- */

size_t dln_record_statement_count(const dln_record *record)
{
    return record ? record->record.statements.n : 0;
}

dln_status dln_record_statement(const dln_record *record, size_t index, dln_statement *statement)
{
    const RecordStatement *s = record ? ITEM(record->record.statements, index) : NULL;
    if (!s || !statement) return DLN_ERR_USAGE;
    dln_statement mine = {.same_words = s->same_words,
                          .speaker = index_of(s->speaker),
                          .speaker_text = text_of(s->speaker_text),
                          .kind = statement_kind_name[s->kind],
                          .polarity = polarity_name[s->polarity],
                          .verb = text_of(s->verb),
                          .telling_count = s->versions.n};
    return GIVE(statement, mine);
}

static const RecordVersion *version_at(const dln_record *record, size_t statement, size_t index)
{
    const RecordStatement *s = record ? ITEM(record->record.statements, statement) : NULL;
    return s ? ITEM(s->versions, index) : NULL;
}

dln_status dln_record_telling(const dln_record *record, size_t statement, size_t index,
                              dln_telling *telling)
{
    const RecordVersion *v = version_at(record, statement, index);
    if (!v || !telling) return DLN_ERR_USAGE;
    dln_telling mine = {.speaker_span = span_of(v->speaker_span),
                        .cue_span = span_of(v->cue_span),
                        .speaker_words = span_of(v->speaker_words),
                        .report = v->report,
                        .kind = statement_kind_name[v->kind],
                        .via_note = text_of(v->via_note),
                        .rule = text_of(v->rule),
                        .occasion = index_of(v->occasion),
                        .content_count = v->content.n,
                        .via_count = v->via.n,
                        .time = index_of(v->time)};
    return GIVE(telling, mine);
}

dln_span dln_record_content(const dln_record *record, size_t statement, size_t version,
                            size_t index)
{
    const RecordVersion *v = version_at(record, statement, version);
    return v && index < v->content.n ? span_of(v->content.at[index]) : (dln_span){0, 0};
}

size_t dln_record_via(const dln_record *record, size_t statement, size_t version, size_t index)
{
    const RecordVersion *v = version_at(record, statement, version);
    return v && index < v->via.n ? v->via.at[index] : DLN_NONE;
}

/* ---- events ---- */

size_t dln_record_event_count(const dln_record *record)
{
    return record ? record->record.events.n : 0;
}

static const RecordEvent *event_at(const dln_record *record, size_t index)
{
    return record ? ITEM(record->record.events, index) : NULL;
}

dln_status dln_record_event(const dln_record *record, size_t index, dln_event *event)
{
    const RecordEvent *e = event_at(record, index);
    if (!e || !event) return DLN_ERR_USAGE;
    dln_event mine = {.background = e->background,
                      .main = e->main,
                      .type = text_of(e->type),
                      .mode = text_of(e->mode),
                      .cameo = text_of(e->cameo),
                      .kind = text_of(e->kind),
                      .label = text_of(e->label),
                      .modality = modality_name[e->modality],
                      .from = e->from,
                      .to = e->to,
                      .time = index_of(e->time),
                      .place = index_of(e->place),
                      .part_of = index_of(e->part_of),
                      .consequence_of = index_of(e->consequence_of),
                      .salience = e->salience,
                      .confidence = e->confidence,
                      .participant_count = e->parts.n,
                      .voucher_count = e->vouched_by.n,
                      .mention_count = e->mentions.n};
    return GIVE(event, mine);
}

dln_status dln_record_participant(const dln_record *record, size_t event, size_t index,
                                  dln_participant *participant)
{
    const RecordEvent *e = event_at(record, event);
    const RecordPart *p = e ? ITEM(e->parts, index) : NULL;
    if (!p || !participant) return DLN_ERR_USAGE;
    dln_participant mine = {.span = span_of(p->at.span),
                            .role = part_role_name[p->role],
                            .entity = index_of(p->entity),
                            .text = text_of(p->text),
                            .report = p->at.report,
                            .confidence = p->confidence};
    return GIVE(participant, mine);
}

dln_status dln_record_voucher(const dln_record *record, size_t event, size_t index,
                              dln_voucher *voucher)
{
    const RecordEvent *e = event_at(record, event);
    const RecordVouch *v = e ? ITEM(e->vouched_by, index) : NULL;
    if (!v || !voucher) return DLN_ERR_USAGE;
    dln_voucher mine = {.is_report = v->is_report, .index = v->index};
    return GIVE(voucher, mine);
}

dln_status dln_record_event_mention(const dln_record *record, size_t event, size_t index,
                                    dln_event_mention *mention)
{
    const RecordEvent *e = event_at(record, event);
    const RecordEventMention *m = e ? ITEM(e->mentions, index) : NULL;
    if (!m || !mention) return DLN_ERR_USAGE;
    dln_event_mention mine = {.trigger = span_of(m->trigger),
                              .sentence = span_of(m->sentence),
                              .report = m->report,
                              .modality = modality_name[m->modality]};
    return GIVE(mention, mine);
}

/* ---- facts ---- */

size_t dln_record_fact_count(const dln_record *record)
{
    return record ? record->record.facts.n : 0;
}

static dln_about about_of(About about)
{
    switch (about) {
    case ABOUT_EVENT: return DLN_ABOUT_EVENT;
    case ABOUT_ENTITY: return DLN_ABOUT_ENTITY;
    case ABOUT_STATEMENT: return DLN_ABOUT_STATEMENT;
    case ABOUT_STORY: break;
    }
    return DLN_ABOUT_STORY;
}

static const RecordFact *fact_at(const dln_record *record, size_t index)
{
    return record ? ITEM(record->record.facts, index) : NULL;
}

dln_status dln_record_fact(const dln_record *record, size_t index, dln_fact *fact)
{
    const RecordFact *f = fact_at(record, index);
    if (!f || !fact) return DLN_ERR_USAGE;
    dln_fact mine = {.verdict = f->verdict,
                     .attribute = text_of(f->attribute),
                     .why = text_of(f->why),
                     .about = about_of(f->about),
                     .index = f->about == ABOUT_STORY ? DLN_NONE : index_of(f->index),
                     .between_parties = f->between_parties,
                     .value_count = f->values.n};
    return GIVE(fact, mine);
}

static const RecordValue *value_at(const dln_record *record, size_t fact, size_t index)
{
    const RecordFact *f = fact_at(record, fact);
    return f ? ITEM(f->values, index) : NULL;
}

dln_status dln_record_value(const dln_record *record, size_t fact, size_t index, dln_value *value)
{
    const RecordValue *v = value_at(record, fact, index);
    if (!v || !value) return DLN_ERR_USAGE;
    dln_value mine = {.voices = v->voices,
                      .value = text_of(v->value),
                      .evidence_count = v->evidence.n,
                      .said_by_count = v->said_by.n};
    return GIVE(value, mine);
}

dln_status dln_record_evidence(const dln_record *record, size_t fact, size_t value, size_t index,
                               dln_evidence *evidence)
{
    const RecordValue *v = value_at(record, fact, value);
    const Evidence *at = v ? ITEM(v->evidence, index) : NULL;
    if (!at || !evidence) return DLN_ERR_USAGE;
    dln_evidence mine = {.span = span_of(at->span), .report = at->report};
    return GIVE(evidence, mine);
}

size_t dln_record_said_by(const dln_record *record, size_t fact, size_t value, size_t index)
{
    const RecordValue *v = value_at(record, fact, value);
    return v && index < v->said_by.n ? v->said_by.at[index] : DLN_NONE;
}

/* ---- claims of one report ---- */

size_t dln_record_claim_count(const dln_record *record)
{
    return record ? record->record.claims.n : 0;
}

static dln_span token_span(const Findings *f, uint32_t first, uint32_t end)
{
    return first == NONE ? (dln_span){0, 0} : span_of(tokens_span(&f->lang, first, end));
}

dln_status dln_record_claim(const dln_record *record, size_t index, dln_claim *claim)
{
    const RecordClaim *r = record ? ITEM(record->record.claims, index) : NULL;
    if (!r || !claim) return DLN_ERR_USAGE;
    const Claim *c = r->claim;
    const Findings *f = record->record.findings[0];
    dln_claim mine = {.denied = c->denied,
                      .span = span_of(c->span),
                      .attribute = attribute_row[c->attribute].name,
                      .kind = claim_kind_name[c->kind],
                      .entity = index_of(r->entity),
                      .time = index_of(r->time),
                      .about = about_of(c->about),
                      .index = index_of(r->about),
                      .predicate = token_span(f, c->predicate, c->predicate + 1),
                      .role = claim_role_name[c->role],
                      .modality = c->modality == MODALITY_COUNT ? NULL : modality_name[c->modality],
                      .when = index_of(r->when),
                      .statement = index_of(r->statement),
                      .said_by = index_of(r->said_by),
                      .ground = token_span(f, c->ground, c->ground_end),
                      .sure = claim_sure_name[c->sure],
                      .worth = c->worth};
    return GIVE(claim, mine);
}
