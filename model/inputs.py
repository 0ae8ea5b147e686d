"""What the user asks for (InputConfig) and what the first stage makes of it (VideoSetConfig)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from model.assets import Asset, DeliveredFile
from model.brand import Brand
from model.format import Aspect, FormatChoice, FrameRate, Hardware, Quality, Resolution
from model.frozen import Frozen
from model.music import MusicChoice, MusicVolume
from model.staging import CaptionChoice, MotionChoice, Staging
from model.theme_choice import Appearance as Appearance
from model.theme_choice import ThemeChoice, ThemeName

Engine = Literal["auto", "edge", "espeak", "silent"]
Accent = Literal["blue", "purple", "orange", "green", "pink", "cyan"]
LONGEST_FILM = 6 * 3600
"""Seconds."""
TargetDuration = Annotated[float, Field(ge=15, le=LONGEST_FILM)] | Literal["all"]


Unit = Literal["line", "page", "cell", "paragraph"]
"""What is counted in a document: pages of a PDF, cells of a notebook, paragraphs of Word."""


class SourceSpan(Frozen):
    """Where in the user's writing something comes from."""

    file: str
    """The file as the user named it; `-` for standard input."""
    first: Annotated[int, Field(ge=1)]
    """First line, 1-based; or page, cell, paragraph."""
    last: Annotated[int, Field(ge=1)]
    """Last line, inclusive; or page, cell, paragraph."""
    unit: Annotated[Unit, Field(exclude_if=lambda unit: unit == "line")] = "line"
    """What is counted."""

    @property
    def place(self) -> str:
        """Return it as a message names it."""
        return f"{self.file}:{self.first}" if self.unit == "line" else f"{self.file}, {self.unit} {self.first}"

    def reaches(self, following: SourceSpan) -> bool:
        """Tell whether something goes on to what follows it, or around it: known of lines alone."""
        return self.unit == "line" and self.last >= following.first - 1


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
    output: str = "videos"
    """Folder that receives a folder of the video's name."""
    cache_dir: str | None = None
    """Folder of the store and the results; None for the user's cache directory."""
    engine: Engine = "auto"
    """Who speaks; `auto` asks once whether Edge answers, and else speaks with the embedded voice."""
    voice: Annotated[str, Field(min_length=1, max_length=100)] = "male"
    """male, male_warm, female, female_friendly, or an engine's own id."""
    accent_color: Accent = "blue"
    """The one saturated colour of the theme."""
    theme: ThemeChoice = "dark"
    """A theme's name, also with -light or -dark behind it; `light` or `dark` for the usual one; or a brand's YAML file."""
    target_duration: TargetDuration = 180.0
    """Seconds that the film should last, or `all` for everything that the document says."""
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] | None = None
    """BCP 47 code; None to take the front matter's, or to recognise it."""
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
    pronunciation: tuple[tuple[str, str], ...] = ()
    """Pairs of (written, spoken) from the project's configuration; a `pronunciation.yaml` beside the source adds to them."""

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

    video_id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
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
    music: MusicChoice | None = None
    """What is heard under the voice."""

    def without_music(self) -> VideoConfig:
        """Return what words and pictures are made of: with another music, they are the same."""
        return self.model_copy(update={"music": None})


class VideoSetConfig(Frozen):
    """What one input asks for: one film, or several in order."""

    set_id: str
    """Slug of the set."""
    videos: tuple[VideoConfig, ...]
    """The films, in order."""
    inputs: tuple[DeliveredFile, ...]
    """The files that were read, by name relative to the document's folder; `-` for standard input."""
