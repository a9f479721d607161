import Evolution
import Testing

@testable import Laboratory

@Suite struct `The line of a generation` {
  @Test(arguments: [Float?.none, 0.1, -3.4028235e38, 1e-7, 12])
  func `is read as it was written, quickly and generally`(value: Float?) throws {
    let generation = Journal.Generation(
      g: 12345, best: value, mean: 0.25, worst: value, div: 0.125, bad: value == nil ? 3 : nil,
      train: value, valid: nil, test: 0.98, e: 987_654_321,
      d: GenerationDigest(r: 1, w: .max, f: 0x0123_4567_89AB_CDEF, s: 0))
    let line = try JournalCoding.line(.generation(generation)).dropLast()
    #expect(try JournalCoding.record(line) == .generation(generation))
    #expect(GenerationLine(line.dropLast(16)).generation == generation)
    // Another order of the members is another form, and as good.
    let text = String(decoding: line.dropLast(16), as: UTF8.self)
    let turned = text.replacing(",\"div\":0.125", with: "").replacing(
      ",\"e\":", with: ",\"div\":0.125,\"e\":")
    #expect(GenerationLine(Array(turned.utf8)[...]).generation == nil)
    let sealed = turned + ",\"c\":\"\(CRC32C.hex(of: turned.utf8))\"}"
    #expect(try JournalCoding.record(Array(sealed.utf8)) == .generation(generation))
  }

  @Test func `is not guessed at where it is cut off or has more members`() {
    let whole =
      "{\"k\":\"gen\",\"g\":1,\"best\":0.5,\"div\":1,\"e\":20,\"d\":{\"r\":\"0000000000000001\","
      + "\"w\":\"0000000000000002\",\"f\":\"0000000000000003\",\"s\":\"0000000000000004\"}"
    #expect(GenerationLine(Array(whole.utf8)[...]).generation?.best == 0.5)
    for count in 0..<whole.utf8.count {
      #expect(GenerationLine(Array(whole.utf8)[..<count]).generation == nil)
    }
    #expect(GenerationLine(Array((whole + ",\"x\":1").utf8)[...]).generation == nil)
  }
}
