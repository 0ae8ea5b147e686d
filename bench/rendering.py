"""Still slides with cross-fades, rendering and encoding alone: ours, an ffmpeg graph, MoviePy 2, Remotion. Prints Markdown.

    python bench/rendering.py [--minutes 2 10 30 60] [--graph 2] [--peer PYTHON --peer-minutes 0.5]
        [--remotion FOLDER --remotion-minutes 0.5 --browser /usr/bin/chromium]

Twelve slides, drawn before the clock starts, are shown in turn for ten seconds each with 0.5 s fades, 1080p30, without sound.
All sides take x264's preset veryfast and two threads. Every figure is of a process of its own: seconds of wall clock, with the
start of the program, and the peak of its largest process. `--graph`, `--peer-minutes` and `--remotion-minutes` are the
lengths that the slow sides are given, each beside ours of that length. FOLDER is a copy of bench/remotion_peer after
`npm install` in it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SECONDS, FADE, FPS = 10, 15, 30


def draw_slides(folder: Path) -> None:
    from PIL import Image, ImageDraw, ImageFont

    for number in range(12):
        image = Image.new("RGB", (1920, 1080), (20, 18 + 3 * number, 60))
        draw = ImageDraw.Draw(image)
        draw.text((120, 90), f"Section {number}", font=ImageFont.load_default(84), fill="white")
        for line in range(6):
            text = f"Bullet {line} of slide {number} says a thing in words"
            draw.text((160, 260 + 90 * line), text, font=ImageFont.load_default(48), fill=(220, 220, 235))
        image.save(folder / f"{number}.png", compress_level=1)


def render_ours(folder: Path, slides: int) -> None:
    """Encode scenes and transitions two at a time, each a file, as the stages do; then join them as an MP4."""
    from concurrent.futures import ThreadPoolExecutor
    from functools import lru_cache

    from PIL import Image

    from adapters.ffmpeg import ffmpeg_path
    from model.timeline import Fade, Hold, VideoFormat
    from render.encoding import encode_segment

    @lru_cache(maxsize=4)  # as the stages keep the pictures that they drew last
    def open_slide(number: int) -> Image.Image:
        return Image.open(folder / f"{number % 12}.png").convert("RGB")

    def encode(part: int) -> None:
        number, is_fade = divmod(part, 2)
        motions = (
            (Fade(before=0, after=1, frames=FADE),) if is_fade else (Hold(picture=0, frames=SECONDS * FPS - FADE),)
        )
        stream = encode_segment(lambda index: open_slide(number + index), motions, VideoFormat())
        (folder / f"{part}.h264").write_bytes(stream)

    parts = range(2 * slides - 1)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(encode, parts))
    with (folder / "ours.h264").open("wb") as joined:
        for part in parts:
            joined.write((folder / f"{part}.h264").read_bytes())
    argv = [ffmpeg_path(), "-v", "error", "-y", "-f", "h264", "-framerate", str(FPS), "-i", str(folder / "ours.h264")]
    subprocess.run([*argv, "-c", "copy", str(folder / "ours.mp4")], check=True)


def graph_argv(folder: Path, slides: int) -> list[str]:
    from adapters.ffmpeg import ffmpeg_path

    argv, graph, previous, fade = [ffmpeg_path(), "-v", "error", "-y"], "", "0:v", FADE / FPS
    for number in range(slides):
        argv += ["-loop", "1", "-framerate", str(FPS), "-t", str(SECONDS), "-i", str(folder / f"{number % 12}.png")]
    for k in range(1, slides):
        graph += f"[{previous}][{k}:v]xfade=transition=fade:duration={fade}:offset={k * (SECONDS - fade)}[x{k}];"
        previous = f"x{k}"
    graph += f"[{previous}]format=yuv420p[v]"
    coding = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-threads", "2"]
    return [*argv, "-filter_complex", graph, "-map", "[v]", *coding, str(folder / "graph.mp4")]


_PEER = """
import sys
from moviepy import ImageClip, concatenate_videoclips, vfx
folder, slides, seconds, fade, fps = sys.argv[1], int(sys.argv[2]), 10, 0.5, 30
clips = [ImageClip(f"{folder}/{n % 12}.png").with_duration(seconds) for n in range(slides)]
clips = [clip.with_effects([vfx.CrossFadeIn(fade)]) if n else clip for n, clip in enumerate(clips)]
film = concatenate_videoclips(clips, method="compose", padding=-fade)
film.write_videofile(f"{folder}/peer.mp4", fps=fps, codec="libx264", preset="veryfast", threads=2, audio=False, logger=None)
"""
_MEASURE = """
import json, resource, subprocess, sys, time
begin = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(json.dumps([time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024]))
"""


def measure(argv: list[str]) -> tuple[float, float]:
    """Run a program; return seconds and the peak of its largest process in MB."""
    done = subprocess.run([sys.executable, "-c", _MEASURE, *argv], capture_output=True, text=True, check=True)
    seconds, peak = json.loads(done.stdout.splitlines()[-1])
    return seconds, peak


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, nargs="*", default=[2, 10, 30, 60])
    parser.add_argument("--graph", type=float, nargs="*", default=[2])
    parser.add_argument("--peer")
    parser.add_argument("--peer-minutes", type=float, default=0.5)
    parser.add_argument("--remotion")
    parser.add_argument("--remotion-minutes", type=float, default=0.5)
    parser.add_argument("--browser", default="/usr/bin/chromium")
    parser.add_argument("--side", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side:
        render_ours(Path(options.side[0]), int(options.side[1]))
        return
    print("| side | film | seconds | times real time | peak MB |\n| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory(prefix="video-gen-bench-") as name:
        folder = Path(name)
        draw_slides(folder)
        runs = [("ours", minutes) for minutes in options.minutes] + [("ffmpeg xfade", one) for one in options.graph]
        if options.peer:
            runs = [*runs, ("ours", options.peer_minutes), ("MoviePy 2", options.peer_minutes)]
        if options.remotion:
            runs = [*runs, ("ours", options.remotion_minutes), ("Remotion", options.remotion_minutes)]
        for side, minutes in runs:
            slides = round(minutes * 60 / SECONDS)
            argv = {
                "ours": [sys.executable, __file__, "--side", str(folder), str(slides)],
                "ffmpeg xfade": graph_argv(folder, slides),
                "MoviePy 2": [str(options.peer), "-c", _PEER, str(folder), str(slides)],
                "Remotion": ["node", f"{options.remotion}/render.mjs", str(folder), str(slides), options.browser],
            }[side]
            seconds, peak = measure(argv)
            print(
                f"| {side} | {minutes:g} min | {seconds:.1f} | {minutes * 60 / seconds:.1f} | {peak:.0f} |", flush=True
            )


if __name__ == "__main__":
    main()
