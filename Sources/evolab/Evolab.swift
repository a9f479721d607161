import ArgumentParser
import Laboratory

/// The program: what each word after `evolab` does is in the file of that name.
struct Evolab: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evolab",
    abstract: "An evolution lab in the terminal.",
    discussion: """
      Without a subcommand it opens the lab: a population of small neural networks learns a \
      data set, and you turn its settings while it runs. Everything is recorded, and \
      'evolab replay' proves the recording bit for bit.
      """,
    version: Journal.program,
    subcommands: [
      LabCommand.self, RunCommand.self, ReplayCommand.self, ResumeCommand.self,
      ForkCommand.self, WatchCommand.self, DiffCommand.self, ExportCommand.self,
      ReportCommand.self, PredictCommand.self, DataCommand.self, CatalogCommand.self,
      RaceCommand.self, TuneCommand.self, ReproduceCommand.self, BenchCommand.self,
    ],
    defaultSubcommand: LabCommand.self)
}
