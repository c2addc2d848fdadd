// databases, by way of SQLite.
#ifndef ORBITS_SQLITE_H
#define ORBITS_SQLITE_H

#include <stddef.h>
#include <stdint.h>

#endif
