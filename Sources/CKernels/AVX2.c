// The body for AVX2.

#if defined(__x86_64__)

#define CK_TABLE ck_avx2
#define CK_TARGET "avx2"
#define CK_REGISTER_BYTES 32
#define CK_VECTORS 2
#define CK_UNITS 2
#define CK_TILE_UNITS 6
#define CK_TILE_VECTORS 1
#define CK_PHILOX_LANES 8

#include "Body.inc.h"

#else
typedef int ck_no_avx2;
#endif
