"""Writes a model for each datatype into a repository; each answers with its input.

Usage: models.py REPOSITORY
"""

import sys
from pathlib import Path

import onnx
from onnx import TensorProto, helper

TYPES = {
    "bool": TensorProto.BOOL,
    "int8": TensorProto.INT8,
    "int16": TensorProto.INT16,
    "int32": TensorProto.INT32,
    "int64": TensorProto.INT64,
    "uint8": TensorProto.UINT8,
    "uint16": TensorProto.UINT16,
    "uint32": TensorProto.UINT32,
    "uint64": TensorProto.UINT64,
    "fp16": TensorProto.FLOAT16,
    "bf16": TensorProto.BFLOAT16,
    "fp32": TensorProto.FLOAT,
    "fp64": TensorProto.DOUBLE,
    "bytes": TensorProto.STRING,
}

for name, datatype in TYPES.items():
    x = helper.make_tensor_value_info("x", datatype, ["rows", 2])
    y = helper.make_tensor_value_info("y", datatype, ["rows", 2])
    graph = helper.make_graph([helper.make_node("Identity", ["x"], ["y"])], "echo", [x], [y])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    version = Path(sys.argv[1], f"echo-{name}", "1")
    version.mkdir(parents=True)
    onnx.save(model, version / "model.onnx")
