/* record.c - prints a whole record through the public interface alone, a line an item: kind, ids
 * and fields parted by tabs, "-" where something is not known. Ids are those of the JSON (r1, e1,
 * ...).
 *
 *     cc examples/record.c $(pkg-config --cflags --libs dateline) -o record && ./record a.txt b.md
 */
#include <dateline.h>
#include <stdio.h>

static void text(dln_text t)
{
    putchar('\t');
    if (!t.n) putchar('-');
    for (size_t i = 0; i < t.n; i++)
        putchar(t.p[i] == '\t' || t.p[i] == '\n' || t.p[i] == '\r' ? ' ' : t.p[i]);
}

static void name(const char *word)
{
    printf("\t%s", word && *word ? word : "-");
}

static void id(char letter, size_t index)
{
    if (index == DLN_NONE)
        fputs("\t-", stdout);
    else
        printf("\t%c%zu", letter, index + 1);
}

static void span(dln_span s)
{
    if (s.begin == s.end)
        fputs("\t-", stdout);
    else
        printf("\t%u:%u", s.begin, s.end);
}

static void yes(int flag)
{
    fputs(flag ? "\ttrue" : "\tfalse", stdout);
}

static void print_reports(const dln_record *record)
{
    for (size_t i = 0; i < dln_record_report_count(record); i++) {
        dln_report r = {.size = sizeof r};
        dln_record_report(record, i, &r);
        printf("report");
        id('r', i);
        text(r.source);
        name(r.sha256);
        text(r.media_type);
        text(r.language);
        text(r.title);
        text(r.outlet);
        text(r.byline);
        text(r.published);
        text(r.url);
        id('r', r.copy_of);
        yes(r.partial);
        for (size_t k = 0; k < r.agency_count; k++)
            text(dln_record_agency(record, i, k));
        putchar('\n');
    }
}

static void print_mentions(const dln_record *record, size_t entity, const dln_entity *e)
{
    for (size_t k = 0; k < e->role_count; k++) {
        dln_role r = {.size = sizeof r};
        dln_record_role(record, entity, k, &r);
        printf("role");
        id('e', entity);
        text(r.text);
        id('r', r.report);
        span(r.span);
        putchar('\n');
    }
    for (size_t k = 0; k < e->mention_count; k++) {
        dln_mention m = {.size = sizeof m};
        dln_record_mention(record, entity, k, &m);
        printf("mention");
        id('e', entity);
        id('r', m.report);
        span(m.span);
        name(m.form);
        putchar('\n');
    }
}

static void print_spellings(const dln_record *record, size_t entity, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        dln_spelling s = {.size = sizeof s};
        dln_record_spelling(record, entity, k, &s);
        printf("spelling");
        id('e', entity);
        text(s.text);
        text(s.note);
        printf("\t%u", s.count);
        for (size_t r = 0; r < s.report_count; r++)
            id('r', dln_record_spelling_report(record, entity, k, r));
        putchar('\n');
    }
}

static void print_entities(const dln_record *record)
{
    for (size_t i = 0; i < dln_record_entity_count(record); i++) {
        dln_entity e = {.size = sizeof e};
        dln_record_entity(record, i, &e);
        printf("entity");
        id('e', i);
        name(e.kind);
        text(e.name);
        name(e.country);
        text(e.key);
        id('e', e.place_in);
        yes(e.as_government);
        putchar('\n');
        print_spellings(record, i, e.spelling_count);
        print_mentions(record, i, &e);
    }
}

static void print_times(const dln_record *record)
{
    for (size_t i = 0; i < dln_record_time_count(record); i++) {
        dln_time t = {.size = sizeof t};
        dln_record_time(record, i, &t);
        printf("time");
        id('t', i);
        name(t.type);
        text(t.value);
        putchar('\n');
        for (size_t k = 0; k < t.mention_count; k++) {
            dln_time_mention m = {.size = sizeof m};
            dln_record_time_mention(record, i, k, &m);
            printf("time-mention");
            id('t', i);
            id('r', m.report);
            span(m.span);
            name(m.basis);
            putchar('\n');
        }
    }
}

static void print_version(const dln_record *record, size_t statement, size_t index)
{
    dln_telling v = {.size = sizeof v};
    dln_record_telling(record, statement, index, &v);
    printf("version");
    id('s', statement);
    id('r', v.report);
    name(v.kind);
    span(v.speaker_span);
    span(v.cue_span);
    span(v.speaker_words);
    id('v', v.occasion);
    id('t', v.time);
    for (size_t k = 0; k < v.content_count; k++)
        span(dln_record_content(record, statement, index, k));
    for (size_t k = 0; k < v.via_count; k++)
        id('e', dln_record_via(record, statement, index, k));
    putchar('\n');
}

static void print_statements(const dln_record *record)
{
    for (size_t i = 0; i < dln_record_statement_count(record); i++) {
        dln_statement s = {.size = sizeof s};
        dln_record_statement(record, i, &s);
        printf("statement");
        id('s', i);
        id('e', s.speaker);
        text(s.speaker_text);
        name(s.kind);
        text(s.verb);
        name(s.polarity);
        yes(s.same_words);
        putchar('\n');
        for (size_t k = 0; k < s.telling_count; k++)
            print_version(record, i, k);
    }
}

