// gzip, by way of zlib.
#ifndef ORBITS_INFLATE_H
#define ORBITS_INFLATE_H

#include <stddef.h>
#include <stdint.h>

typedef struct orbits_inflate orbits_inflate;

enum {
  /// More bytes are wanted, or more room.
  ORBITS_INFLATE_MORE = 0,
  /// A member has ended, its checksum is right. The next call begins another member.
  ORBITS_INFLATE_ENDED = 1,
  ORBITS_INFLATE_DAMAGED = 2,
  ORBITS_INFLATE_CHECKSUM = 3,
  ORBITS_INFLATE_NO_MEMORY = 4,
};

/// NULL when there is no memory.
orbits_inflate *orbits_inflate_open(void);

void orbits_inflate_close(orbits_inflate *self);

/// Unpacks from `input` into `output`; both counts say what there is and are set to what was used.
int32_t orbits_inflate_step(orbits_inflate *self, const uint8_t *input, size_t *input_count,
                            uint8_t *output, size_t *output_count);

#endif
