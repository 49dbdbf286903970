"""What NVIDIA's client for Python (tritonclient, gRPC) needs of a server, checked on a running gateway.

The gateway serves `digits` with 90 % of the users on version 1 and 10 % on version 2, with the
class names zero to nine, and the models that models.py writes.

Usage: python.py SERVER ADMIN ROOT
"""

import asyncio
import json
import os
import queue
import subprocess
import sys
import time
from contextlib import contextmanager

import grpc
import ml_dtypes
import numpy as np
import tritonclient.grpc as triton
import tritonclient.grpc.aio as triton_aio
from tritonclient.grpc import service_pb2, service_pb2_grpc
from tritonclient.grpc.auth import BasicAuth
from tritonclient.utils import InferenceServerException

SERVER, ADMIN, ROOT = sys.argv[1:]
ROWS = np.loadtxt(
    ROOT + "/models/data/digits-heldout.csv", delimiter=",", skiprows=1, dtype=np.float32
)
PIXELS, DIGITS = ROWS[:, 1:], ROWS[:, 0].astype(int)
NAMES = "zero one two three four five six seven eight nine".split()

# One array of shape [2, 2] for each datatype, with the numbers at its ends.
ARRAYS = {
    "BOOL": np.array([[True, False], [False, True]]),
    "INT8": np.array([[-128, 127], [0, -1]], np.int8),
    "INT16": np.array([[-(2**15), 2**15 - 1], [0, -1]], np.int16),
    "INT32": np.array([[-(2**31), 2**31 - 1], [0, -1]], np.int32),
    "INT64": np.array([[-(2**63), 2**63 - 1], [0, -1]], np.int64),
    "UINT8": np.array([[0, 255], [1, 128]], np.uint8),
    "UINT16": np.array([[0, 2**16 - 1], [1, 2**15]], np.uint16),
    "UINT32": np.array([[0, 2**32 - 1], [1, 2**31]], np.uint32),
    "UINT64": np.array([[0, 2**64 - 1], [1, 2**63]], np.uint64),
    "FP16": np.array([[65504, -6e-8], [0.1, np.inf]], np.float16),
    "BF16": np.array([[3.4e38, -1e-38], [0.1, -np.inf]], ml_dtypes.bfloat16),
    "FP32": np.array([[3.4e38, -1e-38], [0.1, np.inf]], np.float32),
    "FP64": np.array([[1.8e308 / 2, -5e-324], [0.1, -np.inf]], np.float64),
    "BYTES": np.array([["", "ab"], ["für", "用户\n\0"]], object),
}
TYPED = {
    "BOOL": "bool_contents",
    "INT8": "int_contents",
    "INT16": "int_contents",
    "INT32": "int_contents",
    "INT64": "int64_contents",
    "UINT8": "uint_contents",
    "UINT16": "uint_contents",
    "UINT32": "uint_contents",
    "UINT64": "uint64_contents",
    "FP32": "fp32_contents",
    "FP64": "fp64_contents",
    "BYTES": "bytes_contents",
}


def tensor(name, array, module=triton):
    datatype = next(t for t, a in ARRAYS.items() if a.dtype == array.dtype)
    return module.InferInput(name, list(array.shape), datatype).set_data_from_numpy(array)


def image(row=0, rows=1, module=triton):
    return [tensor("input", PIXELS[row : row + rows], module)]


def parameter(result, key):
    return result.get_response().parameters[key].string_param


def same(one, other):
    """Whether two arrays have the same bits; texts come back as bytes."""
    if one.dtype == object:
        one, other = (
            [e.encode() if isinstance(e, str) else e for e in a.flat] for a in (one, other)
        )
        return one == other
    return one.shape == other.shape and one.tobytes() == other.tobytes()


@contextmanager
def refused(code, text):
    try:
        yield
    except InferenceServerException as e:
        assert e.status() == "StatusCode." + code, (e.status(), e.message())
        assert text in e.message(), e.message()
    else:
        raise AssertionError(f"answered (expected: {code}, {text})")


def await_that(condition):
    until = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < until, "not so in 30 s"
        time.sleep(0.05)


