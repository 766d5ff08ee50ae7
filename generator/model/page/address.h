/* address.h - how the names of files, folders and terms become parts of addresses.
 *
 * Each generator does it in its own way, and a site that comes from one of them keeps its
 * addresses with `addresses: NAME` in senf.yaml:
 *
 *     written              senf          hugo          jekyll          zola
 *     Hello World.md       Hello-World   hello-world   Hello World     hello-world
 *     what's new?.md       what-s-new    whats-new     what's-new      what-s-new
 *     tag "C# & Go"        c-go          c#-go         c-go            c-go
 *     tag "Größe" (de)     groesse       größe         größe           grosse
 *
 * hugo-cased is hugo with disablePathToLower.
 */
#ifndef SENF_GENERATOR_MODEL_PAGE_ADDRESS_H
#define SENF_GENERATOR_MODEL_PAGE_ADDRESS_H

#include <stdbool.h>

typedef enum AddressStyle {
  ADDRESS_SENF,
  ADDRESS_HUGO,
  ADDRESS_HUGO_CASED,
  ADDRESS_JEKYLL,
  ADDRESS_ZOLA,
} AddressStyle;

/* By its name; false when there is none. */
bool address_style(const char *name, AddressStyle *out);
/* "senf, hugo, …", for hints. */
const char *address_styles(void);

/* Of a folder, or of a file that is a page: one segment, "" when nothing is left, never
 * hidden, "." or "..". g_free it. */
char *address_part(AddressStyle style, const char *text);
/* Of a file that is a post, and of a slug that an author wrote; likewise. */
char *address_slug(AddressStyle style, const char *text);
/* Of a category in the address of a post: Jekyll's keeps its spaces. */
char *address_category(AddressStyle style, const char *text, const char *lang);
/* Of a title or a term. Hugo's may hold several segments ("a/b"), all of them clean. */
char *address_term(AddressStyle style, const char *text, const char *lang);

#endif
