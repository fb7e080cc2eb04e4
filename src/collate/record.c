/* record.c - names of the enumerations of record.h. */
#include "collate/record.h"

const char *const verdict_name[4] = {"agree", "refined", "conflict", "only"};
