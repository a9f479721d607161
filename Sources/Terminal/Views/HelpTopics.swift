/// A part of the help about something that is seen, rather than about keys.
struct HelpTopic {
  let title: String
  /// What it is about, if that can be looked at.
  var subject: Subject?
  let sentences: [String]

  enum Subject: Hashable, Sendable {
    case pane(Pane)
    case race
  }

  static func all(_ glyphs: GlyphSet) -> [HelpTopic] {
    let panes = Pane.allCases.map { pane in
      HelpTopic(
        title: "What you see: \(pane.name)", subject: .pane(pane),
        sentences: sentences(pane, glyphs))
    }
    return panes + [race, messages, words]
  }

  private static let race = HelpTopic(
    title: "What you see: the race", subject: .race,
    sentences: [
      "Several algorithms learn the same from the same start, each in a lane with its best one's picture "
        + "and its fitness. All have had about as many evaluations, so that those who breed few in a "
        + "generation are at a later one. The star is the leader's, the check (ok) is for who came to the target.",
      "The run waits meanwhile. Enter takes a lane over as a new run; R leaves the race, and so does esc when "
        + "it is pressed twice.",
    ])

  private static let messages = HelpTopic(
    title: "What you see: the line above the keys",
    sentences: [
      "The diversity over the whole run, and what was changed last, or what there is to say.",
      "Coach: names what it sees and what a would set. Esc sends it away, :coach off for good.",
      "Twenty generations after a change the line says how the run went since; :log keeps it.",
    ])

  private static let words = HelpTopic(
    title: "Words",
    sentences: [
      "Generation: all individuals that are alive at once; the next one is bred from it. gen 40 is the fortieth.",
      "Individual: one network with all its weights (or, on a function, one point). Its genes are these weights.",
      "Champion: the best individual ever, whether it is still alive or not.",
      "Fitness: how good an individual is, on the training samples; more is better and 1 is the most. "
        + "The setting of that name says how it is measured: by the share of samples that are right "
        + "(accuracy), or also by how sure the network is. A function has a value instead, and less is better.",
      "Train, test, valid: the shares of right answers on the samples that are learnt from, on those that are held back, "
        + "and on those that are kept to choose the champion by. A test that falls while the training rises "
        + "is overfitting: learning by heart.",
      "Diversity: the spread of the genes over their size. At 0 % all individuals are the same; at 5 % they are "
        + "nearly so; at 100 % they have nothing in common. Without it, crossover has nothing to mix.",
      "Spread: the fitness of the best of a generation less that of the worst.",
      "Line: all who descend from one ancestor. line 1: 38 % is the share of the population that does.",
      "Unlike: 9 unlike #2, of 65 genes, are those that are not the same in the second best. Differ: the share of "
        + "the plane, or of the samples, that two individuals answer differently.",
      "No proof: what comes after a change is not always because of it. The line says how the run went in the 20 "
        + "generations since; another change inside them, or chance, may have done it.",
      "Elitism: so many of the best go on unchanged. Tournament: the best of so many drawn at random becomes a parent. "
        + "Stagnation: no better champion for a long time.",
      "Seed: where the random numbers begin. The same seed and settings give the same run, bit for bit.",
    ])

  private static func sentences(_ pane: Pane, _ glyphs: GlyphSet) -> [String] {
    let isASCII = glyphs.isASCII
    switch pane {
    case .boundary:
      return [
        "The plane as the best network divides it. \(isASCII ? "The row of +" : "The line") is where the "
          + "classes are equally probable; the ground leans to the likelier class.",
        "Letters are the training samples, one letter a class. A reversed capital is one that the network "
          + "gets wrong. T adds the held-back ones. With more than two classes, (a) names the area of class a.",
        "x reads a place: what the network says there, and the nearest sample. i shows what one inner neuron "
          + "makes of the plane: the ground leans to where it is positive, the line is its zero. e adds lines "
          + "where the network becomes nearly sure.",
        "c in the hall of fame or the gallery marks one to compare with: hatched and reversed is where the two disagree.",
        "Pictures: samples with what the champion takes them for and how surely, its worst mistakes, its weights, its "
          + "report: v turns the page. Samples stay the same while it learns.",
      ]
    case .fitness:
      return [
        "How good the individuals of each generation are: best, mean and worst, and the champion's accuracy on the "
          + "test samples. Larger is better.",
        "Marks below are changes of settings, g110 that of generation 110; a digit counts several. Without changes, "
          + "a dot: 2 generations says how many generations share a dot of the curves.",
        "o turns the axis: what there is to see, from 0, or the distance to 1 in powers of ten, where lower is better. "
          + "Further pages: diversity with the spread of the fitness, and how many individuals have which fitness now.",
      ]
    case .hallOfFame:
      return [
        "The best individuals ever. Select one with the focus there, and its picture and network are shown; enter "
          + "shows the settings under which it arose and from whom it descends. * is a bookmark.",
        "2-16-3 is the shape of a network: inputs, hidden neurons, outputs.",
      ]
    case .controls:
      return [
        "The settings of the run, those of the algorithm first. A change waits for the next generation and keeps "
          + "what was learnt; the sentence in the lower edge says what the selected one does."
      ]
    case .network:
      return [
        "Solid lines and + are positive weights, dotted lines and - negative ones; bars are as high as a weight is "
          + "large; weak ones have no line. Each hidden neuron has a bar for its effect on the next layer, and its bias.",
        "Genes: all weights in a row, and ^ where they differ from another's.",
      ]
    case .gallery:
      return [
        "The best of each line of descent that is alive, or the best who do not do the same; arrows select whom the "
          + "first pane shows. line 1: 38 % is the share of the population that descends from one ancestor."
      ]
    }
  }
}

extension Model {
  /// What is looked at: the part of the help about it comes first.
  var helpSubject: HelpTopic.Subject { isRacing ? .race : .pane(focus) }
}

extension Pane {
  /// As people call it.
  fileprivate var name: String {
    switch self {
    case .boundary: "the champion"
    case .fitness: "the fitness"
    case .hallOfFame: "the hall of fame"
    case .controls: "the controls"
    case .network: "the network"
    case .gallery: "the gallery"
    }
  }
}
