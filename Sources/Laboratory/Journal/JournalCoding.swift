import Evolution
import FoundationEssentials

/// How one record becomes one line, and back.
///
/// Every line proves itself: its last member `c` is the CRC-32C of all bytes before it.
enum JournalCoding {
  /// A line with its checksum and line feed.
  static func line(_ record: Journal.Record) throws -> [UInt8] {
    switch record {
    case .head(let body): try seal("head", body)
    case .generation(let body): seal(bytes(of: body))
    case .setting(let body): try seal("set", body)
    case .checkpoint(let body): try seal("ckpt", body)
    case .end(let body): try seal("end", body)
    case .mark(let body): try seal("mark", body)
    case .optional: []
    }
  }

  /// Reads a line without its line feed.
  ///
  /// - Throws: what is wrong with it, in a sentence.
  static func record(
    _ line: some BidirectionalCollection<UInt8>
  ) throws(LineError)
    -> Journal.Record
  {
    let body = try provenBody(of: line)
    if let generation = GenerationLine(body).generation { return .generation(generation) }
    let data = Data(body + [UInt8(ascii: "}")])
    do {
      let decoder = Self.decoder
      let kind = try decoder.decode(Kind.self, from: data)
      switch kind.k {
      case "head":
        // Another version's members may be others, which is no damage.
        let version = try decoder.decode(Journal.Version.self, from: data)
        if let reason = version.incompatibility { throw LineError.otherVersion(reason) }
        return .head(try decoder.decode(Journal.Head.self, from: data))
      case "gen": return .generation(try decoder.decode(Journal.Generation.self, from: data))
      case "set": return .setting(try decoder.decode(Journal.Setting.self, from: data))
      case "ckpt": return .checkpoint(try decoder.decode(Journal.CheckpointNote.self, from: data))
      case "end": return .end(try decoder.decode(Journal.End.self, from: data))
      default:
        guard kind.opt == true else { throw LineError.unknownKind(kind.k) }
        // What decides nothing is never damage.
        if kind.k == "mark", let mark = try? decoder.decode(Journal.Mark.self, from: data) {
          return .mark(mark)
        }
        return .optional(kind.k)
      }
    } catch let error as LineError {
      throw error
    } catch {
      throw .malformed
    }
  }

  /// What a line that proves itself holds before its checksum, without the last bracket.
  private static func provenBody(
    of line: some BidirectionalCollection<UInt8>
  ) throws(LineError) -> ArraySlice<UInt8> {
    let line = Array(line)
    // ,"c":"0123abcd"}
    let tail = Array(line.suffix(16))
    guard tail.count == 16, tail.starts(with: Array(",\"c\":\"".utf8)),
      tail[14] == UInt8(ascii: "\""),
      tail[15] == UInt8(ascii: "}")
    else { throw .noChecksum }
    let body = line.dropLast(16)
    guard CRC32C.hex(of: body) == String(decoding: tail[6..<14], as: UTF8.self) else {
      throw .wrongChecksum
    }
    return body
  }

  /// Reads a line, without its line feed, of which it is known what it holds.
  static func body<Body: Decodable>(
    _ line: some BidirectionalCollection<UInt8>, _ type: Body.Type
  ) throws(LineError) -> Body {
    let data = Data(try provenBody(of: line) + [UInt8(ascii: "}")])
    do { return try decoder.decode(type, from: data) } catch { throw .malformed }
  }

  enum LineError: Error, Equatable {
    case noChecksum, wrongChecksum, malformed
    case unknownKind(String)
    /// Why this program cannot repeat what another version recorded.
    case otherVersion(String)
  }

  static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }

  static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }

  private struct Kind: Decodable {
    let k: String
    let opt: Bool?
  }

  /// A line of this kind with its checksum and line feed.
  static func seal(_ kind: String, _ body: some Encodable) throws -> [UInt8] {
    let json = try encoder.encode(body)
    // {"k":"set", and the members, and no closing brace yet.
    return seal(Array("{\"k\":\"\(kind)\",".utf8) + json.dropFirst().dropLast())
  }

  private static func seal(_ open: [UInt8]) -> [UInt8] {
    open + Array(",\"c\":\"\(CRC32C.hex(of: open))\"}\n".utf8)
  }

  /// Written by hand rather than by the general encoder, because it happens every generation.
  private static func bytes(of generation: Journal.Generation) -> [UInt8] {
    var text = "{\"k\":\"gen\",\"g\":\(generation.g)"
    func add(_ name: String, _ value: Float?) {
      if let value, value.isFinite { text += ",\"\(name)\":\(value)" }
    }
    add("best", generation.best)
    add("mean", generation.mean)
    add("worst", generation.worst)
    add("div", generation.div)
    if let bad = generation.bad { text += ",\"bad\":\(bad)" }
    add("train", generation.train)
    add("valid", generation.valid)
    add("test", generation.test)
    text += ",\"e\":\(generation.e),\"d\":{"
    let digest = generation.d
    text += "\"r\":\"\(Digest(seed: digest.r).hex)\",\"w\":\"\(Digest(seed: digest.w).hex)\","
    text += "\"f\":\"\(Digest(seed: digest.f).hex)\",\"s\":\"\(Digest(seed: digest.s).hex)\"}"
    return Array(text.utf8)
  }
}