def check_preamble(client):
    assert client.is_server_live() and client.is_server_ready()
    assert client.is_model_ready("digits") and client.is_model_ready("digits", "3")
    assert not client.is_model_ready("none") and not client.is_model_ready("digits", "9")
    server = client.get_server_metadata()
    assert server.name == "serin" and server.version
    assert {"classification", "statistics", "binary_tensor_data"} <= set(server.extensions)
    assert client.get_server_metadata(as_json=True)["name"] == "serin"


def check_metadata(client):
    model = client.get_model_metadata("digits", as_json=True)
    assert model["versions"] == ["1", "2", "3"] and model["platform"] == "onnxruntime_onnx", model
    assert model["inputs"] == [{"name": "input", "datatype": "FP32", "shape": ["-1", "64"]}]
    assert model["outputs"] == [{"name": "output", "datatype": "FP32", "shape": ["-1", "10"]}]
    config = client.get_model_config("digits").config
    assert config.max_batch_size > 0 and config.HasField("dynamic_batching")
    assert list(config.input[0].dims) == [64] and config.backend == "onnxruntime"
    with refused("NOT_FOUND", "Request for unknown model: 'none' is not found"):
        client.get_model_metadata("none")
    with refused("NOT_FOUND", "Request for unknown model: 'none' is not found"):
        client.get_model_config("none")


def check_index(client):
    index = client.get_model_repository_index(as_json=True)["models"]
    digits = [(m["version"], m["state"]) for m in index if m["name"] == "digits"]
    assert digits == [("1", "READY"), ("2", "READY"), ("3", "READY")], index


def check_statistics(client):
    def version_3():
        stats = client.get_inference_statistics("digits", "3").model_stats
        assert len(stats) == 1 and stats[0].version == "3"
        return stats[0]

    before = version_3()
    client.infer("digits", image(rows=5), model_version="3")
    with refused("INVALID_ARGUMENT", "unexpected shape for input 'input'"):
        client.infer("digits", [tensor("input", PIXELS[:1, :63])], model_version="3")
    # A call is counted right after its answer has been sent.
    await_that(lambda: version_3().inference_count > before.inference_count)
    after = version_3()
    assert after.inference_count - before.inference_count == 5
    assert after.execution_count - before.execution_count == 1
    for kind in "success", "queue", "compute_input", "compute_infer", "compute_output":
        counts = [getattr(s.inference_stats, kind).count for s in (before, after)]
        assert counts[1] - counts[0] == 1, kind
    assert after.last_inference >= time.time() * 1000 - 60_000
    assert 5 in [batch.batch_size for batch in after.batch_stats]
    assert {s.version for s in client.get_inference_statistics("digits").model_stats} == set("123")
    assert len(client.get_inference_statistics().model_stats) > 3


def check_raw_tensors(client):
    for datatype, array in ARRAYS.items():
        result = client.infer("echo-" + datatype.lower(), [tensor("x", array)])
        assert result.get_output("y").datatype == datatype
        assert same(array, result.as_numpy("y")), (datatype, result.as_numpy("y"))
        empty = client.infer("echo-" + datatype.lower(), [tensor("x", array[:0])])
        assert empty.as_numpy("y").shape == (0, 2), datatype
    other = triton.InferInput("x", [1, 2], "BOOL")
    other._raw_content = b"\x67\0"
    assert client.infer("echo-bool", [other]).as_numpy("y").tolist() == [[True, False]]
    with refused("INVALID_ARGUMENT", "not UTF-8"):
        client.infer("echo-bytes", [tensor("x", np.array([[b"\xff", b""]], object))])


def check_typed_tensors(client):
    """Through the stubs, as the client itself has raw tensors only."""
    with grpc.insecure_channel(SERVER) as channel:
        stub = service_pb2_grpc.GRPCInferenceServiceStub(channel)
        for datatype, field in TYPED.items():
            array = ARRAYS[datatype]
            elements = array.flatten().tolist()
            if datatype == "BYTES":
                elements = [element.encode() for element in elements]
            request = service_pb2.ModelInferRequest(model_name="echo-" + datatype.lower())
            x = request.inputs.add(name="x", datatype=datatype, shape=array.shape)
            getattr(x.contents, field).extend(elements)

            raw = triton.InferResult(stub.ModelInfer(request))
            assert same(array, raw.as_numpy("y")), (datatype, raw.as_numpy("y"))

            request.parameters["typed_output"].bool_param = True
            typed = stub.ModelInfer(request)
            assert not typed.raw_output_contents
            assert typed.outputs[0].contents == x.contents, datatype


