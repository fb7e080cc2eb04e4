/* out.c - picks the writer. */
#include "write/conllu.h"
#include "write/out.h"

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

static void out_conllu(const Record *record, Sink *sink)
{
    for (uint32_t i = 0; i < record->n_reports; i++) {
        const Report *r = record->report[i];
        conllu_write(sink, r->member.n ? r->member : r->source, r->text, &record->findings[i]->lang,
                     true);
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
    arena_free(&arena);
    return status;
}

dln_status record_write(const Record *record, dln_format format, const dln_write_options *options,
                        const Phrases *phrases, dln_write_fn write, void *context)
{
    Sink sink;
    sink_init(&sink, write, context);
    switch (format) {
    case DLN_FORMAT_TEXT:
    case DLN_FORMAT_HTML: TRY(write_brief(record, format, options, phrases, &sink)); break;
    case DLN_FORMAT_JSON: out_json(record, &sink, true); break;
    case DLN_FORMAT_JSONL: out_json(record, &sink, false); break;
    case DLN_FORMAT_CONLLU: out_conllu(record, &sink); break;
    case DLN_FORMAT_WEBANNOTATION: out_webannotation(record, &sink); break;
    case DLN_FORMAT_GDELT: out_gdelt(record, &sink); break;
    case DLN_FORMAT_PLOVER: out_plover(record, &sink); break;
    case DLN_FORMAT_REPORTS: out_reports_json(record, &sink, true); break;
    case DLN_FORMAT_REPORTS_JSONL: out_reports_json(record, &sink, false); break;
    case DLN_FORMAT_REPORTS_TEXT: out_reports_text(record, options, &sink); break;
    default: return DLN_ERR_USAGE;
    }
    return sink_end(&sink);
}
