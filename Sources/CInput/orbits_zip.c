#include "orbits_zip.h"

#include <stdlib.h>

#if __has_include(<zip.h>)

#include <dlfcn.h>
#include <zip.h>

// Workbooks are the one thing libzip is for: other starts do not pay for it, and a packed orbits
// runs where it is not.
static struct {
  int is_there;
  zip_source_t *(*source)(const void *, zip_uint64_t, int, zip_error_t *);
  void (*source_free)(zip_source_t *);
  zip_t *(*open)(zip_source_t *, int, zip_error_t *);
  void (*discard)(zip_t *);
  zip_int64_t (*find)(zip_t *, const char *, zip_flags_t);
  int (*stat)(zip_t *, zip_uint64_t, zip_flags_t, zip_stat_t *);
  zip_file_t *(*start)(zip_t *, zip_uint64_t, zip_flags_t);
  zip_int64_t (*read)(zip_file_t *, void *, zip_uint64_t);
  int (*end)(zip_file_t *);
} library;

static int find_library(void) {
  if (library.is_there) return 1;
  static const char *const names[] = {
      "libzip.so.5",
      "libzip.so.4",
      "libzip.so",
      "libzip.5.dylib",
      "/opt/homebrew/lib/libzip.dylib",
      "/usr/local/lib/libzip.dylib",
  };
  void *handle = NULL;
  for (size_t index = 0; !handle && index < sizeof names / sizeof *names; index++) {
    handle = dlopen(names[index], RTLD_NOW | RTLD_LOCAL);
  }
  if (!handle) return 0;
  *(void **)&library.source = dlsym(handle, "zip_source_buffer_create");
  *(void **)&library.source_free = dlsym(handle, "zip_source_free");
  *(void **)&library.open = dlsym(handle, "zip_open_from_source");
  *(void **)&library.discard = dlsym(handle, "zip_discard");
  *(void **)&library.find = dlsym(handle, "zip_name_locate");
  *(void **)&library.stat = dlsym(handle, "zip_stat_index");
  *(void **)&library.start = dlsym(handle, "zip_fopen_index");
  *(void **)&library.read = dlsym(handle, "zip_fread");
  *(void **)&library.end = dlsym(handle, "zip_fclose");
  library.is_there = library.source && library.source_free && library.open && library.discard
      && library.find && library.stat && library.start && library.read && library.end;
  return library.is_there;
}

struct orbits_zip {
  zip_t *archive;
  zip_file_t *file;
};

orbits_zip *orbits_zip_open(const uint8_t *bytes, size_t count, int *fault) {
  *fault = ORBITS_ZIP_NO_LIBRARY;
  if (!find_library()) return NULL;
  *fault = ORBITS_ZIP_MEMORY;
  orbits_zip *zip = calloc(1, sizeof *zip);
  if (!zip) return NULL;
  zip_source_t *source = library.source(bytes, count, 0, NULL);
  if (!source) return free(zip), NULL;
  *fault = ORBITS_ZIP_DAMAGED;
  zip->archive = library.open(source, ZIP_RDONLY, NULL);
  if (!zip->archive) return library.source_free(source), free(zip), NULL;
  *fault = ORBITS_ZIP_FINE;
  return zip;
}

void orbits_zip_close(orbits_zip *zip) {
  if (!zip) return;
  if (zip->file) library.end(zip->file);
  library.discard(zip->archive);
  free(zip);
}

int64_t orbits_zip_find(const orbits_zip *zip, const char *path) {
  return library.find(zip->archive, path, ZIP_FL_NOCASE);
}

int64_t orbits_zip_size(const orbits_zip *zip, int64_t place) {
  zip_stat_t facts;
  if (library.stat(zip->archive, (zip_uint64_t)place, 0, &facts) != 0) return -1;
  return facts.valid & ZIP_STAT_SIZE ? (int64_t)facts.size : -1;
}

int orbits_zip_start(orbits_zip *zip, int64_t place) {
  if (zip->file) library.end(zip->file);
  zip->file = NULL;
  zip_stat_t facts;
  if (library.stat(zip->archive, (zip_uint64_t)place, 0, &facts) == 0
      && facts.valid & ZIP_STAT_ENCRYPTION_METHOD && facts.encryption_method != ZIP_EM_NONE) {
    return ORBITS_ZIP_ENCRYPTED;
  }
  zip->file = library.start(zip->archive, (zip_uint64_t)place, 0);
  return zip->file ? ORBITS_ZIP_FINE : ORBITS_ZIP_DAMAGED;
}

int64_t orbits_zip_read(orbits_zip *zip, uint8_t *target, size_t count) {
  return zip->file ? library.read(zip->file, target, count) : -1;
}

#else

orbits_zip *orbits_zip_open(const uint8_t *bytes, size_t count, int *fault) {
  (void)bytes, (void)count;
  *fault = ORBITS_ZIP_NO_LIBRARY;
  return NULL;
}

void orbits_zip_close(orbits_zip *zip) { (void)zip; }

int64_t orbits_zip_find(const orbits_zip *zip, const char *path) {
  (void)zip, (void)path;
  return -1;
}

int64_t orbits_zip_size(const orbits_zip *zip, int64_t place) {
  (void)zip, (void)place;
  return -1;
}

int orbits_zip_start(orbits_zip *zip, int64_t place) {
  (void)zip, (void)place;
  return ORBITS_ZIP_NO_LIBRARY;
}

int64_t orbits_zip_read(orbits_zip *zip, uint8_t *target, size_t count) {
  (void)zip, (void)target, (void)count;
  return -1;
}

#endif
