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
    let width = Element.byteCount
    guard let data = Data(base64Encoded: try container.decode(String.self)),
      data.count.isMultiple(of: width)
    else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "Numbers are packed as base-64, \(width) bytes each.")
    }
    let bytes = [UInt8](data)
    wrappedValue = stride(from: 0, to: bytes.count, by: width).map {
      Element(packed: bytes[$0..<$0 + width])
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(wrappedValue.count * Element.byteCount)
    for value in wrappedValue { value.pack(into: &bytes) }
    var container = encoder.singleValueContainer()
    try container.encode(Data(bytes).base64EncodedString())
  }
}

/// What `Packed` can write: always so many bytes.
public protocol Packable: Equatable, Sendable {
  static var byteCount: Int { get }
  /// - Precondition: There are `byteCount` bytes.
  init(packed bytes: ArraySlice<UInt8>)
  func pack(into bytes: inout [UInt8])
}

extension FixedWidthInteger {
  fileprivate init(littleEndianBytes bytes: ArraySlice<UInt8>) {
    self = bytes.reversed().reduce(0) { $0 << 8 | Self($1) }
  }

  fileprivate func appendLittleEndian(to bytes: inout [UInt8]) {
    for shift in stride(from: 0, to: Self.bitWidth, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: self >> shift))
    }
  }
}

extension UInt8: Packable {
  public static var byteCount: Int { 1 }
  public init(packed bytes: ArraySlice<UInt8>) { self = bytes[bytes.startIndex] }
  public func pack(into bytes: inout [UInt8]) { bytes.append(self) }
}

extension Float: Packable {
  public static var byteCount: Int { 4 }
  public init(packed bytes: ArraySlice<UInt8>) {
    self.init(bitPattern: UInt32(littleEndianBytes: bytes))
  }
  public func pack(into bytes: inout [UInt8]) { bitPattern.appendLittleEndian(to: &bytes) }
}

extension Double: Packable {
  public static var byteCount: Int { 8 }
  public init(packed bytes: ArraySlice<UInt8>) {
    self.init(bitPattern: UInt64(littleEndianBytes: bytes))
  }
  public func pack(into bytes: inout [UInt8]) { bitPattern.appendLittleEndian(to: &bytes) }
}

extension Score: Packable {
  public static var byteCount: Int { 8 }
  public init(packed bytes: ArraySlice<UInt8>) {
    self.init(
      fitness: Float(packed: bytes.prefix(4)), accuracy: Float(packed: bytes.suffix(4)))
  }
  public func pack(into bytes: inout [UInt8]) {
    fitness.pack(into: &bytes)
    accuracy.pack(into: &bytes)
  }
}
