/* serve_stories.c - the stories in which reports answer a query, those of the latest day first.
 *
 * In: a query of the desk. Out: story numbers, at most as many as TouchedList holds: of more
 * reports the best answers count. */
#include "cli/serve.h"

enum { HITS = 1000 };

static int each_hit(const dln_hit *hit, void *context)
{
    TouchedList *list = context;
    uint32_t i = 0;
    while (i < list->n && list->at[i].story != hit->story)
        i++;
    if (i == sizeof list->at / sizeof *list->at) return 0;
    Touched *t = &list->at[i];
    if (i == list->n) {
        *t = (Touched){hit->story, hit->day};
        list->n++;
    }
    if (hit->day > t->day) t->day = hit->day;
    return 0;
}

/* Does x stand before y? The latest day first; those of one day by the newer story. */
static bool before(const Touched *x, const Touched *y)
{
    return x->day != y->day ? x->day > y->day : x->story > y->story;
}

/* By insertion: there are at most two hundred. */
static void sort(TouchedList *list)
{
    for (uint32_t i = 1; i < list->n; i++) {
        Touched t = list->at[i];
        uint32_t k = i;
        for (; k && before(&t, &list->at[k - 1]); k--)
            list->at[k] = list->at[k - 1];
        list->at[k] = t;
    }
}

dln_status stories_touched(dln_desk *desk, const char *query, TouchedList *list)
{
    list->n = 0;
    list->reports = 0;
    dln_status status = dln_desk_search(desk, query, 0, HITS, each_hit, list, &list->reports);
    sort(list);
    return status;
}
