/// The point of the unit circle at an angle that is counted in turns: a quarter is (0, 1).
///
/// Points that decide anything recorded cannot come from the C library, whose last bits
/// differ between machines. The angle is brought within an eighth of a turn of an axis, which
/// is exact, and there Taylor's series to the 18th power are: within 1 unit in the last place,
/// exact on the axes, and with the circle's symmetries in every bit.
struct Direction: Equatable {
  let cosine: Double
  let sine: Double

  /// - Precondition: `abs(turns) < 0x1p50`
  init(turns: Double) {
    let angle = abs(turns) - abs(turns).rounded(.down)
    let quarter = (angle * 4).rounded()
    let x = (angle - quarter / 4) * (2 * Double.pi)
    let z = x * x

    // From 1/17! and 1/18! on: the next terms are below 2⁻⁶⁰.
    var s = 1.0 / 355_687_428_096_000
    for factorial in [
      -1_307_674_368_000, 6_227_020_800, -39_916_800, 362_880, -5040, 120, -6,
    ] {
      s = s * z + 1 / Double(factorial)
    }
    var c = -1.0 / 6_402_373_705_728_000
    for factorial in [
      20_922_789_888_000, -87_178_291_200, 479_001_600, -3_628_800, 40320, -720, 24,
    ] {
      c = c * z + 1 / Double(factorial)
    }
    let near = x + x * z * s
    // What 1 - z / 2 loses by rounding is put back.
    let head = 1 - z / 2
    let far = head + ((1 - head - z / 2) + z * z * c)

    let (cosine, sine) =
      switch quarter {
      case 1: (-near, far)
      case 2: (-far, -near)
      case 3: (near, -far)
      default: (far, near)
      }
    // Adding 0 turns -0 into 0.
    self.cosine = cosine + 0
    self.sine = (turns < 0 ? -sine : sine) + 0
  }
}
