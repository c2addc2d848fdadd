#include "orbits_inflate.h"
