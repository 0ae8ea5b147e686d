"""Our drawing, encoding and putting together against MoviePy 2 with the same slides and sounds, side by side.

    python bench/against_moviepy.py --peer PYTHON [--source bench/lighthouse.md]

PYTHON is an interpreter with moviepy 2 installed, in an environment of its own. Each scene's last picture and its take are
handed to MoviePy as files: it draws nothing and speaks nothing, and our figure includes the drawing. The default document
makes a film of some twenty seconds, for MoviePy takes minutes for a film of three.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


async def prepare(source: Path, folder: Path) -> tuple[object, ...]:
    """Write the script and speak it: neither side pays for that."""
    from adapters.documents.adapting import adapt_document
    from adapters.documents.parsing import parse_content
    from adapters.store import Store
    from adapters.voice import choose_voice, open_voice
    from model.audio import Take
    from model.inputs import InputConfig
    from render.film_plan import plan_film
    from render.fitting import fit_script
    from render.sound import wav_bytes
    from tasks.look import look_of
    from tasks.workplace import Workplace
    from writing.script import write_script

    store = Store(folder / "store")
    (video,) = adapt_document(InputConfig(source=str(source)), store).videos
    script = write_script(parse_content(video, store), video)
    look = look_of(script, Workplace(cache_dir=str(folder)))
    script = fit_script(script, look, store.read)
    choice, _ = await choose_voice("espeak", "male", script.language)
    takes = []
    for scene in script.scenes:
        spoken = await open_voice(choice).speak(scene.narration)
        audio = store.put(wav_bytes(spoken.pcm), ".wav")
        takes.append(Take(scene_id=scene.scene_id, audio=audio, samples=len(spoken.pcm) // 2, words=spoken.words))
    return store, script, look, tuple(takes), plan_film(script, tuple(takes), look)


def hand_over(folder: Path, store: object, script: object, look: object, takes: tuple, timeline: object) -> None:
    """Write each scene as MoviePy takes it: a picture, a sound, a length."""
    from render.pictures import draw_scene

    slides = []
    for at, (scene, take, slot) in enumerate(zip(script.scenes, takes, timeline.slots, strict=True)):
        draw_scene(scene, look, store.read).save(folder / f"{at}.png", compress_level=1)
        shutil.copy(store.path(take.audio), folder / f"{at}.wav")
        slides.append({"picture": f"{at}.png", "sound": f"{at}.wav", "seconds": slot.frames / 30})
    (folder / "slides.json").write_text(json.dumps(slides))


async def ours(folder: Path, store: object, script: object, look: object, takes: tuple, timeline: object) -> float:
    """Draw, encode, mix and put together, with the functions that the stages call, two segments at a time."""
    from concurrent.futures import ThreadPoolExecutor

    from adapters.film import make_film
    from adapters.loudness import level_sound
    from render.captions import to_srt
    from render.chapters import list_chapters
    from render.cues import build_cues
    from render.sound import place_takes, wav_pcm
    from tasks.render import list_rendering, render_scene

    begin = time.perf_counter()
    parts, encoding = [], []
    with ThreadPoolExecutor(2) as pool:
        for at, work in enumerate(list_rendering(script, timeline, look)):
            path = folder / f"{at}.h264"
            parts.append(path)
            encoding.append(
                pool.submit(lambda work=work, path=path: path.write_bytes(encode(work, store, render_scene)))
            )
    for done in encoding:
        done.result()
    await level_sound(place_takes(timeline, lambda take: wav_pcm(store.read(take.audio)), takes), folder / "sound.m4a")
    chapters = [(one.first_frame, one.end_frame, one.title) for one in list_chapters(script, timeline)]
    await make_film(
        parts, folder / "sound.m4a", to_srt(build_cues(script, timeline, takes)), script.title, script.language,
        chapters, timeline.format, folder / "ours.mp4",
    )  # fmt: skip
    return time.perf_counter() - begin


def encode(work: object, store: object, render_scene: object) -> bytes:
    from render.caption_bar import CaptionBar
    from render.encoding import Band, encode_segment
    from render.pictures import MovingScene, draw_scene

    inputs = work.inputs
    shown, motions = inputs["shown"], inputs["motions"]
    look = shown.look
    if work.task is render_scene:
        pictures = MovingScene(shown.scenes[0], look, store.read)
        band = Band(inputs["bar"], CaptionBar(look).paint)
        return encode_segment(pictures.draw, motions, look.format, pictures.move, band)
    sides = [draw_scene(*side) for side in zip(shown.scenes, [look] * 2, [store.read] * 2, shown.pictures, strict=True)]
    return encode_segment(sides, motions, look.format)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--peer", required=True)
    parser.add_argument("--source", default=str(ROOT / "bench" / "lighthouse.md"))
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="video-gen-bench-"))
    world = asyncio.run(prepare(Path(options.source), folder))
    hand_over(folder, *world)
    seconds = asyncio.run(ours(folder, *world))
    peer = subprocess.run(
        [options.peer, str(ROOT / "bench" / "moviepy_peer.py"), str(folder)], capture_output=True, text=True, check=True
    )
    other = json.loads(peer.stdout.strip().splitlines()[-1])
    print(f"film of {other['film']:.1f} s: ours {seconds:.1f} s, MoviePy {other['seconds']:.1f} s,")
    print(
        f"ratio {other['seconds'] / seconds:.0f}. Ours draws the slides and has captions and chapters; MoviePy does not."
    )
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
