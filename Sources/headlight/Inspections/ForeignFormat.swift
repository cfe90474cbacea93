import JSON
import TensorFiles

/// Formats that are not read, and what writes safetensors from them.
enum ForeignFormat {
  case keras
  case hdf5
  case pickle

  /// What a zip archive is, by the names in it; nil where it is none of these.
  init?(zip path: String) {
    guard let names = (try? ZipDirectory(reading: path))?.members.map(\.name) else { return nil }
    if names.contains("config.json"), names.contains(where: { $0.hasSuffix(".weights.h5") }) {
      self = .keras
    } else if names.contains(where: { $0 == "data.pkl" || $0.hasSuffix("/data.pkl") }) {
      self = .pickle
    } else {
      return nil
    }
  }

  /// What the file at `path` is, and the lines of Python that help.
  func sentence(_ path: String) -> String {
    let shown = legible(path)
    switch self {
    case .keras:
      return """
        \(shown) is a model of Keras, which is not read; these lines of Python write safetensors:
        import keras, numpy
        from safetensors.numpy import save_file
        model = keras.models.load_model("model.keras")
        tensors = {v.path: numpy.array(v.value, order="C") for v in model.variables}
        save_file(tensors, "model.safetensors")
        """
    case .hdf5:
      return """
        \(shown) is an HDF5 file, perhaps of Keras, which is not read; these lines of Python write \
        safetensors:
        import h5py, numpy
        from safetensors.numpy import save_file
        tensors = {}
        def take(name, item):
            if isinstance(item, h5py.Dataset): tensors[name] = numpy.array(item, order="C")
        h5py.File("model.h5").visititems(take)
        save_file(tensors, "model.safetensors")
        """
    case .pickle:
      return """
        \(shown) is a pickle of PyTorch, which is not opened: it can run any program. These lines of \
        Python write safetensors:
        import torch
        from safetensors.torch import save_file
        tensors = torch.load("pytorch_model.bin", map_location="cpu", weights_only=True)
        save_file({k: v.clone() for k, v in tensors.items()}, "model.safetensors")
        """
    }
  }
}