def check_users(client):
    """The same user gets the same version, by whatever name comes the id; shares are as set."""
    by_parameter = {}
    for user in (f"user-{n}" for n in range(1000)):
        result = client.infer("digits", image(), parameters={"user_id": user})
        response = result.get_response()
        by_parameter[user] = response.model_version
        role = {"1": "stable", "2": "canary"}[response.model_version]
        assert parameter(result, "role") == role and parameter(result, "revision")
    canaries = sum(version == "2" for version in by_parameter.values())
    assert 60 <= canaries <= 140, canaries
    for user in list(by_parameter)[:100]:
        for arguments in (
            {"headers": {"x-user-id": user}},
            {"headers": {"x-user-id-bin": user.encode()}},
            {"headers": {"x-user-id": user}, "parameters": {"user_id": "other"}},
            {"sequence_id": user},
        ):
            answer = client.infer("digits", image(), **arguments).get_response()
            assert answer.model_version == by_parameter[user], (user, arguments)
    number = client.infer("digits", image(), parameters={"user_id": 7}).get_response()
    text = client.infer("digits", image(), parameters={"user_id": "7"}).get_response()
    assert number.model_version == text.model_version
    none = client.infer("digits", image())
    assert parameter(none, "role") == "stable"
    with refused("INVALID_ARGUMENT", "user_id: 257 bytes (expected: at most 256)"):
        client.infer("digits", image(), parameters={"user_id": "x" * 257})


def check_versions(client):
    for version in "123":
        result = client.infer("digits", image(), model_version=version)
        assert result.get_response().model_version == version
        assert parameter(result, "role") == "pinned"
    for label, version in ("stable", "1"), ("canary", "2"):
        assert (
            client.infer("digits", image(), model_version=label).get_response().model_version
            == version
        )


def check_answers(client):
    result = client.infer("digits", image(rows=40), model_version="2", request_id="mine")
    assert result.get_response().id == "mine"
    assert result.get_response().model_name == "digits"
    hits = (result.as_numpy("output").argmax(axis=1) == DIGITS[:40]).sum()
    assert hits >= 36, hits
    outputs = [triton.InferRequestedOutput("output")]
    assert client.infer("digits", image(), outputs=outputs).as_numpy("output").shape == (1, 10)


def check_classification(client):
    outputs = [triton.InferRequestedOutput("output", class_count=3)]
    call = {"inputs": image(rows=2), "model_version": "2"}
    scores = client.infer("digits", **call).as_numpy("output")
    classes = client.infer("digits", outputs=outputs, **call).as_numpy("output")
    assert classes.shape == (2, 3), classes
    for row, of_row in zip(classes, scores):
        greatest = np.argsort(-of_row)[:3]
        for text, index in zip(row, greatest):
            value, *which = text.decode().split(":")
            assert which == [str(index), NAMES[index]], (row, of_row)
            assert abs(float(value) - of_row[index]) < 1e-6, (row, of_row)


