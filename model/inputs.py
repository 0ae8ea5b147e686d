"""What the user asks for (InputConfig) and what the first stage makes of it (VideoSetConfig)."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from model.ai import DEFAULT_MAX_COST, AiChoice, MaxCost, ModelName
from model.assets import Asset, DeliveredFile
from model.audio import Pitch, Rate
from model.brand import Brand
from model.errors import ConfigError
from model.format import Aspect, FormatChoice, FrameRate, Hardware, Quality, Resolution
from model.frozen import Frozen
from model.music import MusicChoice, MusicVolume
from model.progress import Stage
from model.staging import CaptionChoice, MotionChoice, Staging
from model.theme_choice import Appearance as Appearance
from model.theme_choice import ThemeChoice, ThemeName
from model.translation import Translation, TranslationFile

Engine = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
"""`auto`, or the name of an engine."""
VoiceName = Annotated[str, Field(min_length=1, max_length=4096)]
LONGEST_SPEAKER = 60
VoicesLock = Literal["use", "write", "prune", "require", "off"]
Accent = Literal["blue", "purple", "orange", "green", "pink", "cyan"]
LONGEST_FILM = 6 * 3600
"""Seconds."""
TargetDuration = Annotated[float, Field(ge=15, le=LONGEST_FILM)] | Literal["all"]


YouTubeMode = Literal["moments", "summary", "full"]
"""What is told of a video: its key moments, the gist of each topic, or all of it."""


VideoId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
"""A slug."""


class FetchedFile(Frozen):
    """Something that an input names on the network, as it was when it was fetched: once for a run."""

    url: str
    """As the input names it."""
    final_url: str = ""
    """Where it came from, after redirects."""
    media_type: str = ""
    """As the server says, in lower case, without parameters."""
    charset: str = ""
    """As the server says; empty where it does not."""
    file: Asset | None = None
    """Its bytes in the store; None when it could not be had."""
    missing: str = ""
    """Why there is no file."""


Unit = Literal["line", "page", "second", "cell", "paragraph"]
"""What is counted in a document: pages of a PDF, seconds of a video, cells of a notebook, paragraphs of Word."""


class SourceSpan(Frozen):
    """Where in the user's writing something comes from."""

    file: str
    """The file as the user named it; `-` for standard input."""
    first: Annotated[int, Field(ge=1)]
    """First line, 1-based; or page, cell, paragraph."""
    last: Annotated[int, Field(ge=1)]
    """Last line, inclusive; or page, second, cell, paragraph."""
    unit: Annotated[Unit, Field(exclude_if=lambda unit: unit == "line")] = "line"
    """What is counted: of a document that has no lines, pages or seconds."""

    @property
    def place(self) -> str:
        """Return it as a message names it."""
        return f"{self.file}:{self.first}" if self.unit == "line" else f"{self.file}, {self.unit} {self.first}"

    def reaches(self, following: SourceSpan) -> bool:
        """Tell whether something goes on to what follows it, or around it: what is known by page or cell alone does not."""
        return self.unit in ("line", "second") and self.last >= following.first - 1


_STATABLE = frozenset({
    "engine", "voice", "accent_color", "theme", "target_duration", "language", "quality", "fps", "resolution", "aspect",
    "motion", "captions", "music", "music_volume",
})  # fmt: skip


def _with_tuples(value: object) -> object:
    if isinstance(value, list):
        return tuple(map(_with_tuples, value))
    return {name: _with_tuples(part) for name, part in value.items()} if isinstance(value, dict) else value


