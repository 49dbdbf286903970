"""The handler of TorchServe: one run for all requests of a batch."""

import json
import os

import numpy
import onnxruntime


class Handler:
    def initialize(self, context):
        folder = context.system_properties["model_dir"]
        with open(os.path.join(folder, "model.json")) as file:
            model = json.load(file)
        self.shape = model["shape"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(
            model["file"], options, providers=["CPUExecutionProvider"])

    def handle(self, data, context):
        bytes_of_rows = b"".join(bytes(request["data"]) for request in data)
        rows = numpy.frombuffer(bytes_of_rows, dtype=numpy.float32).reshape([len(data)] + self.shape)
        scores = self.session.run(["output"], {"input": rows})[0]
        return [row.tobytes() for row in scores]
