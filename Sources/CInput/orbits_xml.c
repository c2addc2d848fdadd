#include "orbits_xml.h"
