import ArgumentParser
import Evolution
import FoundationEssentials
import Laboratory

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What the program asks of the machine it runs on.
enum Machine {
  static var coreCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  static func workerCount(_ asked: Int?) throws -> Int {
    guard let asked else { return coreCount }
    guard (1...1024).contains(asked) else {
      throw ValidationError("--workers must lie between 1 and 1024, but is \(asked).")
    }
    return asked
  }

  /// What /proc/cpuinfo calls the processor.
  static var processor: String? {
    guard let bytes = try? File("/proc/cpuinfo", .read).readAll() else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    guard let line = lines.first(where: { $0.hasPrefix("model name") }),
      let colon = line.firstIndex(of: ":")
    else { return nil }
    return String(line[line.index(after: colon)...].drop { $0 == " " })
  }

  static var environment: [String: String] { ProcessInfo.processInfo.environment }

  /// The kernels that EVOLAB_KERNELS names, or else the fastest: for tests, since all give the
  /// same bits.
  static func kernels() throws -> Kernels {
    guard let name = environment["EVOLAB_KERNELS"], !name.isEmpty else { return .best }
    let sets = Kernels.supported
    guard let kernels = sets.first(where: { "\($0.instructionSet)" == name }) else {
      throw ValidationError(
        "EVOLAB_KERNELS is '\(name)', but this machine has: "
          + sets.map { "\($0.instructionSet)" }.joined(separator: ", ") + ".")
    }
    return kernels
  }
}
