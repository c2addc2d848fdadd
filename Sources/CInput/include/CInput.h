// What Swift may see of the C libraries that loading needs. Their own headers stay in the .c files:
// beside Foundation some do not even compile (libxml2), and none is meant for Swift.
#ifndef ORBITS_CINPUT_H
#define ORBITS_CINPUT_H

#include "orbits_inflate.h"
#include "orbits_sqlite.h"
#include "orbits_xml.h"
#include "orbits_zip.h"

#endif
