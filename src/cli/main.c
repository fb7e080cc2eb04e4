/* main.c - the command's entry. */
#include "dateline.h"
#include <stdio.h>

int main(void) { printf("dateline %s\n", dln_version()); return 0; }
