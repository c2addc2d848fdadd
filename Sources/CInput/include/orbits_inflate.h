// gzip, by way of zlib.
#ifndef ORBITS_INFLATE_H
#define ORBITS_INFLATE_H

#include <stddef.h>
#include <stdint.h>

#endif
