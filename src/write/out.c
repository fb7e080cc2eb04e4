/* out.c - picks the writer. */
#include "write/conllu.h"
#include "write/writers.h"
#include "write/tar.h"

typedef struct Format {
    const char *name;
    dln_format format;
} Format;
static const Format formats[] = {
    {"text", DLN_FORMAT_TEXT},
    {"json", DLN_FORMAT_JSON},
    {"jsonl", DLN_FORMAT_JSONL},
    {"html", DLN_FORMAT_HTML},
    {"webannotation", DLN_FORMAT_WEBANNOTATION},
    {"conllu", DLN_FORMAT_CONLLU},
    {"gdelt", DLN_FORMAT_GDELT},
    {"plover", DLN_FORMAT_PLOVER},
    {"csv", DLN_FORMAT_CSV},
    {"timeml", DLN_FORMAT_TIMEML},
    {"brat", DLN_FORMAT_BRAT},
    {"naf", DLN_FORMAT_NAF},
    {"quotes", DLN_FORMAT_QUOTES},
};
enum { MAX_BRIEF = 1 << 30 }; /* bytes */
enum { FORMATS = sizeof formats / sizeof *formats };

const char *format_name(uint32_t index)
{
    return index < FORMATS ? formats[index].name : NULL;
}

dln_status format_by_name(const char *name, dln_format *format)
{
    for (uint32_t i = 0; i < FORMATS; i++) {
        if (strcmp(formats[i].name, name) != 0) continue;
        *format = formats[i].format;
        return DLN_OK;
    }
    return DLN_ERR_USAGE;
}

static void out_conllu(const Record *record, const dln_write_options *options, Sink *sink)
{
    for (uint32_t i = 0; i < record->n_reports; i++) {
        const Report *r = record->report[i];
        ConlluDoc doc = {r->source, r->member, id_base(options, 'r') + i + 1};
        conllu_write(sink, &doc, &record->findings[i]->lang, true);
    }
}

/* The forms for readers share one choice of what to tell. */
static dln_status write_brief(const Record *record, dln_format format,
                              const dln_write_options *options, const Phrases *phrases, Sink *sink)
{
    Arena arena;
    Brief brief;
    arena_init(&arena, MAX_BRIEF);
    dln_status status = brief_make(record, phrases, &arena, &brief);
    if (status == DLN_OK && format == DLN_FORMAT_TEXT) out_text(&brief, options, sink);
    if (status == DLN_OK && format == DLN_FORMAT_HTML) out_html(&brief, sink);
    if (status == DLN_OK && (format == DLN_FORMAT_JSON || format == DLN_FORMAT_JSONL))
        out_json(record, &brief, options, sink, format == DLN_FORMAT_JSON);
    arena_free(&arena);
    return status;
}

dln_status record_write(const Record *record, dln_format format, const dln_write_options *options,
                        const Phrases *phrases, dln_write_fn write, void *context)
{
    Sink sink;
    sink_init(&sink, write, context);
    dln_write_options none = {.size = sizeof none};
    if (!options) options = &none;
    bool lone = record->n_reports < 2; /* a report alone has no news to choose */
    switch (format) {
    case DLN_FORMAT_TEXT:
    case DLN_FORMAT_HTML: TRY(write_brief(record, format, options, phrases, &sink)); break;
    case DLN_FORMAT_JSON:
    case DLN_FORMAT_JSONL:
        if (lone)
            out_json(record, NULL, options, &sink, format == DLN_FORMAT_JSON);
        else
            TRY(write_brief(record, format, options, phrases, &sink));
        break;
    case DLN_FORMAT_TIMEML: out_timeml(record, options, &sink); break;
    case DLN_FORMAT_BRAT: out_brat(record, options, &sink); break;
    case DLN_FORMAT_NAF: out_naf(record, options, &sink); break;
    case DLN_FORMAT_QUOTES: out_quotes(record, options, &sink); break;
    case DLN_FORMAT_CSV: out_csv(record, options, &sink); break;
    case DLN_FORMAT_CONLLU: out_conllu(record, options, &sink); break;
    case DLN_FORMAT_WEBANNOTATION: out_webannotation(record, &sink); break;
    case DLN_FORMAT_GDELT: out_gdelt(record, options, &sink); break;
    case DLN_FORMAT_PLOVER: out_plover(record, options, &sink); break;
    case DLN_FORMAT_REPORTS: out_reports_json(record, options, &sink, true); break;
    case DLN_FORMAT_REPORTS_JSONL: out_reports_json(record, options, &sink, false); break;
    case DLN_FORMAT_REPORTS_TEXT: out_reports_text(record, options, phrases, &sink); break;
    default: return DLN_ERR_USAGE;
    }
    return sink_end(&sink);
}
