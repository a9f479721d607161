#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

// The methods below have the same names.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(descriptor, bytes, count)
}
private func systemRename(_ old: String, _ new: String) -> Int32 { unsafe rename(old, new) }

/// An open file: what is needed of the operating system, and nothing else.
public final class File {
  private let descriptor: Int32
  public let path: String

  public enum Mode {
    case read
    /// Fails if it exists.
    case create
    case append
    /// Made anew, or cut to nothing.
    case replace
  }

  public struct Failure: Error {
    let code: Int32

    /// - Parameter code: The system's error number.
    public init(code: Int32) {
      self.code = code
    }

    public var exists: Bool { code == EEXIST }
    static let busy = Failure(code: EWOULDBLOCK)
    /// A pipe or a device: reading it might never end.
    static let notRegular = Failure(code: -1)
    var isBusy: Bool { code == EWOULDBLOCK }
    /// As the operating system says it: `No space left on device`.
    public var reason: String {
      if code == Self.notRegular.code { return "Not a regular file" }
      // Unsafe: the C library's text lives as long as the program.
      return unsafe String(cString: strerror(code))
    }
  }

  public init(_ path: String, _ mode: Mode) throws(Failure) {
    let flags =
      switch mode {
      // Without O_NONBLOCK a named pipe would keep us waiting for somebody who writes.
      case .read: O_RDONLY | O_NONBLOCK
      case .create: O_RDWR | O_CREAT | O_EXCL | O_APPEND
      case .append: O_RDWR | O_APPEND
      // Whoever may write into the folder must not choose what is cut to nothing.
      case .replace: O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW
      }
    // Unsafe, here and below: the C library reads the path's text and keeps none of it.
    descriptor = unsafe open(path, flags | O_CLOEXEC, 0o644)
    self.path = path
    guard descriptor >= 0 else { throw Failure(code: errno) }
    if mode == .read {
      var status = stat()
      // Unsafe: the call fills the structure, which is ours.
      if unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
        throw status.st_mode & S_IFMT == S_IFDIR ? Failure(code: EISDIR) : .notRegular
      }
    }
  }

  deinit {
    guard descriptor >= 0 else { return }
    // A program that is being started elsewhere in the process holds a copy of the descriptor for a
    // moment, and to close ours would leave the lock with it.
    _ = flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// Refuses if another process holds it for longer than a look takes: see ``isLocked(_:)``.
  public func lock() throws(Failure) {
    for attempt in 1...Self.lockAttempts {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
      guard errno == EWOULDBLOCK, attempt < Self.lockAttempts else { throw Failure(code: errno) }
      usleep(10_000)
    }
  }

  /// A look is over in microseconds, unless whoever looks is kept from going on.
  private static let lockAttempts = 20

  /// Whether another process holds the file at a path; false where that cannot be told.
  ///
  /// Whoever wants to hold it at this very moment has to try again: see ``lock()``.
  static func isLocked(_ path: String) -> Bool {
    guard let file = try? File(path, .read) else { return false }
    // It is let go of when the file is closed.
    return flock(file.descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }

  /// So many bytes from a place on; fewer at the end of the file.
  func read(from start: Int, _ count: Int) throws(Failure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    while true {
      // Unsafe: the call writes at most the array's size.
      let found = unsafe pread(descriptor, &bytes, count, start)
      if found < 0 {
        if errno == EINTR { continue }
        throw Failure(code: errno)
      }
      bytes.removeLast(count - found)
      return bytes
    }
  }

  /// All bytes from the beginning, or from a place on.
  public func readAll(from start: Int = 0) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    var status = stat()
    // Unsafe: the call fills the structure, which is ours. A file may grow while it is read.
    if unsafe fstat(descriptor, &status) == 0 {
      bytes.reserveCapacity(max(0, Int(status.st_size) - start))
    }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    var offset = start
    while true {
      // Unsafe: the call writes at most the chunk's size.
      let count = unsafe pread(descriptor, &chunk, chunk.count, offset)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw Failure(code: errno)
      }
      bytes += chunk[..<count]
      offset += count
    }
  }

  public func write(_ bytes: [UInt8]) throws(Failure) {
    var start = 0
    while start < bytes.count {
      // Unsafe: the call reads only what is left of the array.
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe systemWrite(
          descriptor, buffer.baseAddress?.advanced(by: start), bytes.count - start)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw Failure(code: errno)
      }
      start += count
    }
  }

  /// Whether it was removed, by whoever may do so.
  var isRemoved: Bool {
    var status = stat()
    // Unsafe: the call fills the structure, which is ours.
    return unsafe fstat(descriptor, &status) == 0 && status.st_nlink == 0
  }

  public func truncate(to size: Int) throws(Failure) {
    guard ftruncate(descriptor, size) == 0 else { throw Failure(code: errno) }
  }

  /// Waits until the data is on the disk.
  public func sync() throws(Failure) {
    guard fdatasync(descriptor) == 0 || errno == EINVAL || errno == EROFS else {
      throw Failure(code: errno)
    }
  }

  public static func rename(_ old: String, to new: String) throws(Failure) {
    guard systemRename(old, new) == 0 else { throw Failure(code: errno) }
  }

  public static func remove(_ path: String) {
    unsafe unlink(path)
  }

  public static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// In bytes; `nil` where there is none.
  public static func size(_ path: String) -> Int? {
    var status = stat()
    // Unsafe: the call fills the structure, which is ours, and reads the path's text.
    return unsafe stat(path, &status) == 0 ? Int(status.st_size) : nil
  }

  public static func isFolder(_ path: String) -> Bool {
    var status = stat()
    // Unsafe: the call fills the structure, which is ours.
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Makes a folder and all above it, as far as they are missing.
  public static func makeFolder(_ path: String) throws(Failure) {
    var partial = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/") {
      partial += "/" + part
      if unsafe mkdir(partial, 0o755) != 0, errno != EEXIST { throw Failure(code: errno) }
    }
  }
}
