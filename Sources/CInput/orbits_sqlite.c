#include "orbits_sqlite.h"

#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct orbits_database {
  sqlite3 *handle;
  int32_t (*should_stop)(void *);
  void *context;
};

struct orbits_rows {
  sqlite3_stmt *statement;
  int columns;
  // A row was reached and not handed over yet.
  int has_row;
  int is_done;
  // By column: binary cells, then infinite ones.
  int64_t *counts;
};

static int32_t outcome_of(int code) {
  switch (code & 0xFF) {
  case SQLITE_OK:
  case SQLITE_ROW: return ORBITS_SQLITE_FINE;
  case SQLITE_DONE: return ORBITS_SQLITE_DONE;
  case SQLITE_BUSY:
  case SQLITE_LOCKED: return ORBITS_SQLITE_BUSY;
  case SQLITE_CORRUPT:
  case SQLITE_FORMAT: return ORBITS_SQLITE_DAMAGED;
  case SQLITE_NOTADB: return ORBITS_SQLITE_NO_DATABASE;
  case SQLITE_INTERRUPT: return ORBITS_SQLITE_INTERRUPTED;
  case SQLITE_CANTOPEN:
  case SQLITE_READONLY: return ORBITS_SQLITE_CANNOT_OPEN;
  default: return ORBITS_SQLITE_FAILED;
  }
}

// MARK: - Databases

// What a foreign schema says is data, never an order: its functions and triggers do not run.
static void distrust(sqlite3 *handle) {
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)0);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, (int *)0);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
  sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
}

static orbits_database *opened(const char *uri, int32_t *outcome) {
  orbits_database *database = calloc(1, sizeof *database);
  if (!database) {
    *outcome = ORBITS_SQLITE_FAILED;
    return 0;
  }
  int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX;
  *outcome = outcome_of(sqlite3_open_v2(uri, &database->handle, flags, 0));
  if (database->handle) {
    distrust(database->handle);
    sqlite3_busy_timeout(database->handle, 3000);
  }
  return database;
}

orbits_database *orbits_database_open(const char *uri, int32_t *outcome) {
  return opened(uri, outcome);
}

uint8_t *orbits_database_allocate(int64_t count) {
  return sqlite3_malloc64((sqlite3_uint64)count);
}

void orbits_database_release(uint8_t *bytes) { sqlite3_free(bytes); }

orbits_database *orbits_database_open_bytes(uint8_t *bytes, int64_t count, int32_t *outcome) {
  orbits_database *database = opened(":memory:", outcome);
  if (!database || *outcome != ORBITS_SQLITE_FINE) {
    sqlite3_free(bytes);
    return database;
  }
  *outcome = outcome_of(sqlite3_deserialize(
      database->handle, "main", bytes, count, count,
      SQLITE_DESERIALIZE_READONLY | SQLITE_DESERIALIZE_FREEONCLOSE));
  return database;
}

void orbits_database_close(orbits_database *database) {
  if (!database) return;
  sqlite3_close_v2(database->handle);
  free(database);
}

const char *orbits_database_message(orbits_database *database) {
  return database && database->handle ? sqlite3_errmsg(database->handle) : "out of memory";
}

int32_t orbits_database_execute(orbits_database *database, const char *sql) {
  return outcome_of(sqlite3_exec(database->handle, sql, 0, 0, 0));
}

static int ask(void *context) {
  orbits_database *database = context;
  return database->should_stop(database->context) != 0;
}

void orbits_database_watch(
    orbits_database *database, int32_t (*should_stop)(void *), void *context) {
  database->should_stop = should_stop;
  database->context = context;
  if (!database->handle) return;
  sqlite3_progress_handler(database->handle, 20000, should_stop ? ask : 0, database);
}

// MARK: - Rows

orbits_rows *orbits_rows_open(orbits_database *database, const char *sql, int32_t *outcome) {
  sqlite3_stmt *statement = 0;
  *outcome = outcome_of(sqlite3_prepare_v2(database->handle, sql, -1, &statement, 0));
  if (*outcome != ORBITS_SQLITE_FINE || !statement) {
    sqlite3_finalize(statement);
    if (*outcome == ORBITS_SQLITE_FINE) *outcome = ORBITS_SQLITE_FAILED;
    return 0;
  }
  orbits_rows *rows = calloc(1, sizeof *rows);
  int columns = sqlite3_column_count(statement);
  int64_t *counts = calloc((size_t)columns * 2 + 1, sizeof *counts);
  if (!rows || !counts) {
    sqlite3_finalize(statement);
    free(rows);
    free(counts);
    *outcome = ORBITS_SQLITE_FAILED;
    return 0;
  }
  rows->statement = statement;
  rows->columns = columns;
  rows->counts = counts;
  return rows;
}

void orbits_rows_close(orbits_rows *rows) {
  if (!rows) return;
  sqlite3_finalize(rows->statement);
  free(rows->counts);
  free(rows);
}

void orbits_rows_rewind(orbits_rows *rows) {
  sqlite3_reset(rows->statement);
  rows->has_row = 0;
  rows->is_done = 0;
  memset(rows->counts, 0, (size_t)rows->columns * 2 * sizeof *rows->counts);
}

int32_t orbits_rows_column_count(orbits_rows *rows) { return rows->columns; }

const char *orbits_rows_name(orbits_rows *rows, int32_t column) {
  const char *name = sqlite3_column_name(rows->statement, column);
  return name ? name : "";
}

