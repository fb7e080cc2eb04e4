/* group.h - what stands behind dln_group: a desk that numbers its reports (grouping.c), or a stream
 * that is followed by the reports' own names (cards.c). One of the two is there. */
#ifndef DLN_ENGINE_GROUP_H
#define DLN_ENGINE_GROUP_H
#include "base/buf.h"
#include "engine/engine.h"
#include "story/follow.h"

enum { POSITION_MOST = 500 };

struct dln_group {
    const dln *engine;
    Desk *desk;
    Follow *follow;
    Arena arena;     /* of the last answer */
    uint32_t added;  /* reports and cards that came */
    bool increments; /* cards are noted: */
    Buf noted;       /* u32 length and bytes of each since the last save */
    char position[POSITION_MOST + 1];
};

dln_status group_make(dln_group **group);
/* Frees the group unless `status` is good, and gives it back. */
dln_status group_keep(dln_group **group, dln_status status);
dln_status group_save_whole(dln_group *group, dln_write_fn write, void *context);
#endif
