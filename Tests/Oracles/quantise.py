"""Writes a GGUF file once more in another quantisation; not part of CI.

    python Tests/Oracles/quantise.py IN.gguf OUT.gguf Q8_0|Q4_0|BF16|F16

Needs the packages gguf (0.19) and numpy. Matrices whose rows are whole blocks get the wanted type,
other matrices F16 (BF16 where that is wanted), vectors stay F32, and all fields are copied but the
one that names the type. Tests/PretrainedTests/Models/gguf/qwen2_q4_0.gguf is qwen2_q8_0.gguf by
it, with Q4_0.
"""

import sys

import numpy
from gguf import GGMLQuantizationType, GGUFReader, GGUFValueType, GGUFWriter, quants

source, target, wanted = sys.argv[1], sys.argv[2], GGMLQuantizationType[sys.argv[3]]
reader = GGUFReader(source)
architecture = reader.fields["general.architecture"].contents()
writer = GGUFWriter(target, architecture)
for name, field in reader.fields.items():
    if name.startswith("GGUF.") or name in ("general.architecture", "general.file_type"):
        continue
    kind = field.types[0]
    inner = field.types[-1] if kind == GGUFValueType.ARRAY else None
    writer.add_key_value(name, field.contents(), kind, sub_type=inner)

PLAIN = GGMLQuantizationType.BF16 if wanted == GGMLQuantizationType.BF16 else GGMLQuantizationType.F16
for tensor in reader.tensors:
    numbers = quants.dequantize(tensor.data, tensor.tensor_type).astype(numpy.float32)
    kind = GGMLQuantizationType.F32
    if numbers.ndim > 1:
        block = 32 if wanted.name.startswith("Q") else 1
        kind = wanted if numbers.shape[-1] % block == 0 else PLAIN
    data = quants.quantize(numbers, kind)
    writer.add_tensor(tensor.name, data, raw_dtype=kind)
writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.write_tensors_to_file()
writer.close()
