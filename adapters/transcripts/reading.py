"""A transcript, and how it shall be told -> ParsedContent: a section for each topic, each sentence with its seconds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from adapters.transcripts.headings import name_topics
from adapters.transcripts.moments import Excerpt, choose_excerpts, is_chatter
from adapters.transcripts.sentences import Sentence, find_names, make_sentences
from adapters.transcripts.stops import has_end
from adapters.transcripts.topics import find_topics, read_chapters
from adapters.transcripts.transcript import TranscriptDocument
from adapters.transcripts.words import read_words
from model.content import AnyBlock, OmittedBlock, ParagraphBlock, ParsedContent, Run, Section
from model.inputs import SourceSpan, YouTubeMode

_PARAGRAPH = 4
"""Sentences."""
_BREATH = 1.5
"""Seconds of silence that end a paragraph."""
_SHOWN = 200
"""Characters of what is left out."""
_REASONS = {
    "moments": "it is no key moment",
    "summary": "the summary leaves it out",
    "full": "it is said to the channel's audience",
}


def read_transcript(document: TranscriptDocument, language: str | None) -> ParsedContent:
    """Find sentences, topics and what is told of them."""
    transcript = document.transcript
    spoken = transcript.language
    names = find_names(transcript.title, transcript.description, transcript.channel)
    sentences = make_sentences(read_words(transcript.lines, spoken), spoken, names)
    topics = find_topics(sentences, spoken, read_chapters(transcript.description))
    excerpts = choose_excerpts(topics, document.mode, spoken, transcript.title)
    title = transcript.title or transcript.url
    head = Section(
        section_id="s01",
        level=1,
        title=(Run(text=title),),
        span=_span(transcript.url, 0, sentences[0].end if sentences else 0),
    )
    maker = _Maker(transcript.url, document.mode)
    sections = [
        maker.make_section(excerpt, heading)
        for excerpt, heading in zip(excerpts, name_topics(topics, spoken), strict=True)
    ]
    by = f"{transcript.channel}: " if transcript.channel else ""
    return ParsedContent(
        title=title, description=f"{by}{transcript.url}", author=transcript.channel, language=language or spoken,
        source_name=transcript.url, sections=(head, *sections),
    )  # fmt: skip


class _Maker:
    """Makes sections, and counts them and their blocks."""

    def __init__(self, url: str, mode: YouTubeMode) -> None:
        self._url, self._mode = url, mode
        self._sections, self._blocks = 1, 0

    def make_section(self, excerpt: Excerpt, heading: str) -> Section:
        """Make a section of a topic; one of which nothing is told keeps its heading out of the film."""
        said = excerpt.topic.sentences
        self._sections += 1
        told = set(excerpt.told)
        blocks = list[AnyBlock]()
        for kept, group in _group(said, told):
            blocks.append(self._tell(group) if kept else self._omit(group))
        return Section(
            section_id=f"s{self._sections:02d}", level=2 if told else 0, title=(Run(text=heading),) if told else (),
            span=_span(self._url, said[0].start, said[0].end), blocks=tuple(blocks),
        )  # fmt: skip

    def _tell(self, group: Sequence[Sentence]) -> ParagraphBlock:
        runs = tuple(Run(text=said.text if at == 0 else f" {said.text}") for at, said in enumerate(group))
        return ParagraphBlock(
            block_id=self._next(), span=self._span_of(group), text=(Run(text="".join(run.text for run in runs)),)
        )

    def _omit(self, group: Sequence[Sentence]) -> OmittedBlock:
        text = " ".join(said.text for said in group)
        reason = _REASONS["full" if all(map(is_chatter, group)) else self._mode]
        return OmittedBlock(
            block_id=self._next(), span=self._span_of(group), what="speech", text=text[:_SHOWN], reason=reason
        )

    def _next(self) -> str:
        self._blocks += 1
        return f"b{self._blocks:04d}"

    def _span_of(self, group: Sequence[Sentence]) -> SourceSpan:
        return _span(self._url, group[0].start, group[-1].end)


def _group(said: Sequence[Sentence], told: set[int]) -> Iterator[tuple[bool, list[Sentence]]]:
    """Put together what stands together: paragraphs of what is told, and what is left out between them."""
    group, kept = list[Sentence](), False
    for at, sentence in enumerate(said):
        unmarked = bool(group) and not has_end(group[-1].text)  # Thai has no stop: the paragraph parts the sentences
        full = kept and (len(group) == _PARAGRAPH or sentence.pause > _BREATH or sentence.turn or unmarked)
        if group and (kept != (at in told) or full):
            yield kept, group
            group = []
        kept = at in told
        group.append(sentence)
    if group:
        yield kept, group


def _span(url: str, start: float, end: float) -> SourceSpan:
    first = max(1, int(start))
    return SourceSpan(file=url, first=first, last=max(first, int(end)), unit="second")