/* Those that are entities, then those that only words tell, as the JSON lists them. */
static void print_participants(const dln_record *record, size_t event, size_t count)
{
    for (size_t k = 0; k < 2 * count; k++) {
        dln_participant p = {.size = sizeof p};
        dln_record_participant(record, event, k % count, &p);
        if ((p.entity == DLN_NONE) != (k >= count)) continue;
        printf("participant");
        id('v', event);
        name(p.role);
        id('e', p.entity);
        text(p.text);
        id('r', p.report);
        span(p.span);
        putchar('\n');
    }
}

static void print_tellings(const dln_record *record, size_t event, const dln_event *e)
{
    for (size_t k = 0; k < e->voucher_count; k++) {
        dln_voucher v = {.size = sizeof v};
        dln_record_voucher(record, event, k, &v);
        printf("voucher");
        id('v', event);
        id(v.is_report ? 'r' : 'e', v.index);
        putchar('\n');
    }
    for (size_t k = 0; k < e->mention_count; k++) {
        dln_event_mention m = {.size = sizeof m};
        dln_record_event_mention(record, event, k, &m);
        printf("event-mention");
        id('v', event);
        id('r', m.report);
        span(m.trigger);
        span(m.sentence);
        name(m.modality);
        putchar('\n');
    }
}

static void print_events(const dln_record *record)
{
    for (size_t i = 0; i < dln_record_event_count(record); i++) {
        dln_event e = {.size = sizeof e};
        dln_record_event(record, i, &e);
        printf("event");
        id('v', i);
        text(e.type);
        text(e.cameo);
        text(e.kind);
        text(e.label);
        name(e.modality);
        id('t', e.time);
        id('e', e.place);
        yes(e.background);
        yes(e.main);
        id('v', e.part_of);
        id('v', e.consequence_of);
        putchar('\n');
        print_participants(record, i, e.participant_count);
        print_tellings(record, i, &e);
    }
}

static void print_values(const dln_record *record, size_t fact, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        dln_value v = {.size = sizeof v};
        dln_record_value(record, fact, k, &v);
        printf("value");
        id('f', fact);
        text(v.value);
        for (size_t i = 0; i < v.said_by_count; i++)
            id('e', dln_record_said_by(record, fact, k, i));
        for (size_t i = 0; i < v.evidence_count; i++) {
            dln_evidence at = {.size = sizeof at};
            dln_record_evidence(record, fact, k, i, &at);
            id('r', at.report);
            span(at.span);
        }
        putchar('\n');
    }
}

static void print_facts(const dln_record *record)
{
    static const char *const verdict[] = {"agree", "refined", "conflict", "only"};
    static const char letter[] = {'v', 'e', 's', '?'};
    for (size_t i = 0; i < dln_record_fact_count(record); i++) {
        dln_fact f = {.size = sizeof f};
        dln_record_fact(record, i, &f);
        printf("fact");
        id('f', i);
        id(letter[f.about], f.index);
        text(f.attribute);
        name(verdict[f.verdict]);
        name(f.verdict != DLN_CONFLICT ? NULL : f.between_parties ? "parties" : "reports");
        text(f.why);
        putchar('\n');
        print_values(record, i, f.value_count);
    }
}

static void print_claims(const dln_record *record)
{
    static const char letter[] = {'v', 'e', 's', '?'};
    for (size_t i = 0; i < dln_record_claim_count(record); i++) {
        dln_claim c = {.size = sizeof c};
        dln_record_claim(record, i, &c);
        printf("claim");
        span(c.span);
        name(c.attribute);
        name(c.kind);
        id('e', c.entity);
        id('t', c.time);
        id(letter[c.about], c.index);
        span(c.predicate);
        name(c.role);
        yes(c.denied);
        name(c.modality);
        id('t', c.when);
        id('s', c.statement);
        id('e', c.said_by);
        span(c.ground);
        name(c.sure);
        putchar('\n');
    }
}

static void print_record(const dln_record *record)
{
    dln_story s = {.size = sizeof s};
    dln_record_story(record, &s);
    printf("story");
    text(s.title);
    name(s.key);
    for (size_t i = 0; i < s.place_count; i++)
        id('e', dln_record_place(record, i));
    putchar('\n');
    print_reports(record);
    print_entities(record);
    print_times(record);
    print_statements(record);
    print_events(record);
    print_claims(record);
    print_facts(record);
}

int main(int argc, char **argv)
{
    dln *engine;
    dln_run *run = NULL;
    dln_record *record = NULL;
    dln_error error;
    if (dln_open(NULL, &engine, &error) != DLN_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 3;
    }
    dln_status status = dln_run_new(engine, &run);
    for (int i = 1; i < argc && status == DLN_OK; i++)
        dln_run_add_file(run, argv[i]);
    if (status == DLN_OK) status = dln_run_story(run, &record);
    if (status == DLN_OK)
        print_record(record);
    else
        fprintf(stderr, "%s\n", dln_status_text(status));
    dln_record_free(record);
    dln_run_free(run);
    dln_close(engine);
    return status == DLN_OK ? 0 : 3;
}
