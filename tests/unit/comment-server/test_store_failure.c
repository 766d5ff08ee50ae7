/* A disk that fails: SQLite gets a file system of ours in between, which fails
 * when it is told to. */
#include "tests/unit/comment-server/store_fixture.h"

#include <sqlite3.h>

typedef enum Fault { FAULT_NONE, FAULT_SYNC, FAULT_WRITE, FAULT_FULL } Fault;

static _Atomic int fault, syncs;

/* Each file is wrapped: our methods first, the real file behind. */
typedef struct FaultyFile {
  sqlite3_file base;
  sqlite3_file *real;
} FaultyFile;

static sqlite3_file *real_of(sqlite3_file *file)
{
  return ((FaultyFile *)file)->real;
}
#define REAL(file) (real_of(file)->pMethods)

static int faulty_close(sqlite3_file *file)
{
  return REAL(file)->xClose(real_of(file));
}
static int faulty_read(sqlite3_file *file, void *to, int count, sqlite3_int64 offset)
{
  return REAL(file)->xRead(real_of(file), to, count, offset);
}
static int faulty_write(sqlite3_file *file, const void *from, int count, sqlite3_int64 offset)
{
  if (fault == FAULT_WRITE)
    return SQLITE_IOERR_WRITE;
  if (fault == FAULT_FULL)
    return SQLITE_FULL;
  return REAL(file)->xWrite(real_of(file), from, count, offset);
}
static int faulty_sync(sqlite3_file *file, int flags)
{
  syncs++;
  return fault == FAULT_SYNC ? SQLITE_IOERR_FSYNC : REAL(file)->xSync(real_of(file), flags);
}
static int faulty_truncate(sqlite3_file *file, sqlite3_int64 size)
{
  return REAL(file)->xTruncate(real_of(file), size);
}
static int faulty_size(sqlite3_file *file, sqlite3_int64 *size)
{
  return REAL(file)->xFileSize(real_of(file), size);
}
static int faulty_lock(sqlite3_file *file, int level)
{
  return REAL(file)->xLock(real_of(file), level);
}
static int faulty_unlock(sqlite3_file *file, int level)
{
  return REAL(file)->xUnlock(real_of(file), level);
}
static int faulty_reserved(sqlite3_file *file, int *out)
{
  return REAL(file)->xCheckReservedLock(real_of(file), out);
}
static int faulty_control(sqlite3_file *file, int operation, void *argument)
{
  return REAL(file)->xFileControl(real_of(file), operation, argument);
}
static int faulty_sector(sqlite3_file *file)
{
  return REAL(file)->xSectorSize(real_of(file));
}
static int faulty_device(sqlite3_file *file)
{
  return REAL(file)->xDeviceCharacteristics(real_of(file));
}
static int faulty_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
  return REAL(file)->xShmMap(real_of(file), page, size, extend, out);
}
static int faulty_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
  return REAL(file)->xShmLock(real_of(file), offset, count, flags);
}
static void faulty_shm_barrier(sqlite3_file *file)
{
  REAL(file)->xShmBarrier(real_of(file));
}
static int faulty_shm_unmap(sqlite3_file *file, int delete)
{
  return REAL(file)->xShmUnmap(real_of(file), delete);
}

static const sqlite3_io_methods faulty_methods = {
    2,
    faulty_close,
    faulty_read,
    faulty_write,
    faulty_truncate,
    faulty_sync,
    faulty_size,
    faulty_lock,
    faulty_unlock,
    faulty_reserved,
    faulty_control,
    faulty_sector,
    faulty_device,
    faulty_shm_map,
    faulty_shm_lock,
    faulty_shm_barrier,
    faulty_shm_unmap,
    NULL,
    NULL,
};

static int faulty_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
  sqlite3_vfs *real_vfs = vfs->pAppData;
  FaultyFile *faulty = (FaultyFile *)file;
  faulty->real = (sqlite3_file *)(faulty + 1);
  int code = real_vfs->xOpen(real_vfs, name, faulty->real, flags, out);
  faulty->base.pMethods = faulty->real->pMethods ? &faulty_methods : NULL;
  return code;
}

static sqlite3_vfs faulty_vfs;

static void install_faulty_vfs(void)
{
  sqlite3_vfs *real = sqlite3_vfs_find(NULL);
  faulty_vfs = *real;
  faulty_vfs.zName = "faulty";
  faulty_vfs.pAppData = real;
  faulty_vfs.szOsFile = (int)sizeof(FaultyFile) + real->szOsFile;
  faulty_vfs.xOpen = faulty_open;
  assert_int_equal(sqlite3_vfs_register(&faulty_vfs, 1), SQLITE_OK);
}

/* --- the tests --- */

typedef struct FailureSeen {
  _Atomic int calls;
} FailureSeen;

static void on_failed(void *data, const Error *error)
{
  assert_non_null(error);
  atomic_fetch_add(&((FailureSeen *)data)->calls, 1);
}

