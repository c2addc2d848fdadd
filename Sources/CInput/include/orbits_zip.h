// zip archives, by way of libzip, which is looked for when the first archive is opened.
#ifndef ORBITS_ZIP_H
#define ORBITS_ZIP_H

#include <stddef.h>
#include <stdint.h>

typedef struct orbits_zip orbits_zip;

enum orbits_zip_fault {
  ORBITS_ZIP_FINE,
  // libzip is not on this machine, or orbits was built without it.
  ORBITS_ZIP_NO_LIBRARY,
  ORBITS_ZIP_DAMAGED,
  ORBITS_ZIP_MEMORY,
  ORBITS_ZIP_ENCRYPTED,
};

// Opens an archive that lies in memory, which stays there until it is closed. NULL with a fault.
orbits_zip *orbits_zip_open(const uint8_t *bytes, size_t count, int *fault);
void orbits_zip_close(orbits_zip *zip);

// The place of a file by its path, without regard to case; -1 when there is none.
int64_t orbits_zip_find(const orbits_zip *zip, const char *path);
// How many bytes a file says it has; -1 when it does not say.
int64_t orbits_zip_size(const orbits_zip *zip, int64_t place);

// Starts reading a file of the archive; one at a time.
int orbits_zip_start(orbits_zip *zip, int64_t place);
// The next bytes; 0 at its end, -1 when it is damaged.
int64_t orbits_zip_read(orbits_zip *zip, uint8_t *target, size_t count);

#endif
