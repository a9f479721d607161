import Evolution

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Finds and reads data sets that are not generated.
public enum DataFiles {
  /// The sets that come with the program, by name.
  public static let bundled = [
    "breast_cancer", "digits8x8", "iris", "mnist", "penguins", "two_spirals", "wine",
  ]

  /// The data set of an experiment; `nil` if it names a generator.
  ///
  /// A folder holds images in the four files of MNIST, a file is a CSV file or holds images in the
  /// IDX format, with their labels beside it.
  ///
  /// - Parameter recording: Beside whose path the data are looked for too, where they do not lie
  ///   where the experiment says.
  public static func load(
    _ experiment: Experiment, besides recording: String? = nil
  ) throws(DatasetError) -> Dataset? {
    guard Catalog.dataset(experiment.data) == nil else { return nil }
    var path = try path(of: experiment.data)
    if let recording, !path.hasPrefix("/"), !File.exists(path),
      let slash = recording.lastIndex(of: "/")
    {
      path = recording[...slash] + path
    }
    if File.isFolder(path) {
      try refuseLabel(of: experiment)
      return try ImageFiles.load(folder: path)
    }
    let file = try read(path, as: experiment.data)
    if ImageFiles.isOne(file) {
      try refuseLabel(of: experiment)
      return try ImageFiles.load(file)
    }
    return try Dataset(csv: file.bytes, file: file.name, label: experiment.label)
  }

  /// - Parameter name: How messages call it; `nil` is its path.
  public static func read(
    _ path: String, as name: String? = nil
  ) throws(DatasetError) -> FileContents {
    do throws(File.Failure) {
      return FileContents(name: name ?? path, bytes: try File(path, .read).readAll())
    } catch {
      throw .unreadable(file: name ?? path, error.reason)
    }
  }

  private static func refuseLabel(of experiment: Experiment) throws(DatasetError) {
    guard let label = experiment.label else { return }
    throw .malformed(
      file: experiment.data, line: nil,
      "There is no column '\(label)': the labels of images come from a file of their own.")
  }

  /// A path as it is, or the path of a bundled set.
  private static func path(of name: String) throws(DatasetError) -> String {
    guard bundled.contains(name) else {
      guard name.contains("/") || name.contains(".") || File.exists(name) else {
        throw .unknown(name, known: Catalog.datasets.map(\.name) + bundled)
      }
      return name
    }
    for folder in folders {
      for path in ["\(folder)/\(name).csv", "\(folder)/\(name)"] where File.exists(path) {
        return path
      }
    }
    throw .unreadable(
      file: name,
      "the folder 'datasets' of evolab was not found. Set EVOLAB_DATASETS to its path.")
  }

  /// Where bundled sets may lie: the one that is named by EVOLAB_DATASETS, and `datasets` in
  /// the working folder and in every folder above the program.
  private static var folders: [String] {
    var folders: [String] = []
    // Unsafe: the text is copied at once.
    if let folder = unsafe getenv("EVOLAB_DATASETS") {
      unsafe folders.append(String(cString: folder))
    }
    folders.append("datasets")
    if let program = unsafe realpath("/proc/self/exe", nil) {
      var path = unsafe String(cString: program)[...]
      unsafe free(program)
      while let slash = path.lastIndex(of: "/") {
        path = path[..<slash]
        folders.append("\(path)/datasets")
      }
    }
    return folders
  }

  /// Where a run of the lab is recorded unless another file is named: a new one in the state
  /// folder of the XDG Base Directory Specification.
  public static func newRecordingPath() throws(JournalError) -> String {
    func variable(_ name: String) -> String? {
      // Unsafe: the text is copied at once.
      guard let text = unsafe getenv(name) else { return nil }
      let value = unsafe String(cString: text)
      return value.hasPrefix("/") ? value : nil
    }
    let state = variable("XDG_STATE_HOME") ?? (variable("HOME") ?? "/tmp") + "/.local/state"
    let folder = state + "/evolab"
    do throws(File.Failure) {
      try File.makeFolder(folder)
    } catch {
      throw .unwritable(file: folder, error.reason)
    }
    let base = "\(folder)/run-\(Clock.stamp)"
    var path = "\(base).evo"
    var number = 2
    while File.exists(path) {
      path = "\(base)-\(number).evo"
      number += 1
    }
    return path
  }
}
