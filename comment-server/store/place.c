/* place.c - see place.h. */
#include "comment-server/store/place.h"

#include "common/digest.h"
#include "common/system/sql.h"

bool place_find(StoreTx *tx, const char *page_id, int64_t reply_to, bool published, Place *place,
                bool *found, Error **error)
{
  *place = (Place){0};
  *found = reply_to == 0;
  if (*found)
    return true;
  SqlQuery *query = sql_query(tx->db,
                              "SELECT depth, ifnull(parent_id, 0) FROM comment"
                              " WHERE id = ? AND page_id = ? AND (status = 'approved' OR NOT ?)",
                              "isi", reply_to, page_id, (int64_t)published);
  if (sql_next(query)) {
    *found = true;
    int depth = (int)sql_int(query, 0);
    bool fits = depth + 1 < tx->levels;
    place->parent_id = fits ? reply_to : sql_int(query, 1);
    place->depth = fits ? depth + 1 : depth;
  }
  return sql_end(query, error);
}

int64_t place_fingerprint(const char *page_id, const char *author, const char *text)
{
  Digester digester;
  digester_init(&digester);
  digester_add_text(&digester, page_id);
  digester_add_text(&digester, author);
  digester_add_text(&digester, text);
  return (int64_t)digester_end(&digester);
}
