import ArgumentParser
import Laboratory

/// Finds the champion of a recording, or an individual that was saved.
enum RecordedChampion {
  /// Goes on from the last checkpoint; what was recorded after it is executed again.
  ///
  /// - Throws: `JournalError` where the recording cannot be read or repeated, and a sentence
  ///   where there is no network in it.
  static func find(in path: String, workers: Int?) throws -> Champion {
    if let saved = try SavedIndividual(contentsOf: path) {
      return try saved.champion(of: path, kernels: try Machine.kernels())
    }
    let reader = try JournalReader(path)
    var replay = try Replay(
      fromCheckpointOf: reader, workers: try Machine.workerCount(workers),
      kernels: try Machine.kernels())
    var progress = ReplayProgress()
    try progress.advance(&replay, to: reader.lastGeneration)
    while try replay.advance() {}
    do throws(ChampionError) {
      return try Champion(replay.session)
    } catch {
      throw ValidationError("\(path): \(error)")
    }
  }
}