static Fixture *open_watched(FailureSeen *seen)
{
  Fixture *fixture = fixture_new();
  StoreOptions options = {.path = fixture->path,
                          .clock = &fixture->clock,
                          .random = &fixture->random,
                          .failed = on_failed,
                          .failed_data = seen};
  Error *error = NULL;
  fixture->store = store_open(&options, &error);
  no_error(error);
  return fixture;
}

static bool try_submit(Fixture *fixture, const char *text, Error **error)
{
  Submit request = {.draft = {.page_id = "p", .author = "a", .text = text, .html = ""}};
  return store_write_wait(fixture->store, run_submit, &request, error);
}

static void check_fatal(Fault which)
{
  FailureSeen seen = {0};
  Fixture *fixture = open_watched(&seen);
  assert_true(try_submit(fixture, "before", NULL));
  fault = which;
  g_autoptr(Error) error = NULL, later = NULL;
  assert_false(try_submit(fixture, "lost", &error));
  fault = FAULT_NONE;
  assert_int_equal(error->kind, ERROR_MACHINE);
  assert_true(store_has_failed(fixture->store));
  assert_int_equal(seen.calls, 1);

  /* The disk works again, and still nothing is accepted before a restart. */
  assert_false(try_submit(fixture, "refused", &later));
  assert_non_null(strstr(later->what, "can't be stored"));
  assert_int_equal(seen.calls, 1);
  fixture_reopen(fixture);
  assert_true(try_submit(fixture, "after", NULL));
  assert_int_equal(fixture_int(fixture, "SELECT count(*) FROM comment WHERE text = 'before'"), 1);
  assert_int_equal(fixture_int(fixture, "SELECT count(*) FROM comment WHERE text = 'refused'"), 0);
  assert_int_equal(fixture_int(fixture, "SELECT count(*) FROM comment WHERE text = 'after'"), 1);
  fixture_free(fixture);
}

static void test_each_answer_comes_after_an_fsync(void **state)
{
  (void)state;
  FailureSeen seen = {0};
  Fixture *fixture = open_watched(&seen);
  for (int i = 0; i < 5; i++) {
    int before = syncs;
    g_autofree char *text = g_strdup_printf("%d", i);
    assert_true(try_submit(fixture, text, NULL));
    assert_true(syncs > before);
  }
  fixture_free(fixture);
}

static void test_a_failed_fsync_stops_the_store(void **state)
{
  (void)state;
  check_fatal(FAULT_SYNC);
}

static void test_a_failed_write_stops_the_store(void **state)
{
  (void)state;
  check_fatal(FAULT_WRITE);
}

static void test_a_full_disk_fails_and_passes(void **state)
{
  (void)state;
  FailureSeen seen = {0};
  Fixture *fixture = open_watched(&seen);
  fault = FAULT_FULL;
  g_autoptr(Error) error = NULL;
  assert_false(try_submit(fixture, "lost", &error));
  fault = FAULT_NONE;
  assert_non_null(strstr(error->what, "the disk is full"));
  assert_false(store_has_failed(fixture->store));
  assert_int_equal(seen.calls, 0);
  assert_true(try_submit(fixture, "kept", NULL));
  assert_int_equal(fixture_int(fixture, "SELECT count(*) FROM comment"), 1);
  fixture_free(fixture);
}

/* More than SQLite's cache holds, so that it writes before COMMIT: then the
 * failure comes in the middle of a group and takes the transaction along. */
static bool run_much(StoreTx *tx, void *data, Error **error)
{
  (void)data;
  return sql_script(tx->db, "PRAGMA cache_size = 10", error) &&
         sql_run(
             tx->db, error,
             "INSERT INTO outbox (kind, page_id, created_at, due_at)"
             " WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
             " SELECT 'mail', printf('%.*c', 200, 'x'), 0, 0 FROM n",
             "");
}

static void test_a_full_disk_within_a_write(void **state)
{
  (void)state;
  FailureSeen seen = {0};
  Fixture *fixture = open_watched(&seen);
  fault = FAULT_FULL;
  g_autoptr(Error) error = NULL;
  assert_false(store_write_wait(fixture->store, run_much, NULL, &error));
  fault = FAULT_NONE;
  assert_non_null(strstr(error->what, "the disk is full"));
  assert_false(store_has_failed(fixture->store));
  assert_true(try_submit(fixture, "kept", NULL));
  assert_int_equal(fixture_int(fixture, "SELECT count(*) FROM outbox"), 0);
  fixture_free(fixture);
}

int main(void)
{
  install_faulty_vfs();
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_each_answer_comes_after_an_fsync),
      cmocka_unit_test(test_a_failed_fsync_stops_the_store),
      cmocka_unit_test(test_a_failed_write_stops_the_store),
      cmocka_unit_test(test_a_full_disk_fails_and_passes),
      cmocka_unit_test(test_a_full_disk_within_a_write),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
