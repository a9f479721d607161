/// What a stream of random numbers is for.
///
/// Raw values are part of the recording format: append, never reorder.
public enum RandomPurpose: UInt32, Sendable {
  /// The genes of the first population.
  case initialization
  /// Which individuals become parents.
  case selection
  /// Whether and where two parents are mixed.
  case crossover
  /// One number a gene: how two parents are mixed.
  case crossoverGenes
  /// Whether an individual mutates.
  case mutation
  /// One number a gene: whether it mutates.
  case mutationGenes
  /// One number a gene: by how much it mutates.
  case mutationSteps
  /// Points of a data set.
  case dataset
  /// The noise added to the points of a data set.
  case datasetNoise
  /// The order of the samples, and so which of them are held back for the test.
  case split
  /// The weights of neurons that are added while a run goes on.
  case growth
  /// How strongly a particle is drawn to its own best place, gene by gene.
  case ownAttraction
  /// How strongly a particle is drawn to its leader's best place, gene by gene.
  case leaderAttraction
  /// The velocity that a particle starts with.
  case velocity
  /// By how much step sizes mutate: one number a gene, and one for all.
  case stepSizes
  /// Where the minimum of a function is moved to.
  case functionShift
  /// How the axes of a function are turned.
  case functionRotation
  /// Whether a chain that is annealed goes over to a worse place.
  case acceptance
  /// One number a bit: whether it is set.
  case bits
  /// How far the differences of each trial carry (F): one number a trial.
  case differenceWeights
  /// How many genes each trial takes from its donor (CR): one number a trial.
  case crossoverRates
  /// Around which of the remembered values these two are drawn.
  case memory
  /// Who leaves an archive that is too large.
  case archive
  /// Which individuals' weights of one synapse are permuted.
  case synapseMarks
  /// In what order they come back.
  case synapseOrder
  /// The order in which a gradient method goes through the samples.
  case batches
  /// How many candidates a run begins with that takes the place of another.
  case restart
  /// The directions in which the networks around one are tried.
  case directions
  /// Which samples a generation is judged by.
  case sampleBatch
  /// Which samples are kept from the training part to choose the champion by.
  case validation
}
