/* errors.c - see errors.h.
 *
 * A longer struct points to the children of the one it was made of and keeps that alive; a consumer
 * may take any child away. */
#include "errors.h"
#include <stdlib.h>
#include <string.h>

enum { CHILDREN = 65 };

/* ---- a column more ---- */

typedef struct LongerSchema {
    struct ArrowSchema whole, last, *at[CHILDREN];
} LongerSchema;

static void last_field_release(struct ArrowSchema *schema)
{
    schema->release = NULL;
}

static void schema_release(struct ArrowSchema *schema)
{
    LongerSchema *own = schema->private_data;
    if (own->last.release) own->last.release(&own->last);
    own->whole.release(&own->whole);
    free(own);
    schema->release = NULL;
}

dln_status schema_with_error(struct ArrowSchema *schema)
{
    LongerSchema *own = schema->n_children < CHILDREN ? calloc(1, sizeof *own) : NULL;
    if (!own) return DLN_ERR_NOMEM;
    own->whole = *schema;
    own->last = (struct ArrowSchema){
        .format = "U", .name = "error", .flags = 2, .release = last_field_release};
    memcpy(own->at, schema->children, (size_t)schema->n_children * sizeof *own->at);
    own->at[schema->n_children] = &own->last;
    schema->n_children++;
    schema->children = own->at;
    schema->release = schema_release;
    schema->private_data = own;
    return DLN_OK;
}

/* ---- columns of one block ---- */

typedef struct Block {
    const void *buffers[3];
    struct ArrowArray item, *item_at; /* of a list */
    int64_t room[];                   /* offsets or a value, then the bits, then words */
} Block;

static void block_release(struct ArrowArray *array)
{
    for (int64_t i = 0; i < array->n_children; i++)
        if (array->children[i]->release) array->children[i]->release(array->children[i]);
    free(array->private_data);
    array->release = NULL;
}

static void item_release(struct ArrowArray *array)
{
    array->release = NULL;
}

/* A column of `rows` rows, each `words`, or null where that is NULL, in any of the table's forms.
 */
static dln_status column_of(const char *format, int64_t rows, const char *words,
                            struct ArrowArray *out)
{
    static const int64_t nothing = 0;
    static const void *no_items[3] = {NULL, &nothing, &nothing};
    size_t length = words ? strlen(words) : 0, n = (size_t)rows;
    Block *own = calloc(1, sizeof *own + (n + 1) * 8 + n / 8 + 8 + length);
    if (!own) return DLN_ERR_NOMEM;
    unsigned char *bits = (unsigned char *)(own->room + n + 1);
    char *bytes = (char *)bits + n / 8 + 1;
    if (words) {
        bits[0] = 1; /* of one row */
        own->room[1] = (int64_t)length;
        memcpy(bytes, words, length);
    }
    own->buffers[0] = bits, own->buffers[1] = own->room, own->buffers[2] = bytes;
    *out = (struct ArrowArray){.length = rows,
                               .null_count = words ? 0 : rows,
                               .n_buffers = format[0] == 'U' ? 3 : 2,
                               .buffers = own->buffers,
                               .release = block_release,
                               .private_data = own};
    if (format[0] != '+') return DLN_OK;
    own->item = (struct ArrowArray){.n_buffers = 3, .buffers = no_items, .release = item_release};
    own->item_at = &own->item;
    out->n_children = 1;
    out->children = &own->item_at;
    return DLN_OK;
}

typedef struct LongerArray {
    struct ArrowArray whole, last, *at[CHILDREN];
} LongerArray;

static void longer_release(struct ArrowArray *array)
{
    LongerArray *own = array->private_data;
    if (own->last.release) own->last.release(&own->last);
    own->whole.release(&own->whole);
    free(own);
    array->release = NULL;
}

dln_status array_without_error(struct ArrowArray *array)
{
    LongerArray *own = array->n_children < CHILDREN ? calloc(1, sizeof *own) : NULL;
    if (!own || column_of("U", array->length, NULL, &own->last) != DLN_OK) {
        free(own);
        return DLN_ERR_NOMEM;
    }
    own->whole = *array;
    memcpy(own->at, array->children, (size_t)array->n_children * sizeof *own->at);
    own->at[array->n_children] = &own->last;
    array->n_children++;
    array->children = own->at;
    array->release = longer_release;
    array->private_data = own;
    return DLN_OK;
}

/* ---- a row of its own ---- */

typedef struct Row {
    const void *valid;
    struct ArrowArray *at[CHILDREN], child[CHILDREN];
} Row;

static void row_release(struct ArrowArray *array)
{
    for (int64_t i = 0; i < array->n_children; i++)
        if (array->children[i]->release) array->children[i]->release(array->children[i]);
    free(array->private_data);
    array->release = NULL;
}

dln_status array_of_error(const struct ArrowSchema *schema, const char *input, const char *message,
                          struct ArrowArray *out)
{
    Row *own = schema->n_children <= CHILDREN ? calloc(1, sizeof *own) : NULL;
    if (!own) return DLN_ERR_NOMEM;
    *out = (struct ArrowArray){.length = 1,
                               .n_buffers = 1,
                               .buffers = &own->valid,
                               .children = own->at,
                               .release = row_release,
                               .private_data = own};
    for (int64_t i = 0; i < schema->n_children; i++) {
        const struct ArrowSchema *field = schema->children[i];
        const char *words = strcmp(field->name, "source") == 0  ? input
                            : strcmp(field->name, "error") == 0 ? message
                                                                : NULL;
        own->at[i] = &own->child[i];
        if (column_of(field->format, 1, words, own->at[i]) != DLN_OK) {
            row_release(out);
            return DLN_ERR_NOMEM;
        }
        out->n_children++;
    }
    return DLN_OK;
}
