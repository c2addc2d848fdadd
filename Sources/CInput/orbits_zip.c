#include "orbits_zip.h"
