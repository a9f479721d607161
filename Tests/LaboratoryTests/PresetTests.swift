import Evolution
import Testing

@testable import Laboratory

@Suite struct `Every preset` {
  @Test(arguments: Catalog.algorithms.map(\.name))
  func `of an algorithm is possible, and becomes what it says`(algorithm: String) throws {
    let experiment = smallExperiment { $0.algorithm = algorithm }
    let presets = Preset.fitting(experiment)
    #expect(presets.contains { $0.name == "defaults" })
    #expect(Set(presets.map(\.name)).count == presets.count, "one name, one preset")
    for preset in presets {
      var session = try Session(experiment)
      session.advance()
      #expect(throws: Never.self, "\(preset.name)") { try session.submit(preset.settings) }
      session.advance()
      let values = Dictionary(uniqueKeysWithValues: session.controls.map { ($0.name, $0.value) })
      for setting in preset.settings {
        #expect(values[setting.name] == setting.value, "\(preset.name): \(setting.name)")
      }
    }
  }

  @Test func `of a function is possible`() throws {
    let experiment = smallExperiment { $0.problem = "rastrigin" }
    let presets = Preset.fitting(experiment)
    #expect(presets.contains { $0.name == "ten-dimensions" })
    #expect(!presets.contains { $0.name == "hard-moons" })
    for preset in presets {
      var session = try Session(experiment)
      #expect(throws: Never.self, "\(preset.name)") { try session.submit(preset.settings) }
      session.advance()
    }
  }

  @Test func `names algorithms that there are, and changes something`() {
    for preset in Preset.algorithmCatalog {
      for name in preset.algorithms ?? [] {
        #expect(Catalog.algorithm(name) != nil, "\(preset.name)")
        let defaults = Preset.defaults(of: name)?.settings ?? []
        let isYardstick = ["textbook", "plain"].contains(preset.name)
        #expect(
          isYardstick || preset.settings.contains { !defaults.contains($0) }, "\(preset.name)")
      }
    }
  }

  @Test func `has one sentence that says why`() {
    for preset in Preset.algorithmCatalog + Preset.problemCatalog {
      #expect(preset.why.hasSuffix("."))
      #expect(!preset.why.dropLast().contains(". "), "\(preset.name)")
      #expect(preset.why.count <= 100, "\(preset.name): \(preset.why.count)")
    }
  }

  @Test func `is there for every algorithm that has settings`() {
    for (name, type) in Catalog.algorithms where !type.parameterDescriptions.isEmpty {
      let own = Preset.algorithmCatalog.filter { $0.algorithms?.contains(name) ?? false }
      #expect(!own.isEmpty, "\(name)")
    }
  }
}
