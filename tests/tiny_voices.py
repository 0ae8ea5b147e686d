"""Neural voices of a few hundred bytes, made with `onnx`: a hum a letter, by the inputs and outputs of real ones."""

from __future__ import annotations

import json
from pathlib import Path

import espeakng_loader
import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

RATE = 22_050
HOP = 256
FRAMES = 12
"""Of a phoneme, at the usual pace: 139 ms."""
_SILENT = " _^$.,!?;:"


def _constant(name: str, value: object, kind: type = numpy.int64) -> onnx.TensorProto:
    return numpy_helper.from_array(numpy.array(value, kind), name)


def _loudness(symbols: dict[str, int], size: int) -> numpy.ndarray:
    """Return how loud each phoneme is: those that part words are silent, so that words can be heard."""
    table = numpy.full((size,), 0.5, numpy.float32)
    for symbol, number in symbols.items():
        if symbol in _SILENT:
            table[number] = 0.0
    return table


def _hum(ids: str, frames: str, outputs: list[str]) -> list[onnx.NodeProto]:
    """Repeat each phoneme's loudness for its frames, and let it sound at 220 Hz: (1, T) -> samples."""
    return [
        helper.make_node("Gather", ["loudness", ids], ["loud"]),  # (1, T)
        helper.make_node("Unsqueeze", ["loud", "last"], ["column"]),  # (1, T, 1)
        helper.make_node("Mul", [frames, "hop"], ["each"]),  # (1)
        helper.make_node("Concat", ["ones", "each"], ["shape"], axis=0),
        helper.make_node("Expand", ["column", "shape"], ["wide"]),
        helper.make_node("Reshape", ["wide", "flat"], ["envelope"]),  # (S)
        helper.make_node("Size", ["envelope"], ["many"]),
        helper.make_node("Range", ["zero", "many", "one"], ["steps"]),
        helper.make_node("Cast", ["steps"], ["count"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["count", "angle"], ["turn"]),
        helper.make_node("Sin", ["turn"], ["wave"]),
        helper.make_node("Mul", ["envelope", "wave"], outputs),
    ]


def _hum_constants(loudness: numpy.ndarray, rate: int, hop: int) -> list[onnx.TensorProto]:
    return [
        numpy_helper.from_array(loudness, "loudness"), _constant("last", [2]), _constant("hop", [hop]),
        _constant("ones", [1, 1]), _constant("flat", [-1]), _constant("zero", 0), _constant("one", 1),
        _constant("angle", 2 * numpy.pi * 220 / rate, numpy.float32), _constant("frames_each", [FRAMES], numpy.float32),
    ]  # fmt: skip


def _save(path: Path, nodes: list, inputs: list, outputs: list, constants: list, **metadata: str) -> Path:
    graph = helper.make_graph(nodes, "hum", inputs, outputs, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    helper.set_model_props(model, metadata)
    onnx.checker.check_model(model)
    onnx.save(model, path)
    return path


def make_piper(folder: Path, *, speakers: tuple[str, ...] = (), **metadata: str) -> Path:
    """Make a voice of Piper: VITS's inputs, its sound, and the `Ceil` by which Piper finds the lengths of phonemes."""
    from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP

    symbols = {symbol: ids[0] for symbol, ids in DEFAULT_PHONEME_ID_MAP.items()}
    size = max(symbols.values()) + 1
    nodes = [
        helper.make_node("Slice", ["scales", "from", "to"], ["length"]),
        helper.make_node("Mul", ["frames_each", "length"], ["exact"]),
        helper.make_node("Shape", ["input"], ["size"]),
        helper.make_node("Expand", ["exact", "size"], ["spread"]),
        helper.make_node("Ceil", ["spread"], ["w_ceil"]),
        helper.make_node("Floor", ["exact"], ["whole"]),
        helper.make_node("Cast", ["whole"], ["frames"], to=TensorProto.INT64),
        *_hum("input", "frames", ["sound"]),
        helper.make_node("Reshape", ["sound", "deep"], ["output"]),
    ]
    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, [1, "T"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ]
    if speakers:
        inputs.append(helper.make_tensor_value_info("sid", TensorProto.INT64, [1]))
    constants = [*_hum_constants(_loudness(symbols, size), RATE, HOP), _constant("from", [1]), _constant("to", [2]),
                 _constant("deep", [1, 1, 1, -1])]  # fmt: skip
    output = helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, 1, "S"])
    path = _save(folder / "hum.onnx", nodes, inputs, [output], constants, **metadata)
    config = {
        "audio": {"sample_rate": RATE}, "espeak": {"voice": "en-us"}, "phoneme_type": "espeak", "num_symbols": size,
        "num_speakers": max(len(speakers), 1), "hop_length": HOP, "phoneme_id_map": DEFAULT_PHONEME_ID_MAP,
        "speaker_id_map": {name: at for at, name in enumerate(speakers)},
        "inference": {"noise_scale": 0.6, "length_scale": 1.0, "noise_w": 0.8},
    }  # fmt: skip
    path.with_name("hum.onnx.json").write_text(json.dumps(config))
    return path


