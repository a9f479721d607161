import Testing

@testable import Evolution

@Suite struct `A gzip file` {
  @Test(arguments: ["fibonacci", "repeats", "stored", "fixed", "fields", "empty"])
  func `gives back what another program has compressed`(name: String) throws {
    let expected = try #require(original(name))
    #expect(try inflated(file(name), count: expected.count) == expected)
    // With more room than is needed, and with less.
    var room = [UInt8](repeating: 0, count: expected.count + 300)
    var span = room.mutableSpan
    #expect(try GzipFile(file(name)).inflate(into: &span) == expected.count)
    for count in [0, 1, 16, expected.count / 2] where count < expected.count {
      #expect(try GzipFile(file(name)).prefix(count) == Array(expected.prefix(count)))
      #expect(try inflated(file(name), count: count) == nil)
    }
  }

  @Test func `that is cut off anywhere is refused`() throws {
    for name in ["fibonacci", "stored", "fixed", "fields"] {
      let bytes = try file(name)
      for length in 2..<bytes.count {
        #expect(throws: GzipFile.Failure.endsTooSoon) {
          try inflated(Array(bytes.prefix(length)), count: 3000)
        }
      }
    }
  }

  @Test func `that is damaged anywhere gives its own bytes or none`() throws {
    for name in ["fibonacci", "repeats", "stored", "fixed", "fields"] {
      let bytes = try file(name)
      let expected = try #require(original(name))
      var stream = RandomSource(seed: 5)[.dataset, 0]
      for _ in 0..<1000 {
        var damaged = bytes
        for _ in 0...stream.index(below: 3) {
          damaged[stream.index(below: bytes.count)] ^= 1 << UInt8(stream.index(below: 8))
        }
        // What nothing depends on, as the time in its head, may be anything.
        let result = (try? inflated(damaged, count: expected.count)) ?? nil
        #expect(result == nil || result == expected)
      }
    }
  }

  @Test func `of random bytes is refused`() {
    var stream = RandomSource(seed: 6)[.dataset, 0]
    for length in 0..<400 {
      let noise = (0..<length).map { _ in UInt8(stream.index(below: 256)) }
      for head in [[], [0x1F, 0x8B, 8, 0], [0x1F, 0x8B, 8, 0x1F]] as [[UInt8]] {
        #expect(throws: GzipFile.Failure.self) { try inflated(head + noise, count: 1000) }
      }
    }
  }

  @Test func `says what is wrong with it`() throws {
    func sentence(_ change: (inout [UInt8]) -> Void) -> String? {
      #expect(throws: GzipFile.Failure.self) {
        var bytes = try file("fixed")
        change(&bytes)
        _ = try inflated(bytes, count: 100)
      }?.sentence
    }
    #expect(
      sentence { $0[0] = 0 } == "This is no gzip file: it must begin with the bytes 1f and 8b.")
    #expect(
      sentence { $0[2] = 7 } == "The gzip file is compressed by a method that is not known here.")
    #expect(
      sentence { $0.removeLast() } == "The gzip file ends too soon: a part is missing.")
    #expect(
      sentence { $0[$0.count - 1] ^= 1 } == "The gzip file is damaged: its checksum does not fit.")
    #expect(
      sentence { $0[$0.count - 5] ^= 1 } == "The gzip file is damaged: its checksum does not fit.")
    #expect(sentence { $0[10] = 7 } == "The gzip file is damaged: its data makes no sense.")
    #expect(sentence { $0 += [0] } == "There is 1 byte after the end of the gzip data.")
    #expect(sentence { $0 += $0 } == "There are 35 bytes after the end of the gzip data.")
  }

  @Test func `is checked as the standard has it`() {
    func check(_ text: String) -> UInt32 {
      var check = CRC32()
      check.add(Array(text.utf8).span)
      return check.value
    }
    // The check value of the catalogues of CRCs, and lengths on both sides of eight bytes.
    #expect(check("123456789") == 0xCBF4_3926)
    #expect(check("") == 0 && check("a") == 0xE8B7_BE43)
  }

  private func file(_ name: String) throws -> [UInt8] {
    try contents(of: "Tests/EvolutionTests/Fixtures/gzip/\(name).gz")
  }

  /// All that is compressed; `nil` if it is more than so many bytes.
  private func inflated(_ bytes: [UInt8], count: Int) throws -> [UInt8]? {
    var room = [UInt8](repeating: 0, count: count)
    var span = room.mutableSpan
    guard let written = try GzipFile(bytes).inflate(into: &span) else { return nil }
    return Array(room.prefix(written))
  }

  /// What was given to the other program, zlib 1.3.
  private func original(_ name: String) -> [UInt8]? {
    var x: UInt32 = 1
    let noise = (0..<600).map { _ in
      x = x &* 1_664_525 &+ 1_013_904_223
      return UInt8(x >> 24)
    }
    switch name {
    // Words of very different lengths, up to 15 bits.
    case "fibonacci":
      var counts = (1, 1)
      return (0..<16).flatMap { symbol in
        let count = counts.0
        counts = (counts.1, counts.0 + counts.1)
        return Array(repeating: UInt8(65 + symbol), count: count)
      }
    // Repetitions from next to it and from nearly as far away as may be.
    case "repeats":
      let text = Array(repeating: Array("abcabcabc".utf8), count: 50).flatMap(\.self)
      return Array(repeating: 0, count: 1000) + noise + Array(repeating: 7, count: 31500) + noise
        + text
    case "stored": return noise
    case "fixed", "fields": return Array("fixed codes, fixed codes".utf8)
    case "empty": return []
    default: return nil
    }
  }
}
