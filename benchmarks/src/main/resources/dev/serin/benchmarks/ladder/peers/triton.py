"""The model of Triton's Python backend: one run for all requests of a dynamic batch."""

import json

import numpy
import onnxruntime
import triton_python_backend_utils as triton


class TritonPythonModel:
    def initialize(self, args):
        parameters = json.loads(args["model_config"])["parameters"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(
            parameters["file"]["string_value"], options, providers=["CPUExecutionProvider"])

    def execute(self, requests):
        rows = [triton.get_input_tensor_by_name(request, "input").as_numpy() for request in requests]
        scores = self.session.run(["output"], {"input": numpy.concatenate(rows)})[0]
        replies = []
        start = 0
        for row in rows:
            end = start + len(row)
            replies.append(triton.InferenceResponse([triton.Tensor("output", scores[start:end])]))
            start = end
        return replies
