// XML, by way of expat.
#ifndef ORBITS_XML_H
#define ORBITS_XML_H

#include <stddef.h>
#include <stdint.h>

#endif
