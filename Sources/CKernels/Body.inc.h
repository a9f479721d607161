// The one body of all kernels. A level's file defines before it includes this:
//   CK_TABLE         the table to define
//   CK_TARGET        instruction sets, or undefined for the baseline
//   CK_REGISTER_BYTES  of a vector register: 16, 32 or 64
//   CK_VECTORS       16-float vectors of samples that a loop keeps in registers: 1, 2 or 4
//   CK_UNITS         units that a loop computes together: 2 or 4
//   CK_TILE_UNITS, CK_TILE_VECTORS  the same of a network's layer, whose sums fill the registers:
//                    2 or 6 units, and 1, 2 or 4 vectors
//   CK_PHILOX_LANES  blocks of random words that are computed together: 4, 8 or 16
// The numbers change the speed only, never a bit of the results.

#include <string.h>

#include "Table.h"

#ifdef __FAST_MATH__
#error "Fast math changes the results."
#endif
#pragma STDC FP_CONTRACT OFF

// Vectors are passed only between functions that are always inlined: no calling convention.
#pragma clang diagnostic ignored "-Wpsabi"

#ifdef CK_TARGET
#pragma clang attribute push(__attribute__((target(CK_TARGET))), apply_to = function)
#endif

#include "Vectors.inc.h"
#include "Functions.inc.h"
#include "Bytes.inc.h"
#include "Networks.inc.h"
#include "Gradients.inc.h"
#include "Probes.inc.h"
#include "Random.inc.h"
#include "Variation.inc.h"
#include "LinearAlgebra.inc.h"
#include "Peak.inc.h"

#ifdef CK_TARGET
#pragma clang attribute pop
#endif

const ck_table CK_TABLE = {
  gatherBytes, evaluate, addToTallies, scoresOf, predict, gradient, probeBlock, probeUnits,
  probeMember, philox, uniform, normal, cauchy,
  map, swapWhere, blend, multiply_double, multiply_float, dots, eigen, peak,
};
