extension MutableSpan<Float> {
  /// Copies a row to where `start` says.
  mutating func copy(_ row: Span<Float>, to start: Int) {
    precondition(start >= 0 && row.count <= count - start, "The row fits.")
    for gene in row.indices { self[start &+ gene] = row[gene] }
  }
}

extension Span<Float> {
  /// Whether two rows of one length hold the same bits.
  func hasSameBits(as other: Span<Float>) -> Bool {
    precondition(other.count == count, "Both rows have the same genes.")
    for gene in indices where self[gene].bitPattern != other[gene].bitPattern { return false }
    return true
  }
}
