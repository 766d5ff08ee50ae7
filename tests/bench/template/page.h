/* page.h - the page of the template bench, written by hand in C: what the
 * templates of tests/bench/template/ give for the same data, byte for byte. */
#ifndef SENF_TESTS_BENCH_TEMPLATE_PAGE_H
#define SENF_TESTS_BENCH_TEMPLATE_PAGE_H

#include "common/arena.h"
#include "common/formats/tree.h"

#include <glib.h>

typedef struct Page Page;

/* The data as a struct, as a program would hold it. */
Page *page_read(Arena *arena, const Tree *data);
void page_print(const Page *page, GString *out);

#endif
