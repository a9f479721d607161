import Evolution
import Terminal
import Testing

@Suite struct `A sheet of images` {
  @Test func `shows two pixels in a cell, and the class below`() throws {
    #expect(
      lines(try sheet(2), width: 20) == [
        "2 of 3 images, 4x4,", "", "▀▄   ░▒▓", "█ █  ▓▒░", "up   down",
      ])
    #expect(
      lines(try sheet(2), width: 20, .ascii) == [
        "2 of 3 images, 4x4,", "", "++   .+#", "@ @  #+.", "up   down",
      ])
  }

  @Test func `breaks into rows where the terminal ends`() throws {
    let lines = lines(try sheet(3), width: 12)
    #expect(lines.count == 9 && lines.allSatisfy { $0.count <= 12 })
    #expect(lines.last == "up")
  }

  @Test func `draws images that are too wide smaller`() throws {
    let wide = Dataset(
      pixels: Array(repeating: 255, count: 200 * 100), shape: ImageShape(rows: 100, columns: 200),
      classNames: ["a"], labels: [0])
    let lines = lines(try #require(ImageSheet(wide, count: 1)), width: 70)
    #expect(lines[2...].dropLast().allSatisfy { $0.count <= 67 && $0.hasPrefix("█████") })
    #expect(lines.count == 2 + 17 + 1)
  }

  @Test func `shows real numbers from the least to the greatest`() throws {
    let set = Dataset(
      featureNames: ["p_0_0", "p_1_0"], classNames: ["a", "b"], features: [-8, 0, 8, 8],
      labels: [0, 1], imageShape: ImageShape(rows: 2, columns: 1))
    #expect(
      lines(try #require(ImageSheet(set, count: 5)), width: 40).suffix(2) == ["▄  █", "a  b"])
  }

  @Test func `there is none of points, and one of nothing but paper`() throws {
    let points = Dataset(
      featureNames: ["x"], classNames: ["a", "b"], features: [1, 2], labels: [0, 1])
    #expect(ImageSheet(points, count: 1) == nil)
    let paper = Dataset(
      pixels: [0, 0, 0, 0], shape: ImageShape(rows: 2, columns: 2), classNames: ["a"], labels: [0])
    #expect(lines(try #require(ImageSheet(paper, count: 1)), width: 40).last == "a")
  }

  /// Three images of which the outermost rows and columns may be empty.
  private func sheet(_ count: Int) throws -> ImageSheet {
    let first: [UInt8] = [255, 0, 0, 0, 0, 255, 0, 0, 255, 0, 255, 0, 255, 0, 255, 0]
    let second: [UInt8] = [40, 128, 200, 0, 40, 128, 200, 0, 200, 128, 40, 0, 200, 128, 40, 0]
    let set = Dataset(
      pixels: first + second + first, shape: ImageShape(rows: 4, columns: 4),
      classNames: ["up", "down"], labels: [0, 1, 0])
    return try #require(ImageSheet(set, count: count))
  }

  private func lines(
    _ sheet: ImageSheet, width: Int, _ glyphs: GlyphSet = .braille
  ) -> [String] {
    sheet.picture(width: width, Capabilities(colors: .mono, glyphs: glyphs)).lines
  }
}