class InputConfig(Frozen):
    """One job, as the user states it. Every field is plain JSON, so that a deployment shows it as a form."""

    source: Annotated[str, Field(min_length=1)]
    """What the kind of input takes; a document is a file, or `-` with `text` given."""
    input_type: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")] = "auto"
    """The kind of input; `auto` recognises it by the source."""
    text: str | None = None
    """The document itself, where `source` is `-`."""
    stored: Asset | None = None
    """The same, in the store of `cache_dir`, where it is too large to be a parameter of a flow."""
    fetched: tuple[FetchedFile, ...] = ()
    """What the source names on the network, in the store of `cache_dir`, the source itself first; empty to fetch it."""
    youtube_mode: YouTubeMode = "moments"
    """What is told of a YouTube video."""
    youtube_languages: tuple[Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")], ...] = ()
    """Languages in which its transcript is wanted, the dearest first; empty for `language`, English, or its own."""
    youtube_translate: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] | None = None
    """Language into which YouTube shall translate it, where there is none in it."""
    output: str = "videos"
    """Folder that receives a folder of the video's name."""
    cache_dir: str | None = None
    """Folder of the store and the results; None for the user's cache directory."""
    engine: Engine = "auto"
    """Who speaks; `auto` asks once whether Edge answers, and else speaks with the embedded voice."""
    voice: VoiceName = "male"
    """male, male_warm, female, female_friendly, an engine's own id, or `engine:voice`, as `piper:/voices/en.onnx`."""
    speakers: tuple[tuple[str, str], ...] = ()
    """Pairs of (speaker, voice): whose voice a script means by a name of its own."""
    rate: Rate = 0
    """Per cent that every voice speaks faster; negative for slower."""
    pitch: Pitch = 0
    """Semitones that every voice speaks higher; negative for lower."""
    voices_lock: VoicesLock = "use"
    """What becomes of `voices.lock` beside the source: use it where it is there, write it, prune it, require it, or off."""
    accent_color: Accent = "blue"
    """The one saturated colour of the theme."""
    theme: ThemeChoice = "dark"
    """A theme's name, also with -light or -dark behind it; `light` or `dark` for the usual one; or a brand's YAML file."""
    target_duration: TargetDuration = 180.0
    """Seconds that the film should last, or `all` for everything that the document says."""
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] | None = None
    """BCP 47 code; None to take the front matter's, or to recognise it."""
    ai: AiChoice = "auto"
    """Who writes: auto asks a language model where there is a key, off never does, on asks one or fails."""
    model: ModelName | None = None
    """Which language model; None for the usual one."""
    max_cost: MaxCost = DEFAULT_MAX_COST
    """US dollars that the script may cost, or `none`."""
    quality: Quality = "standard"
    """How much the encoder keeps: draft is quick to make, high is for further editing."""
    fps: FrameRate = 30
    """Frames a second."""
    resolution: Resolution = "1080p"
    """The shorter side in pixels."""
    aspect: Aspect = "16:9"
    """Width to height; the layout adapts to it."""
    motion: MotionChoice = "full"
    """How much moves: full, reduced (fades alone) or none."""
    captions: CaptionChoice = "off"
    """Captions in the pictures, beside those that a player can show: burned, or karaoke."""
    music: Annotated[str, Field(min_length=1, max_length=4096)] | None = None
    """A music file, to be heard under the voice."""
    music_volume: MusicVolume = -24.0
    """Its loudness while somebody speaks, in LU relative to the voice; in pauses it rises by eight."""
    hardware: Hardware = "off"
    """`auto` encodes by hardware where it works: quick, but its bytes are not reproducible."""
    only: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    """Of an input that asks for several films, the one to make; None for the one that there is."""
    video_id: VideoId | None = None
    """The name of the film's folder and files; None for its own, or one near it where that folder is another's."""
    stated: tuple[str, ...] = ()
    """Fields that were asked for on purpose: they win over what a source says of its own films. Noted by itself."""
    translation: TranslationFile | None = None
    """The film in another language than the document's."""
    tracks: tuple[TranslationFile, ...] = ()
    """Further languages, heard and read over the same pictures: a track of sound and one of captions each."""
    pronunciation: tuple[tuple[str, str], ...] = ()
    """Pairs of (written, spoken) from the project's configuration; a `pronunciation.yaml` beside the source adds to them."""
    review: bool = False
    """Whether the script waits for somebody's approval, and for what they change in it, before it is spoken."""
    anew_from: Stage | None = None
    """The stage from which on all is made anew, whatever is kept."""

    @model_validator(mode="before")
    @classmethod
    def _take_lists(cls, value: object) -> object:
        """Take JSON's lists for tuples: the parameters of a deployment come as JSON that was read already."""
        return _with_tuples(value) if isinstance(value, dict) else value

    @model_validator(mode="after")
    def _note_stated(self) -> Self:
        if "stated" not in self.model_fields_set:  # what a job that was written down says of it holds
            self.__dict__["stated"] = tuple(sorted(self.model_fields_set & _STATABLE))
            self.__pydantic_fields_set__.add("stated")
        return self

    def spoken_as(self, video: VideoConfig) -> InputConfig:
        """Return the job with the voice that a film has of its own."""
        own = {"engine": video.engine, "voice": video.voice}
        return self.model_copy(update={name: value for name, value in own.items() if value is not None})

    @property
    def staging(self) -> Staging:
        """Return what moves, and what stands in the caption band."""
        return Staging(motion=self.motion, captions=self.captions)

    @property
    def format(self) -> FormatChoice:
        """Return the film's shape."""
        return FormatChoice(resolution=self.resolution, aspect=self.aspect, fps=self.fps, quality=self.quality)