def check_errors(client):
    with refused("NOT_FOUND", "Request for unknown model: 'none' is not found"):
        client.infer("none", image())
    with refused("NOT_FOUND", "Request for unknown model: 'digits' version 9 is not found"):
        client.infer("digits", image(), model_version="9")
    with refused(
        "INVALID_ARGUMENT", "failed to get model version from specified version string 'new'"
    ):
        client.infer("digits", image(), model_version="new")
    with refused(
        "INVALID_ARGUMENT",
        "unexpected shape for input 'input' for model 'digits'. Expected [-1,64], got [1,63]",
    ):
        client.infer("digits", [tensor("input", PIXELS[:1, :63])])
    with refused("INVALID_ARGUMENT", "data-type is 'FP64', but model 'digits' expects 'FP32'"):
        client.infer("digits", [tensor("input", PIXELS[:1].astype(np.float64))])
    with refused("INVALID_ARGUMENT", "unexpected inference input 'pixels' for model 'digits'"):
        client.infer("digits", [tensor("pixels", PIXELS[:1])])
    with refused("INVALID_ARGUMENT", "expected 1 inputs but got 2 inputs for model 'digits'"):
        client.infer("digits", image() + [tensor("other", PIXELS[:1])])
    with refused("INVALID_ARGUMENT", "expected 1 inputs but got 0 inputs for model 'digits'"):
        client.infer("digits", [])
    with refused("INVALID_ARGUMENT", "unexpected inference output 'scores' for model 'digits'"):
        client.infer("digits", image(), outputs=[triton.InferRequestedOutput("scores")])
    short = triton.InferInput("input", [2, 64], "FP32")
    short._raw_content = PIXELS[:1].tobytes()
    with refused(
        "INVALID_ARGUMENT",
        "input byte size mismatch for input 'input' for model 'digits'. Expected 512, got 256",
    ):
        client.infer("digits", [short])
    shared = triton.InferInput("input", [1, 64], "FP32")
    shared.set_shared_memory("region", 256)
    with refused("UNIMPLEMENTED", "shared memory for input 'input'"):
        client.infer("digits", [shared])
    with refused("UNIMPLEMENTED", "shared memory"):
        client.register_system_shared_memory("region", "/key", 256)
    with refused("UNIMPLEMENTED", "log settings are not supported"):
        client.get_log_settings()
    with refused("UNAVAILABLE", "Request timeout expired"):
        client.infer("digits", image(), timeout=1)
    own = {"a": 1.5, "b": True, "c": "text", "d": 3}
    client.infer("digits", image(), timeout=5_000_000, priority=1, parameters=own)


def check_compression(client):
    plain = client.infer("digits", image(rows=100), model_version="2").as_numpy("output")
    for algorithm in "gzip", "deflate":
        packed = client.infer(
            "digits", image(rows=100), model_version="2", compression_algorithm=algorithm
        ).as_numpy("output")
        assert np.allclose(plain, packed, atol=1e-6), algorithm


def check_callbacks(client):
    answers = queue.Queue()
    for n in range(50):
        client.async_infer(
            "digits",
            image(n),
            lambda result, error: answers.put((result, error)),
            model_version="2",
            request_id=str(n),
        )
    ids = set()
    for _ in range(50):
        result, error = answers.get(timeout=30)
        assert error is None, error
        ids.add(result.get_response().id)
    assert ids == {str(n) for n in range(50)}


def streamed(client, requests, **arguments):
    """What a stream answers to requests, each an id and the arguments of the call."""
    answers = queue.Queue()
    client.start_stream(lambda result, error: answers.put((result, error)), **arguments)
    for request_id, call in requests:
        client.async_stream_infer("digits", request_id=request_id, **call)
    received = [answers.get(timeout=30) for _ in requests]
    client.stop_stream()
    return received


def check_stream(client):
    """An error in the middle is one answer, and the stream goes on."""
    for compression in None, "gzip", "deflate":
        requests = [(str(n), {"inputs": image(n), "model_version": "2"}) for n in range(20)]
        requests[7] = ("7", {"inputs": image(), "model_version": "9"})
        for n, (result, error) in enumerate(
            streamed(client, requests, compression_algorithm=compression)
        ):
            if n == 7:
                assert "version 9 is not found" in error.message(), error
            else:
                assert error is None and result.get_response().id == str(n), (n, error)
    many = [(str(n), {"inputs": image()}) for n in range(1000)]
    ids = [result.get_response().id for result, _ in streamed(client, many)]
    assert ids == [str(n) for n in range(1000)]
    final = streamed(client, [("1", {"inputs": image(), "enable_empty_final_response": True})])[0][
        0
    ]
    assert final.get_response().parameters["triton_final_response"].bool_param


def check_stream_statuses(client):
    """With triton_grpc_error, the first error ends the stream with its status."""
    received = streamed(
        client,
        [("1", {"inputs": image(), "model_version": "9"})],
        headers={"triton_grpc_error": "true"},
    )
    error = received[0][1]
    assert error.status() == "StatusCode.NOT_FOUND" and "version 9" in error.message(), error


def check_cancelled_stream(client):
    """The client goes away with calls in flight; the next stream is as any."""
    client.start_stream(lambda result, error: None)
    for _ in range(200):
        client.async_stream_infer("digits", image())
    client.stop_stream(cancel_requests=True)
    assert streamed(client, [("1", {"inputs": image()})])[0][1] is None


