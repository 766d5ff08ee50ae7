/* site_related.c - posts about the same things, the nearest first.
 *
 * A post looks at those before it: each shared term (a tag, a term of another taxonomy)
 * counts the more, the fewer of the older posts have it. The best of them are its older
 * ones, for good: what comes later changes nothing about them. The other way round a post
 * gets the later ones that chose it. So a new post changes the lists of the few posts
 * that it chose, and no others, and the cost does not grow with the site.
 */
#include "generator/model/site/site_internal.h"

#include <stdlib.h>
#include <string.h>

/* How many of the older posts of a term are looked at, and what a term of its own counts. */
enum { WINDOW = 64, WEIGHT = 1 << 20 };

typedef struct Near {
  size_t at; /* index in the front's list */
  int64_t score;
} Near;

/* What a post has found: the older ones it chose, and the later ones that chose it. */
typedef struct Found {
  GArray *near; /* of Near; NULL: none */
} Found;

typedef struct Related {
  Site *site;
  const SiteList *front;
  size_t most;
  GHashTable *by_term; /* SiteList → GArray of size_t: the posts so far */
  int64_t *scores;     /* of each post, for the one that is looked at */
  GArray *touched;     /* of size_t */
  Found *found;
} Related;

/* The better one first; of equal ones the later. */
static int near_compare(gconstpointer a, gconstpointer b)
{
  const Near *first = a, *second = b;
  if (first->score != second->score)
    return first->score > second->score ? -1 : 1;
  return first->at == second->at ? 0 : first->at > second->at ? -1 : 1;
}

static void found_add(Related *related, size_t to, size_t at, int64_t score)
{
  Found *found = &related->found[to];
  if (!found->near)
    found->near = g_array_new(FALSE, FALSE, sizeof(Near));
  Near near = {at, score};
  g_array_append_val(found->near, near);
}

/* --- one post ----------------------------------------------------------------------------- */

static void term_visit(Related *related, size_t own, const SiteList *term)
{
  GArray *posts = g_hash_table_lookup(related->by_term, term);
  if (!posts) {
    posts = g_array_new(FALSE, FALSE, sizeof(size_t));
    g_hash_table_insert(related->by_term, (gpointer)term, posts);
  }
  size_t count = posts->len;
  for (size_t i = count > WINDOW ? count - WINDOW : 0; i < count; i++) {
    size_t at = g_array_index(posts, size_t, i);
    if (related->scores[at] == 0)
      g_array_append_val(related->touched, at);
    related->scores[at] += WEIGHT / (int64_t)(count + 1);
  }
  g_array_append_val(posts, own);
}

/* The best of those that were touched: chosen, and told. */
static void post_choose(Related *related, size_t own)
{
  g_autoptr(GArray) best = g_array_new(FALSE, FALSE, sizeof(Near));
  for (guint i = 0; i < related->touched->len; i++) {
    Near near = {.at = g_array_index(related->touched, size_t, i)};
    near.score = related->scores[near.at];
    related->scores[near.at] = 0;
    g_array_append_val(best, near);
  }
  g_array_sort(best, near_compare);
  for (guint i = 0; i < best->len && i < related->most; i++) {
    const Near *near = &g_array_index(best, Near, i);
    found_add(related, own, near->at, near->score);
    found_add(related, near->at, own, near->score);
  }
  g_array_set_size(related->touched, 0);
}

static void post_visit(Related *related, size_t own)
{
  const SitePage *page = related->front->pages[own];
  for (size_t i = 0; i < page->tag_count; i++)
    term_visit(related, own, page->tags[i]);
  for (size_t i = 0; i < page->term_count; i++)
    term_visit(related, own, page->terms[i]);
  post_choose(related, own);
}

/* --- all posts of a language ---------------------------------------------------------------- */

static void post_finish(Related *related, size_t own)
{
  SitePage *page = related->front->pages[own];
  GArray *near = related->found[own].near;
  if (!near)
    return;
  g_array_sort(near, near_compare);
  page->related_count = MIN(near->len, related->most);
  SitePage **pages = arena_new_array(related->site->arena, SitePage *, page->related_count);
  for (size_t i = 0; i < page->related_count; i++)
    pages[i] = related->front->pages[g_array_index(near, Near, i).at];
  page->related = pages;
  g_array_unref(near);
}

static void language_relate(Site *site, const SiteList *front)
{
  Related related = {.site = site,
                     .front = front,
                     .most = (size_t)site->settings->related,
                     .by_term =
                         g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref),
                     .scores = g_new0(int64_t, front->count + 1),
                     .touched = g_array_new(FALSE, FALSE, sizeof(size_t)),
                     .found = g_new0(Found, front->count + 1)};
  for (size_t i = 0; i < front->count; i++)
    post_visit(&related, i);
  for (size_t i = 0; i < front->count; i++)
    post_finish(&related, i);
  g_hash_table_unref(related.by_term);
  g_array_unref(related.touched);
  g_free(related.scores);
  g_free(related.found);
}

void site_relate(Site *site)
{
  const Settings *settings = site->settings;
  for (size_t i = 0; settings->related > 0 && i < settings->language_count; i++)
    language_relate(site, site_front(site, settings->languages[i].code));
}
