/// What a piece of the picture means; ``Theme`` decides how it looks.
public enum Role: Hashable, Sendable {
  case text
  case dim
  case accent
  case good
  case warning
  case failure
  case frame
  case frameFocused
  case title
  case titleFocused
  case selection
  /// A key in the help and the footer.
  case key
  /// Where the person points, to be put `on` a tint or an area.
  case cursor
  /// A value that waits for the next generation.
  case pending
  /// What happened just now.
  case toast
  /// Advice.
  case coach
  /// Numbers above and below zero, such as weights.
  case positive, negative
  /// The curves of a run.
  case best, mean, worst, test, validation
  /// A curve of another branch or run.
  case branch
  /// The foreground of things that belong to class 0, 1, 2 …
  case classColor(Int)
  /// A data point of class 0, 1, 2 …, to be put `on` a tint or an area.
  case point(Int)
  /// The line where two classes are equally probable, to be put `on` a tint.
  case contour
  /// Lines of less weight than ``contour``.
  case faintContour
  /// The background of the plane, from 0 (surely class 0) over 4 (open) to 8 (surely class 1).
  case tint(Int)
  /// The background of the plane where class 0, 1, 2 … wins, if there are more than two.
  case area(Int)

  /// The tint of a point of the plane whose probability of class 1 is given.
  public static func tint(probability: Float) -> Role {
    guard !probability.isNaN else { return .tint(4) }
    return .tint(Int(min(1, max(0, probability)) * 8 + 0.5))
  }
}
