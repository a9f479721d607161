// The body for AVX-512 F, DQ, BW and VL.

#if defined(__x86_64__)

#define CK_TABLE ck_avx512
#define CK_TARGET "avx512f,avx512dq,avx512bw,avx512vl"
#define CK_REGISTER_BYTES 64
#define CK_VECTORS 4
#define CK_UNITS 4
#define CK_TILE_UNITS 6
#define CK_TILE_VECTORS 4
#define CK_PHILOX_LANES 16

#include "Body.inc.h"

#else
typedef int ck_no_avx512;
#endif
