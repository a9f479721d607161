import ArgumentParser
import Terminal

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The size of a picture of the lab in cells, as people write it: `100x30`.
struct PictureSize {
  let size: Size

  private static let most = Size(width: 500, height: 200)

  /// - Throws: what would be right.
  init(_ text: String) throws {
    let parts = text.split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]),
      (1...Self.most.width).contains(width), (1...Self.most.height).contains(height)
    else { throw ValidationError("A size is columns and rows, such as 100x30, up to 500x200.") }
    size = Size(width: width, height: height)
  }

  init(width: Int, height: Int) {
    size = Size(width: width, height: height)
  }

  /// That of the terminal behind standard output, or the classic one.
  static var ofTerminal: PictureSize {
    var size = winsize()
    // Unsafe: the call fills the structure, which is ours.
    guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0,
      size.ws_row > 0
    else { return PictureSize(width: 80, height: 24) }
    return PictureSize(
      width: min(Int(size.ws_col), most.width), height: min(Int(size.ws_row), most.height))
  }
}

/// Generations, as people write them: `100`, or `10,20,30`.
struct GenerationList {
  /// Rising.
  let generations: [Int]

  /// - Throws: what would be right.
  init(_ text: String) throws {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map {
      Int($0.filter { $0 != " " })
    }
    let known = numbers.compactMap(\.self)
    guard known.count == numbers.count, known.allSatisfy({ $0 >= 0 }) else {
      throw ValidationError("Generations are whole numbers, such as 100 or 10,20,30.")
    }
    generations = Set(known).sorted()
  }
}

/// The first and the last of some generations, as people write them: `100-200`.
struct GenerationRange {
  let range: ClosedRange<Int>

  /// - Throws: what would be right.
  init(_ text: String) throws {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let first = Int(parts[0]), let last = Int(parts[1]), first <= last
    else { throw ValidationError("Generations are the first and the last, such as 100-200.") }
    range = first...last
  }
}