class SourceImage(Frozen):
    """A picture that the document shows and that was found beside it."""

    reference: str
    """The link as the document writes it."""
    image: Asset
    """The file's bytes, already checked to be a picture that we open."""
    width: Annotated[int, Field(ge=1)]
    """Pixels."""
    height: Annotated[int, Field(ge=1)]
    """Pixels."""


class VideoConfig(Frozen):
    """One film to make: the document's bytes and every decision that the user took."""

    video_id: VideoId
    """The slug: names the output folder and files."""
    source_name: str
    """The document as the user named it, for provenance; `-` for standard input."""
    source_kind: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    """The format: how to read it."""
    source: Asset
    """The document as its format stores it; text is UTF-8 with `\\n` line ends and no byte order mark."""
    images: tuple[SourceImage, ...] = ()
    """Local pictures that the document refers to, in order of appearance."""
    missing_images: tuple[tuple[str, str], ...] = ()
    """(reference, reason) for the pictures that are not shown."""
    language: str | None = None
    """As InputConfig.language."""
    accent_color: Accent = "blue"
    """As InputConfig.accent_color."""
    theme: ThemeName = "dark"
    """As InputConfig.theme, or the theme that the brand is based on."""
    brand: Brand | None = None
    """What the user's brand changes of it."""
    target_duration: TargetDuration = 180.0
    """As InputConfig.target_duration."""
    staging: Staging = Staging()
    """As InputConfig states it."""
    format: FormatChoice = FormatChoice()
    """As InputConfig states it."""
    pronunciation: tuple[tuple[str, str], ...] = ()
    """(written, spoken), the document's own file winning over the project's."""
    speakers: tuple[str, ...] = ()
    """Names of those who may speak in the document: what begins with one and a colon is theirs."""
    music: MusicChoice | None = None
    """What is heard under the voice."""
    engine: Engine | None = None
    """Who speaks, where the film itself says; None for the job's."""
    voice: str | None = None
    """The voice, where the film itself says; None for the job's."""
    translation: Translation | None = None
    """As InputConfig states it."""
    tracks: tuple[Translation, ...] = ()
    """As InputConfig states them."""

    def without_sound(self) -> VideoConfig:
        """Return what words and pictures are made of: with another voice or music, they are the same."""
        return self.model_copy(update={"music": None, "engine": None, "voice": None, "tracks": ()})


class VideoSetConfig(Frozen):
    """What one input asks for: one film, or several in order."""

    set_id: str
    """Slug of the set."""
    videos: tuple[VideoConfig, ...]
    """The films, in order."""
    inputs: tuple[DeliveredFile, ...]
    """The files that were read, by name relative to the document's folder; `-` for standard input."""

    def single(self) -> VideoConfig:
        """Return the film, where it is one.

        Raises ConfigError naming them, where there are several.
        """
        if len(self.videos) == 1:
            return self.videos[0]
        names = ", ".join(video.video_id for video in self.videos[:20])
        raise ConfigError(f"{self.set_id} is a set of {len(self.videos)} films: {names}.", "Name one with --only.")
