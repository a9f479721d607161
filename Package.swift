// swift-tools-version: 6.2
import PackageDescription

/// Opt-in language features that make the code say what it means.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "evolab",
  products: [
    .executable(name: "evolab", targets: ["evolab"]),
    .library(name: "Evolution", targets: ["Evolution"]),
    .library(name: "Laboratory", targets: ["Laboratory"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: [
    // The hot loops in C: one body, one instance for each instruction set.
    .target(name: "CKernels", cSettings: [.treatAllWarnings(as: .error)]),
    // Curses, signals and crash restore behind plain C functions.
    .target(
      name: "CTerminal", cSettings: [.treatAllWarnings(as: .error)],
      linkerSettings: [.linkedLibrary("ncursesw")]),
    // What is computed: values and functions. No threads, no clock, no files.
    .target(name: "Evolution", dependencies: ["CKernels"], swiftSettings: strict),
    // When and where it is computed: runs experiments, records and replays them.
    .target(name: "Laboratory", dependencies: ["Evolution"], swiftSettings: strict),
    // How it is shown: draws snapshots in a terminal and turns keys into commands.
    .target(name: "Terminal", dependencies: ["Laboratory", "CTerminal"], swiftSettings: strict),
    // The command line: one file for each subcommand.
    .executableTarget(
      name: "evolab",
      dependencies: [
        "Terminal", "TOMLKit",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      exclude: ["REFERENCE.md", "RESULTS.md", "lab.svg"], swiftSettings: strict),
    .testTarget(
      name: "EvolutionTests", dependencies: ["Evolution", "CKernels"], exclude: ["Fixtures"],
      swiftSettings: strict),
    .testTarget(
      name: "LaboratoryTests", dependencies: ["Laboratory"], exclude: ["Fixtures", "Golden"],
      swiftSettings: strict),
    .testTarget(
      name: "TerminalTests", dependencies: ["Terminal", "CTerminal"], exclude: ["Golden"],
      swiftSettings: strict),
    // Starts the real binary on a terminal of its own.
    .target(
      name: "CPseudoTerminal", path: "Tests/CPseudoTerminal",
      cSettings: [.treatAllWarnings(as: .error)]),
    // Opens the screen and ends in ways in which the program does not.
    .executableTarget(
      name: "EndingScreen", dependencies: ["Terminal"], path: "Tests/EndingScreen",
      swiftSettings: strict),
    .testTarget(
      name: "evolabTests", dependencies: ["evolab", "EndingScreen", "CPseudoTerminal"],
      exclude: ["Pictures"], swiftSettings: strict),
  ],
  cLanguageStandard: .c17
)