def make_kokoro(folder: Path) -> Path:
    """Make a voice of Kokoro: tokens, style and speed; sound, and how many frames each token lasts."""
    from kokoro_onnx.config import DEFAULT_VOCAB

    nodes = [
        helper.make_node("Div", ["frames_each", "speed"], ["exact"]),
        helper.make_node("Floor", ["exact"], ["whole"]),
        helper.make_node("Cast", ["whole"], ["frames"], to=TensorProto.INT64),
        helper.make_node("Shape", ["input_ids"], ["size"]),
        helper.make_node("Expand", ["frames", "size"], ["spread"]),
        helper.make_node("Reshape", ["spread", "flat"], ["duration"]),
        helper.make_node("ReduceSum", ["style"], ["sum"], keepdims=0),
        *_hum("input_ids", "frames", ["sound"]),
        helper.make_node("Add", ["sound", "sum"], ["audio"]),
    ]
    inputs = [
        helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "T"]),
        helper.make_tensor_value_info("style", TensorProto.FLOAT, [1, 256]),
        helper.make_tensor_value_info("speed", TensorProto.FLOAT, [1]),
    ]
    outputs = [
        helper.make_tensor_value_info("audio", TensorProto.FLOAT, ["S"]),
        helper.make_tensor_value_info("duration", TensorProto.INT64, ["T"]),
    ]
    loudness = _loudness({**DEFAULT_VOCAB, "_": 0}, max(DEFAULT_VOCAB.values()) + 1)
    path = _save(folder / "kokoro.onnx", nodes, inputs, outputs, _hum_constants(loudness, 24_000, 300))
    with (folder / "voices-v1.0.bin").open("wb") as file:
        numpy.savez(
            file, af_hum=numpy.zeros((510, 1, 256), numpy.float32), bm_hum=numpy.zeros((510, 1, 256), numpy.float32)
        )
    return path


def make_sherpa(folder: Path) -> Path:
    """Make a folder of sherpa-onnx: a voice of Piper with the metadata and the tokens that it asks for."""
    from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP

    folder.mkdir()
    make_piper(
        folder, model_type="vits", comment="piper", language="English", voice="en-us", has_espeak="1",
        n_speakers="1", sample_rate=str(RATE), add_blank="1",
    )  # fmt: skip
    lines = [f"{symbol} {ids[0]}" for symbol, ids in DEFAULT_PHONEME_ID_MAP.items() if len(symbol) == 1]
    (folder / "tokens.txt").write_text("\n".join(lines) + "\n")
    (folder / "espeak-ng-data").symlink_to(espeakng_loader.get_data_path(), target_is_directory=True)
    return folder
