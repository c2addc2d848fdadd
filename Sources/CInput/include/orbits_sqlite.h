// databases, by way of SQLite: opened to be read, and rows handed over many at a time.
#ifndef ORBITS_SQLITE_H
#define ORBITS_SQLITE_H

#include <stddef.h>
#include <stdint.h>

typedef struct orbits_database orbits_database;
typedef struct orbits_rows orbits_rows;

// What an answer comes to.
enum {
  ORBITS_SQLITE_FINE = 0,
  ORBITS_SQLITE_DONE = 1,
  // The next row does not fit; `bytes_wanted` of the batch says how many it needs.
  ORBITS_SQLITE_FULL = 2,
  ORBITS_SQLITE_BUSY = 3,
  ORBITS_SQLITE_DAMAGED = 4,
  ORBITS_SQLITE_NO_DATABASE = 5,
  ORBITS_SQLITE_INTERRUPTED = 6,
  ORBITS_SQLITE_CANNOT_OPEN = 7,
  ORBITS_SQLITE_FAILED = 8,
};

// MARK: - Databases

// Opens a database for reading by its URI. The database is there to be closed even after a failure,
// and knows the message.
orbits_database *orbits_database_open(const char *uri, int32_t *outcome);

// Memory for the bytes of a database, and the database in them; it takes the memory over.
uint8_t *orbits_database_allocate(int64_t count);
void orbits_database_release(uint8_t *bytes);
orbits_database *orbits_database_open_bytes(uint8_t *bytes, int64_t count, int32_t *outcome);

void orbits_database_close(orbits_database *database);
const char *orbits_database_message(orbits_database *database);
int32_t orbits_database_execute(orbits_database *database, const char *sql);

// Asks now and then, while a row is being looked for, whether to go on: non-zero stops it.
void orbits_database_watch(
    orbits_database *database, int32_t (*should_stop)(void *), void *context);

// MARK: - Rows

// Rows of a select statement; null when it is none.
orbits_rows *orbits_rows_open(orbits_database *database, const char *sql, int32_t *outcome);
void orbits_rows_close(orbits_rows *rows);
void orbits_rows_rewind(orbits_rows *rows);

int32_t orbits_rows_column_count(orbits_rows *rows);
// Both are valid as long as the rows; the type is the declared one, null where none is.
const char *orbits_rows_name(orbits_rows *rows, int32_t column);
const char *orbits_rows_declared_type(orbits_rows *rows, int32_t column);

// Cells of a column, since the last rewind, that have no text: bytes, and numbers without end.
int64_t orbits_rows_binary_count(orbits_rows *rows, int32_t column);
int64_t orbits_rows_infinite_count(orbits_rows *rows, int32_t column);

typedef struct {
  uint8_t *bytes;
  size_t byte_capacity;
  // Row by row: where each cell begins in `bytes` (32 bits) and its length (30 bits above). Unknown
  // cells are empty.
  uint64_t *cells;
  size_t row_capacity;
  // Filled in.
  size_t byte_count;
  size_t row_count;
  size_t bytes_wanted;
} orbits_batch;

// The next rows as text, as many as fit.
int32_t orbits_rows_fill(orbits_rows *rows, orbits_batch *batch);

#endif
