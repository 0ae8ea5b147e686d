"""The same slides and the same sounds through MoviePy 2: what a user would write instead. Run by `bench/against_moviepy.py`.

python moviepy_peer.py FOLDER      # FOLDER holds slides.json: [{"picture", "sound", "seconds"}], 0.3 s cross-fades
"""

import json
import sys
import time
from pathlib import Path

from moviepy import AudioFileClip, CompositeAudioClip, CompositeVideoClip, ImageClip, vfx

FADE = 0.3
folder = Path(sys.argv[1])
begin = time.perf_counter()
clips, sounds, start = [], [], 0.0
for at, slide in enumerate(json.loads((folder / "slides.json").read_text())):
    clip = ImageClip(str(folder / slide["picture"])).with_start(max(start - FADE * (at > 0), 0))
    clip = clip.with_duration(slide["seconds"] + FADE * (at > 0))
    clips.append(clip.with_effects([vfx.CrossFadeIn(FADE)]) if at else clip)
    sounds.append(AudioFileClip(str(folder / slide["sound"])).with_start(start))
    start += slide["seconds"]
film = CompositeVideoClip(clips, size=(1920, 1080)).with_duration(start).with_audio(CompositeAudioClip(sounds))
film.write_videofile(
    str(folder / "moviepy.mp4"), fps=30, codec="libx264", preset="veryfast", audio_codec="aac", threads=2, logger=None
)
print(json.dumps({"seconds": time.perf_counter() - begin, "film": start}))
