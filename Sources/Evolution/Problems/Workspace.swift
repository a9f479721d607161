/// Memory that one worker uses again and again while it evaluates.
public struct Workspace: Sendable {
  /// 64-byte aligned scratch is cut from this by the kernels' wrapper.
  var bytes: [UInt64]

  public init(byteCount: Int) {
    bytes = Array(repeating: 0, count: (byteCount + 7) / 8 + 8)
  }
}
