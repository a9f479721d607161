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
    "breast_cancer", "digits8x8", "iris", "penguins", "two_spirals", "wine",
  ]

  /// The data set of an experiment; `nil` if it names a generator.
  public static func load(_ experiment: Experiment) throws(DatasetError) -> Dataset? {
    guard Catalog.dataset(experiment.data) == nil else { return nil }
    let path = try path(of: experiment.data)
    let bytes: [UInt8]
    do throws(File.Failure) {
      bytes = try File(path, .read).readAll()
    } catch {
      throw .unreadable(file: experiment.data, error.reason)
    }
    return try Dataset(csv: bytes, file: experiment.data, label: experiment.label)
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
      let path = "\(folder)/\(name).csv"
      if File.exists(path) { return path }
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