def check_asyncio(_client):
    async def calls():
        async with triton_aio.InferenceServerClient(SERVER) as client:
            assert await client.is_server_ready() and await client.is_model_ready("digits")
            users = [f"user-{n}" for n in range(50)]
            results = await asyncio.gather(
                *(
                    client.infer(
                        "digits",
                        image(module=triton_aio),
                        request_id=user,
                        headers={"x-user-id": user},
                    )
                    for user in users
                )
            )
            assert [result.get_response().id for result in results] == users
            with refused("NOT_FOUND", "'none' is not found"):
                await client.infer("none", image(module=triton_aio))

            async def requests():
                for n in range(20):
                    yield {
                        "model_name": "digits" if n != 7 else "none",
                        "inputs": image(n, module=triton_aio),
                        "request_id": str(n),
                    }

            answers = [answer async for answer in client.stream_infer(requests())]
            errors = [str(error) for _, error in answers if error]
            assert len(answers) == 20 and len(errors) == 1 and "'none'" in errors[0], errors

    asyncio.run(calls())


def check_basic_auth(_client):
    with triton.InferenceServerClient(SERVER) as client:
        client.register_plugin(BasicAuth("user", "password"))
        client.infer("digits", image())


def check_keepalive(_client):
    options = triton.KeepAliveOptions(
        keepalive_time_ms=10_000,
        keepalive_permit_without_calls=True,
        http2_max_pings_without_data=0,
    )
    with triton.InferenceServerClient(SERVER, keepalive_options=options) as client:
        client.infer("digits", image())


def check_large_messages(client):
    """More than the 4 MiB that gRPC takes unless it is told otherwise, both ways."""
    array = np.arange(4 << 20, dtype=np.float32).reshape(-1, 2)
    assert same(array, client.infer("echo-fp32", [tensor("x", array)]).as_numpy("y"))


def check_feedback(client):
    """The prediction id takes a label, once."""
    result = client.infer("digits", image(17), headers={"x-user-id": "alice"})
    verb = [ROOT + "/serin", "feedback", parameter(result, "prediction_id"), "--label", "eight"]
    verb += ["-o", "json"]
    environment = {**os.environ, "SERIN_SERVER": SERVER}
    for expected in "ACCEPTED", "DUPLICATE":
        run = subprocess.run(verb, env=environment, capture_output=True, text=True)
        assert json.loads(run.stdout)["result"] == expected, run


def check_repository_control(client):
    """Through the admin port, as the data port refuses it unless it is told otherwise."""
    call = [tensor("x", ARRAYS["FP32"])]
    with refused("UNAVAILABLE", "explicit model load / unload is not allowed"):
        client.unload_model("echo-fp32")
    with triton.InferenceServerClient(ADMIN) as admin:
        admin.unload_model("echo-fp32")
        assert not client.is_model_ready("echo-fp32")
        index = {m.name: m for m in client.get_model_repository_index().models}
        assert index["echo-fp32"].state == "UNAVAILABLE" and index["echo-fp32"].reason == "unloaded"
        with refused("NOT_FOUND", "Request for unknown model: 'echo-fp32'"):
            client.infer("echo-fp32", call)
        admin.load_model("echo-fp32", config=json.dumps({"max_batch_size": 4}))
        assert client.is_model_ready("echo-fp32")
        assert client.get_model_config("echo-fp32").config.max_batch_size == 4
        client.infer("echo-fp32", call)
        admin.load_model("echo-fp32")
        assert client.get_model_config("echo-fp32").config.max_batch_size != 4
        with refused("UNIMPLEMENTED", "file:1/model.onnx"):
            admin.load_model("echo-fp32", config="{}", files={"file:1/model.onnx": b"x"})
        with refused("INTERNAL", "failed to load 'none'"):
            admin.load_model("none")
        with refused("INVALID_ARGUMENT", "failed to load 'echo-fp32', config:"):
            admin.load_model("echo-fp32", config="{")


def main():
    with triton.InferenceServerClient(SERVER) as client:
        # The gateway looks at its repository, where models.py writes, once a second.
        await_that(lambda: all(client.is_model_ready("echo-" + t.lower()) for t in ARRAYS))
        checks = [(n, c) for n, c in globals().items() if n.startswith("check_")]
        for name, check in checks:
            print(f"{name.removeprefix('check_').replace('_', ' ')}:", end=" ", flush=True)
            check(client)
            print("ok")


main()
