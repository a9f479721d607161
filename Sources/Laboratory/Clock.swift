#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The wall clock: for people and for limits of time, never for anything that replays.
public enum Clock {
  /// Seconds from an arbitrary moment, never going back.
  public static var seconds: Double {
    var time = timespec()
    // Unsafe: the call fills the structure, which is ours.
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// Seconds for which this thread has worked: what others do on the same core does not count.
  static var threadSeconds: Double {
    var time = timespec()
    // Unsafe: the call fills the structure, which is ours.
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The date and time in Greenwich: `20261121-085500`.
  static var stamp: String {
    // Unsafe: the calls fill structures which are ours.
    var now = time(nil)
    var parts = unsafe tm()
    unsafe gmtime_r(&now, &parts)
    let numbers = unsafe [
      parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min,
      parts.tm_sec,
    ]
    let texts = numbers.map { $0 < 10 ? "0\($0)" : "\($0)" }
    return texts[..<3].joined() + "-" + texts[3...].joined()
  }
}
