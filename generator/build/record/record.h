/* record.h - build.db: what was built, from what, and what each output read.
 *
 *     Record *record = record_open(".senf", warnings, &error);
 *     record_load_…                  what the last build left
 *     record_begin … record_put_… … record_commit      one transaction a build
 *
 * The views `commentable`, `next_event` and `comment_reader` are the contract with senf-comments.
 * build.db holds nothing that can't be made again: of another version or damaged,
 * it is deleted, with a warning, and the build is a full one.
 * One connection, one thread at a time.
 */
#ifndef SENF_GENERATOR_BUILD_RECORD_RECORD_H
#define SENF_GENERATOR_BUILD_RECORD_RECORD_H

#include "generator/build/facts/name_table.h"
#include "generator/build/facts/trace.h"
#include "generator/model/markdown/image_size.h"
#include "generator/model/site/site.h"

#include "common/error.h"

typedef struct Record Record;

/* `state` is the folder, which exists. *fresh is set when there was nothing to go on
 * from. With `writable` false nothing is created: NULL without an error when there
 * is no build.db, nor, with a warning, when it is damaged; without `warnings` that is an error. */
Record *record_open(const char *state, bool writable, bool *fresh, Warnings *warnings,
                    Error **error);
void record_close(Record *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Record, record_close)
/* After a failure: the file itself is damaged, start over with record_reset. */
bool record_is_damaged(const Record *record);
/* Even after a success: something that was asked for could not be read. */
bool record_has_lost(const Record *record);
bool record_reset(const char *state, Error **error);

/* Small facts about the last build: "commit", "options", "now", … NULL: none. g_free. */
char *record_meta(Record *record, const char *key);
bool record_set_meta(Record *record, const char *key, const char *value, Error **error);
int64_t record_meta_int(Record *record, const char *key, int64_t fallback);
bool record_set_meta_int(Record *record, const char *key, int64_t value, Error **error);
/* Larger ones: "history", "stamps". g_free; NULL: none. */
void *record_bytes(Record *record, const char *key, size_t *length);
bool record_set_bytes(Record *record, const char *key, const void *bytes, size_t length,
                      Error **error);

/* NameTable of subjects and of fields. */
bool record_load_names(Record *record, NameTable *subjects, NameTable *fields, Error **error);
/* The same, but subjects are looked up when they are asked for. */
bool record_lend_names(Record *record, NameTable *subjects, NameTable *fields, Error **error);
/* A new name. `facts` as record_set_facts takes them. */
bool record_put_subject(Record *record, int64_t number, const char *name, const GByteArray *facts,
                        Error **error);
bool record_put_field(Record *record, int64_t number, const char *name, Error **error);

/* Pages. */
typedef struct PageRow {
  int64_t row;
  const char *id, *path;
  Digest inputs;  /* of the blob, the history and the settings that made it */
  Digest content; /* page_digest */
  Digest version; /* page_version when it was last built; 0: invisible */
  uint64_t body_offset;
  const void *packed;
  size_t packed_length;
  int64_t comments_version;
  const void *life; /* history_life_save, empty when it has none */
  size_t life_length;
  const void *facts; /* page_facts_pack; for writing, record_page_facts reads */
  size_t facts_length;
} PageRow;
/* The row's strings and bytes are copied into `arena`. Ordered by path. */
bool record_load_pages(Record *record, Arena *arena,
                       bool (*visit)(void *data, const PageRow *row, Error **error), void *data,
                       Error **error);
bool record_put_page(Record *record, const PageRow *row, const SitePage *page, Error **error);
bool record_set_body_offset(Record *record, int64_t row, uint64_t offset, Error **error);
bool record_page_facts(Record *record, int64_t row, GByteArray *out, Error **error);
bool record_remove_page(Record *record, int64_t row, Error **error);
bool record_set_comments_version(Record *record, int64_t row, int64_t version, Error **error);

/* Id, row and comments version of each page; ids live for the call. */
bool record_visit_comments_versions(Record *record,
                                    void (*visit)(void *data, const char *id, int64_t row,
                                                  int64_t version),
                                    void *data, Error **error);

/* The same for one page; false when there is none. */
bool record_find_comments_version(Record *record, const char *id, int64_t *row, int64_t *version);

/* The facts of named subjects, as named_facts.h packs them. */
bool record_load_facts(Record *record,
                       void (*visit)(void *data, int64_t number, const void *bytes, size_t length),
                       void *data, Error **error);
bool record_find_facts(Record *record, int64_t number, GByteArray *out);
bool record_set_facts(Record *record, int64_t number, const GByteArray *bytes, Error **error);