const char *orbits_rows_declared_type(orbits_rows *rows, int32_t column) {
  return sqlite3_column_decltype(rows->statement, column);
}

int64_t orbits_rows_binary_count(orbits_rows *rows, int32_t column) {
  return rows->counts[column];
}

int64_t orbits_rows_infinite_count(orbits_rows *rows, int32_t column) {
  return rows->counts[rows->columns + column];
}

// MARK: - Cells as text

// Room for any number.
#define NUMBER_WIDTH 40

static size_t write_integer(uint8_t *out, sqlite3_int64 value) {
  char digits[24];
  size_t count = 0;
  uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
  do {
    digits[count++] = (char)('0' + rest % 10);
    rest /= 10;
  } while (rest);
  size_t length = 0;
  if (value < 0) out[length++] = '-';
  while (count) out[length++] = (uint8_t)digits[--count];
  return length;
}

// The shortest decimals that read back as the same number, always with a point or an exponent.
// Prices and the like are whole numbers of some 1/10^n: those are written without printf.
static size_t write_real(uint8_t *out, double value) {
  double magnitude = fabs(value);
  if (magnitude < 1e12) {
    double scale = 1;
    for (size_t places = 1; places <= 4; places++) {
      scale *= 10;
      double scaled = magnitude * scale;
      if (scaled > 9007199254740992.0) break;
      double whole = rint(scaled);
      if (whole / scale != magnitude) continue;
      size_t length = 0;
      if (signbit(value)) out[length++] = '-';
      uint64_t units = (uint64_t)whole;
      uint64_t divisor = (uint64_t)scale;
      length += write_integer(out + length, (sqlite3_int64)(units / divisor));
      out[length++] = '.';
      for (uint64_t rest = units % divisor; places > 0; places--) {
        divisor /= 10;
        out[length++] = (uint8_t)('0' + rest / divisor % 10);
      }
      return length;
    }
  }
  char text[NUMBER_WIDTH];
  for (int digits = 15; digits <= 17; digits++) {
    snprintf(text, sizeof text, "%.*g", digits, value);
    if (digits == 17 || strtod(text, 0) == value) break;
  }
  // The point is a comma where the locale says so.
  char *comma = strchr(text, ',');
  if (comma) *comma = '.';
  if (!strpbrk(text, ".e")) strcat(text, ".0");
  size_t length = strlen(text);
  memcpy(out, text, length);
  return length;
}

// Longer cells than a field can say are none that anybody wrote.
#define LONGEST_CELL 0x3FFFFFFF

// The bytes the row that was reached may need.
static size_t room_for_row(orbits_rows *rows) {
  size_t room = 0;
  for (int column = 0; column < rows->columns; column++) {
    int type = sqlite3_column_type(rows->statement, column);
    if (type == SQLITE_TEXT) {
      // In this order: asking for the text converts UTF-16 databases, and settles the count.
      sqlite3_column_text(rows->statement, column);
      room += (size_t)sqlite3_column_bytes(rows->statement, column);
    } else {
      room += NUMBER_WIDTH;
    }
  }
  return room;
}

static size_t write_row(orbits_rows *rows, uint8_t *bytes, size_t used, uint64_t *cells) {
  sqlite3_stmt *statement = rows->statement;
  for (int column = 0; column < rows->columns; column++) {
    size_t length = 0;
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      length = write_integer(bytes + used, sqlite3_column_int64(statement, column));
      break;
    case SQLITE_FLOAT: {
      double value = sqlite3_column_double(statement, column);
      if (isfinite(value)) {
        length = write_real(bytes + used, value);
      } else {
        rows->counts[rows->columns + column]++;
      }
      break;
    }
    case SQLITE_TEXT: {
      const unsigned char *text = sqlite3_column_text(statement, column);
      length = (size_t)sqlite3_column_bytes(statement, column);
      if (!text) length = 0;
      if (length > LONGEST_CELL) length = LONGEST_CELL;
      if (length) memcpy(bytes + used, text, length);
      break;
    }
    case SQLITE_BLOB: rows->counts[column]++; break;
    default: break;
    }
    cells[column] = (uint64_t)(uint32_t)used | (uint64_t)length << 32;
    used += length;
  }
  return used;
}

int32_t orbits_rows_fill(orbits_rows *rows, orbits_batch *batch) {
  batch->byte_count = 0;
  batch->row_count = 0;
  batch->bytes_wanted = 0;
  if (rows->is_done) return ORBITS_SQLITE_DONE;
  while (batch->row_count < batch->row_capacity) {
    if (!rows->has_row) {
      int code = sqlite3_step(rows->statement);
      if (code == SQLITE_DONE) {
        rows->is_done = 1;
        return batch->row_count ? ORBITS_SQLITE_FINE : ORBITS_SQLITE_DONE;
      }
      if (code != SQLITE_ROW) return outcome_of(code);
      rows->has_row = 1;
    }
    size_t room = room_for_row(rows);
    if (room > batch->byte_capacity - batch->byte_count) {
      if (batch->row_count) return ORBITS_SQLITE_FINE;
      batch->bytes_wanted = room;
      return ORBITS_SQLITE_FULL;
    }
    uint64_t *cells = batch->cells + batch->row_count * (size_t)rows->columns;
    batch->byte_count = write_row(rows, batch->bytes, batch->byte_count, cells);
    batch->row_count++;
    rows->has_row = 0;
  }
  return ORBITS_SQLITE_FINE;
}
