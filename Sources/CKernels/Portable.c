// The body for the compiler's baseline: SSE2 on x86-64, NEON on arm64.

#define CK_TABLE ck_portable
#define CK_REGISTER_BYTES 16
#define CK_VECTORS 1
#define CK_UNITS 2
#define CK_TILE_UNITS 2
#define CK_TILE_VECTORS 1
#define CK_PHILOX_LANES 4

#include "Body.inc.h"
