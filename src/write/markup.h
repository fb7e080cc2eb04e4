/* markup.h - escaped HTML/SVG text on a sink, for the page writers. Text of a report is always
 * escaped, never trusted as markup. */
#ifndef DLN_OUT_MARKUP_H
#define DLN_OUT_MARKUP_H
#include "write/writers.h"

/* Text as character data or inside a double-quoted attribute. Control bytes are dropped, & < > " '
 * become references. */
void html_text(Sink *sink, Slice text);
/* The same, cut to at most `points` code points with "…" behind a cut. */
void html_text_cut(Sink *sink, Slice text, uint32_t points);

/* A claim: a line or card of the page, whose words light up in the reports. Letters: l news, f
 * fact, s statement, v event, e entity. */
typedef struct ClaimId {
    char letter;
    uint32_t index;
} ClaimId;

/* What the parts of the page share. */
typedef struct Html {
    const Brief *brief;
    const Record *record;
    Sink *sink;
    bool *listed; /* [entities] has a line of its own in "Who is who" */
} Html;

/* Opens <TAG class="claim CLASS" ...> with the claim's id and what the filters go by: the numbers
 * of its reports and, where `verdict` is not NULL, its verdict. */
void html_claim(const Html *h, const char *tag, const char *class, ClaimId id,
                const BriefVoices *voices, const char *verdict);
/* Outlets as links to their words. */
void html_chips(const Html *h, const BriefVoices *voices);
void html_section(const Html *h, const char *id, const char *title);
void html_days(const Html *h, int32_t from, int32_t to);

void html_news(const Html *h);           /* html_claims.c */
void html_differences(const Html *h);    /* html_claims.c: cards, then the table */
void html_alike(const Html *h);          /* html_claims.c */
void html_versions(const Html *h);       /* html_versions.c */
void html_statements(const Html *h);     /* html_people.c */
void html_who(const Html *h);            /* html_people.c */
void html_sources(const Html *h);        /* html_people.c */
void html_events(const Html *h);         /* html_events.c */
void html_background(const Html *h);     /* html_events.c */
void html_reports(const Html *h);        /* html_report.c: the reports with their lights */
void svg_time_line(const Html *h);       /* svg.c */
extern const char page_css[], page_js[]; /* page_assets.c */
#endif
