#include "orbits_sqlite.h"