/* Outputs. */
typedef struct OutputRow {
  int64_t row;
  const char *path;
  Digest plan; /* PlanOutput.digest */
  Digest hash; /* of the bytes */
  int64_t size;
  const char *shows; /* as plan_shows_write wrote it; NULL: a copied file */
} OutputRow;
bool record_load_outputs(Record *record, Arena *arena,
                         void (*visit)(void *data, const OutputRow *row), void *data,
                         Error **error);
/* Replaces the output of this path, with its readings, which are sorted. Sets row->row. */
bool record_put_output(Record *record, OutputRow *row, const Trace *reads, const char *reason,
                       NameTable *subjects, Error **error);
bool record_remove_output(Record *record, int64_t row, Error **error);
/* One output by its path: its row, its readings, why it was last rendered. False with
 * *error unset: no such output. */
bool record_find_output(Record *record, Arena *arena, const char *path, OutputRow *row,
                        Trace *reads, const char **reason, Error **error);

/* One output by its row, without its readings. */
bool record_find_output_row(Record *record, Arena *arena, int64_t number, OutputRow *row,
                            Error **error);
/* `origin`: the file that is copied there, or NULL: whatever it is. */
bool record_has_output(Record *record, const char *path, const char *origin);

/* The outputs that may have read a subject (all that recorded any of its fields). `reads`
 * lives for the call; NULL: the record of it is damaged. */
typedef bool (*ReaderVisit)(void *data, int64_t output, const Trace *reads, Error **error);
bool record_visit_readers(Record *record, Subject subject, ReaderVisit visit, void *data,
                          Error **error);
/* All outputs; `reads` has what they read of `subjects` (of Subject). */
bool record_visit_all_readers(Record *record, const GArray *subjects, ReaderVisit visit, void *data,
                              Error **error);

/* The files that show something of a page's comments, by path. */
bool record_visit_comment_readers(Record *record, const char *page_id,
                                  void (*visit)(void *data, const char *path), void *data,
                                  Error **error);

/* One page by its row (path NULL) or by its path; *place as place.h wrote it, NULL when
 * the page is not visible. False with *error unset: there is none. */
bool record_find_page(Record *record, Arena *arena, int64_t row, const char *path, PageRow *out,
                      const char **place, Error **error);
/* Lists and authors, as far as pages show them: replace those that changed. */
bool record_put_lists(Record *record, const Site *site, Error **error);
bool record_put_authors(Record *record, const Site *site, Error **error);
/* The pages of a list: the rows of `count` of them from `first` on, into `rows`. False when
 * there are fewer. */
bool record_list_pages(Record *record, const char *key, size_t first, size_t count, int64_t *rows,
                       Error **error);
/* The keys of lists of one kind and language, in order. */
bool record_visit_list_keys(Record *record, ListKind kind, const char *lang,
                            void (*visit)(void *data, const char *key), void *data, Error **error);
/* Add what is recorded to the site; nothing when it is not there. */
bool record_find_list(Record *record, Site *site, const char *key, Error **error);
bool record_find_author(Record *record, Site *site, const char *id, Error **error);

/* Values of data files, as JSON: what data.h keeps. g_free; NULL: not kept. */
char *record_data(Record *record, const char *name, int64_t *digest);
bool record_put_data(Record *record, const char *name, int64_t digest, const char *json,
                     Error **error);
/* Remove those that are not current any more. */
bool record_forget_data(Record *record,
                        bool (*is_current)(void *data, const char *name, int64_t digest),
                        void *data, Error **error);
/* How large an image is, and of which blob that was read. */
typedef struct ImageRow {
  const char *path;
  unsigned char id[20];
  ImageSize size; /* 0: it says none */
} ImageRow;
/* The row's path lives for the call. */
bool record_load_images(Record *record, void (*visit)(void *data, const ImageRow *row), void *data,
                        Error **error);
/* The size of one, whose path is given; false when it is not recorded. */
bool record_find_image(Record *record, ImageRow *row);
bool record_put_image(Record *record, const ImageRow *row, Error **error);
bool record_remove_image(Record *record, const char *path, Error **error);
bool record_clear_images(Record *record, Error **error);

/* The journal of publishing: rename `staged` over `path`, or remove `path` (staged NULL). */
bool record_journal_add(Record *record, const char *path, const char *staged, Error **error);
bool record_journal_visit(Record *record,
                          bool (*visit)(void *data, const char *path, const char *staged,
                                        Error **error),
                          void *data, Error **error);
int64_t record_journal_count(Record *record);
bool record_journal_clear(Record *record, Error **error);

/* Readers that outputs got or lost are written when the transaction ends, or somebody asks. */
bool record_begin(Record *record, Error **error);
bool record_commit(Record *record, Error **error);
void record_rollback(Record *record);

#endif
