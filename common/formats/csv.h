/* csv.h - tables as text (RFC 4180) into the tree: a list of maps.
 *
 * The first line names the columns; each other line is a map from these names to texts.
 * Fields are separated by commas, by semicolons where the first line has these and no
 * comma, or by tabs. A field in quotes may hold separators, line ends and doubled quotes.
 * Empty lines are passed over. A line may be shorter than the first (what is missing is
 * ""), but not longer.
 */
#ifndef SENF_COMMON_FORMATS_CSV_H
#define SENF_COMMON_FORMATS_CSV_H

#include "common/formats/tree.h"

/* `text` is UTF-8; document->file and source must be set for the messages. Fills
 * document->root. Fails with the place for a quote that is not closed, a line that is too
 * long, and a column that is named twice. */
bool csv_parse(Arena *arena, const char *text, size_t length, TreeDocument *document,
               Error **error);

#endif
