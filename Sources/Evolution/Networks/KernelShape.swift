import CKernels

/// The shape of a network as the kernels take it, but for its activation.
struct KernelShape: Sendable {
  private let sizes: [Int32]
  private let stages: [ck_stage]
  private let rows: Int32
  private let columns: Int32

  init(_ network: Network) {
    sizes = network.sizes.map(Int32.init)
    stages = (network.convolution?.stages ?? []).map {
      ck_stage(
        kernel: Int32($0.kernel), channels: Int32($0.channels), isPooled: $0.isPooled ? 1 : 0)
    }
    rows = Int32(network.convolution?.shape.rows ?? 0)
    columns = Int32(network.convolution?.shape.columns ?? 0)
  }

  /// Of nothing.
  init() {
    sizes = []
    stages = []
    rows = 0
    columns = 0
  }

  func withNetwork<Result>(
    _ activation: Activation, _ body: (UnsafePointer<ck_network>) -> Result
  ) -> Result {
    // Unsafe: the pointers are used within the closures only.
    unsafe sizes.withUnsafeBufferPointer { sizes in
      unsafe stages.withUnsafeBufferPointer { stages in
        let convolution = unsafe ck_convolution(
          rows: rows, columns: columns, stages: stages.baseAddress,
          stageCount: Int32(stages.count))
        return unsafe withUnsafePointer(to: convolution) { convolution in
          var network = unsafe ck_network(
            sizes: sizes.baseAddress, layerCount: Int32(sizes.count - 1),
            activation: activation.code, convolution: stages.isEmpty ? nil : convolution)
          return unsafe body(&network)
        }
      }
    }
  }
}
