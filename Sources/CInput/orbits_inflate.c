#include "orbits_inflate.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

struct orbits_inflate {
  z_stream stream;
};

// The largest window, and a gzip header is asked for.
enum { GZIP_WINDOW = 15 + 16 };

orbits_inflate *orbits_inflate_open(void) {
  orbits_inflate *self = calloc(1, sizeof *self);
  if (self == NULL) return NULL;
  if (inflateInit2(&self->stream, GZIP_WINDOW) != Z_OK) {
    free(self);
    return NULL;
  }
  return self;
}

void orbits_inflate_close(orbits_inflate *self) {
  if (self == NULL) return;
  inflateEnd(&self->stream);
  free(self);
}

int32_t orbits_inflate_step(orbits_inflate *self, const uint8_t *input, size_t *input_count,
                            uint8_t *output, size_t *output_count) {
  z_stream *stream = &self->stream;
  // zlib promises not to write to its input.
  stream->next_in = (Bytef *)input;
  stream->avail_in = (uInt)*input_count;
  stream->next_out = output;
  stream->avail_out = (uInt)*output_count;
  int code = inflate(stream, Z_NO_FLUSH);
  *input_count -= stream->avail_in;
  *output_count -= stream->avail_out;
  switch (code) {
  case Z_OK:
  case Z_BUF_ERROR: return ORBITS_INFLATE_MORE;
  case Z_STREAM_END:
    return inflateReset(stream) == Z_OK ? ORBITS_INFLATE_ENDED : ORBITS_INFLATE_DAMAGED;
  case Z_MEM_ERROR: return ORBITS_INFLATE_NO_MEMORY;
  default:
    if (stream->msg != NULL && (strcmp(stream->msg, "incorrect data check") == 0 ||
                                strcmp(stream->msg, "incorrect length check") == 0)) {
      return ORBITS_INFLATE_CHECKSUM;
    }
    return ORBITS_INFLATE_DAMAGED;
  }
}
