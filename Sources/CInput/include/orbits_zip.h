// zip archives, by way of libzip.
#ifndef ORBITS_ZIP_H
#define ORBITS_ZIP_H

#include <stddef.h>
#include <stdint.h>

#endif
