import FoundationEssentials

/// Numbers that are written to files as one base-64 string of their little-endian bit
/// patterns: short and exact, NaN included.
///
///     @Packed private(set) var mean: [Float] = []
///
/// A type whose arrays are packed needs no `Codable` code of its own.
@propertyWrapper
public struct Packed<Element: Packable>: Codable, Equatable, Sendable {
  public var wrappedValue: [Element]

  public init(wrappedValue: [Element]) {
    self.wrappedValue = wrappedValue
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let width = MemoryLayout<Element>.size
    guard let data = Data(base64Encoded: try container.decode(String.self)),
      data.count.isMultiple(of: width)
    else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "Numbers are packed as base-64, \(width) bytes each.")
    }
    let count = data.count / width
    // Unsafe: exactly the memory of so many numbers is written, and any bits are a number.
    wrappedValue = unsafe [Element](unsafeUninitializedCapacity: count) { buffer, filled in
      unsafe data.copyBytes(to: UnsafeMutableRawBufferPointer(buffer))
      filled = count
    }
  }

  public func encode(to encoder: any Encoder) throws {
    // Unsafe: the bytes are copied before the closure ends.
    let data = unsafe wrappedValue.withUnsafeBytes { unsafe Data($0) }
    var container = encoder.singleValueContainer()
    try container.encode(data.base64EncodedString())
  }
}

#if _endian(big)
#error("Numbers are packed as they lie in memory, which has to be little-endian.")
#endif

/// What `Packed` can write: any bits are a value, and there are no gaps.
public protocol Packable: BitwiseCopyable, Equatable, Sendable {}

extension UInt8: Packable {}
extension Float: Packable {}
extension Double: Packable {}
extension Score: Packable {}
