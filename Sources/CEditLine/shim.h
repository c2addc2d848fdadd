// What Swift may see of libedit.
#ifndef ORBITS_CEDITLINE_SHIM_H
#define ORBITS_CEDITLINE_SHIM_H

#include <histedit.h>

#endif
