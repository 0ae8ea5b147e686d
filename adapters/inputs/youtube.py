"""YouTube: what is said in a video, by its address in any form or its id; told as key moments, as a summary, or in full."""

from __future__ import annotations

from adapters.documents.slugs import make_slug
from adapters.fetched import read_fetched, store_of
from adapters.input_choices import check_all, list_files, make_video
from adapters.store import Store
from adapters.transcripts.transcript import Transcript, TranscriptDocument
from adapters.youtube.video_address import is_youtube_address, read_video_id
from model.assets import DeliveredFile
from model.inputs import FetchedFile, InputConfig, VideoSetConfig


def recognises(source: str) -> bool:
    """Tell whether a source is an address of YouTube's."""
    return is_youtube_address(source)


def check_input(config: InputConfig) -> None:
    """See that the source names a video, and that brand and music are well."""
    check_all(config, lambda: read_video_id(config.source))


def list_inputs(config: InputConfig) -> tuple[DeliveredFile, ...]:
    """Return the transcript, by the address of its video, and the files of brand and music."""
    transcript, fetched = _read(config)
    assert fetched.file is not None
    own = DeliveredFile(name=transcript.url, sha256=fetched.file.sha256, size=fetched.file.size)
    return (own, *list_files(config, ()))


def name_video(config: InputConfig) -> str:
    """Name the film after the video."""
    transcript, _ = _read(config)
    return make_slug(transcript.title, f"youtube-{transcript.video_id}")


def adapt(config: InputConfig, store: Store) -> VideoSetConfig:
    """Store the transcript with how it shall be told, and make a set of one film."""
    transcript, fetched = _read(config)
    document = TranscriptDocument(transcript=transcript, mode=config.youtube_mode)
    config = config.model_copy(update={"fetched": (fetched,)})
    video = make_video(
        config, store, video_id=name_video(config), source_name=transcript.url, source_kind="transcript",
        source=store.put(document.model_dump_json().encode(), ".json"),
    )  # fmt: skip
    return VideoSetConfig(set_id=video.video_id, videos=(video,), inputs=list_inputs(config))


def fetch(config: InputConfig, store: Store) -> tuple[FetchedFile, ...]:
    """Fetch the transcript that is wanted most, and keep it.

    Raises ValidationError when the video has none for us, NetworkError when YouTube does not answer or refuses us.
    """
    from adapters.network import open_door
    from adapters.settings import load_settings
    from adapters.youtube.client import fetch_transcript
    from adapters.youtube.languages import Wish

    language = (config.language,) if config.language else ()
    wish = Wish(config.youtube_languages or language, config.youtube_translate or "")
    video_id = read_video_id(config.source)
    transcript = fetch_transcript(video_id, wish, open_door(), load_settings().youtube_url)
    kept = store.put(transcript.model_dump_json().encode(), ".json")
    return (FetchedFile(url=transcript.url, media_type="application/json", file=kept),)


def _read(config: InputConfig) -> tuple[Transcript, FetchedFile]:
    """Return the transcript; who asks before it was fetched has it fetched now."""
    fetched = config.fetched or fetch(config, store_of(config))
    assert fetched[0].file is not None
    return Transcript.model_validate_json(read_fetched(config, fetched[0].file)), fetched[0]
