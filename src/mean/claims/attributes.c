/* attributes.c - see attributes.h. */
#include "mean/claims/attributes.h"

const AttributeRow attribute_row[ATTRIBUTES] = {
#define X(id, name, family, class, rule, apart, meets, breaks) \
    {name, FAMILY_##family, CLASS_##class, FACT_##rule, apart, meets, breaks},
    ATTRIBUTE_ROWS(X)
#undef X
};

Attribute attribute_by_name(Slice name)
{
    for (uint32_t i = 1; i < ATTRIBUTES; i++)
        if (slice_is(name, attribute_row[i].name)) return (Attribute)i;
    return ATTRIBUTE_NONE;
}
