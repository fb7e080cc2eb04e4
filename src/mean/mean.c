/* mean.c - names of the enumerations of mean.h, as the record prints them. */
#include "mean/mean.h"

const char *const entity_kind_name[ENTITY_KINDS] = {"person", "organisation", "place", "other"};
const char *const form_name[FORM_COUNT] = {"name", "nominal", "pronoun"};
const char *const time_type_name[TIME_TYPES] = {"date", "time", "duration", "set", "range"};
const char *const bound_name[BOUND_COUNT] = {"", "about", "at least", "more than", "at most", "less than", "vague"};
const char *const quantity_kind_name[QUANTITY_KINDS] = {"count", "money", "percent", "distance", "area", "mass", "volume", "speed", "temperature", "magnitude", "age", "rank", "ratio", "other"};
const char *const statement_kind_name[STATEMENT_KINDS] = {"direct", "mixed", "indirect"};
const char *const polarity_name[POLARITY_COUNT] = {"says", "denies", "accuses", "promises", "orders", "asks", "warns", "doubts"};
const char *const modality_name[MODALITY_COUNT] = {"happened", "planned", "possible", "denied", "alleged"};
const char *const part_role_name[PART_ROLES] = {"actor", "recipient", "other"};
