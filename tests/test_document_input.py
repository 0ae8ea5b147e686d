"""InputConfig to VideoSetConfig: what is wrong is said at once, and what is right is stored, named and found."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.documents.adapting import adapt_document, check_input, input_files
from adapters.documents.decoding import DOCUMENT_LIMIT, decode_document
from adapters.documents.parsing import parse_content
from adapters.documents.slugs import make_slug
from adapters.store import Store
from model.errors import Problem, ValidationError
from model.inputs import InputConfig, VideoConfig

DOCUMENTS = Path(__file__).parent / "documents"


def problems_of(config: InputConfig) -> tuple[Problem, ...]:
    with pytest.raises(ValidationError) as caught:
        check_input(config)
    return caught.value.problems


def adapt(source: Path, store: Path, **options: object) -> VideoConfig:
    config = InputConfig.model_validate({"source": str(source), **options})
    return adapt_document(config, Store(store)).videos[0]


@pytest.fixture(params=["readme_cli.md", "guide_library.md", "notes_plain.txt"])
def document(request: pytest.FixtureRequest) -> Iterator[Path]:
    yield DOCUMENTS / request.param


def test_a_real_document_passes_and_is_stored_whole(document: Path, tmp_path: Path) -> None:
    check_input(InputConfig(source=str(document)))
    video = adapt(document, tmp_path)
    store = Store(tmp_path)
    assert store.read(video.source).decode() == document.read_text(encoding="utf-8")
    assert video.source.suffix == document.suffix
    content = parse_content(video, store)
    assert content.source_name == document.name
    assert len(content.sections) >= 6
    assert content.language in ("en", "en-GB")


def test_pictures_are_found_stored_and_measured(tmp_path: Path) -> None:
    video = adapt(DOCUMENTS / "guide_library.md", tmp_path)
    assert [(image.reference, image.width, image.height) for image in video.images] == [
        ("images/pipeline.png", 1280, 420)
    ]
    assert video.missing_images == (("images/letters.png", "there is no such file"),)
    assert Store(tmp_path).read(video.images[0].image) == (DOCUMENTS / "images/pipeline.png").read_bytes()
    content = parse_content(video, Store(tmp_path))
    shown = [block for section in content.sections for block in section.blocks if block.kind == "image"]
    assert [(block.width, block.missing) for block in shown] == [(1280, ""), (0, "there is no such file")]


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    (tmp_path / "talk.md").write_bytes(b"fine\nna\xefve\n")
    (tmp_path / "pronunciation.yaml").write_text("a: b\na: c\nyes: d\n", encoding="utf-8")
    encoding, duplicate = problems_of(InputConfig(source=str(tmp_path / "talk.md")))
    assert (encoding.line, encoding.column) == (2, 3)
    assert "0xef" in encoding.message
    assert "UTF-8" in encoding.remedy
    assert (duplicate.line, duplicate.column) == (2, 1)
    assert duplicate.file.endswith("pronunciation.yaml")
    assert "twice" in duplicate.message


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.md", b"", "empty"), ("a.md", b" \n\t\n", "empty"), ("a.md", b"\xef\xbb\xbf", "empty"),
        ("a.md", b"a\0b", "NUL"), ("a.txt", b"\x89PNG\r\n\x1a\n\0\0", "NUL"),
        ("a.pdg", b"%PDF", "No reader for files that end in .pdg"),
        ("a", b"words", "No reader for files without a suffix"), ("a.md", b"\xff\xfea", "UTF-16"),
    ],
)  # fmt: skip
def test_what_is_no_document_is_refused(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    (problem,) = problems_of(InputConfig(source=str(tmp_path / name)))
    assert said in problem.message
    assert problem.remedy


def test_what_is_not_there_is_named_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("hello", encoding="utf-8")
    (missing,) = problems_of(InputConfig(source=str(tmp_path / "REDME.md")))
    assert "There is no such file" in missing.message
    assert missing.remedy == f"Did you mean {tmp_path / 'README.md'}?"
    (tmp_path / "empty").mkdir()
    (folder,) = problems_of(InputConfig(source=str(tmp_path / "empty")))
    assert "no document in this folder" in folder.message
    (too_large,) = problems_of(InputConfig(source="-", text="a" * (DOCUMENT_LIMIT + 1)))
    assert "8 MB" in too_large.message
    (nothing,) = problems_of(InputConfig(source="-"))
    assert "no text was given" in nothing.message
    (both,) = problems_of(InputConfig(source=str(tmp_path / "README.md"), text="x"))
    assert "together" in both.message


@pytest.mark.parametrize("name", ["x" * 5000 + ".md", "a/" * 3000 + "b.md", "a\0b.md", " .md", "/proc/self/mem.md"])
def test_a_name_that_no_file_has_is_refused(name: str) -> None:
    assert problems_of(InputConfig(source=name))[0].remedy


def test_standard_input_is_markdown_named_by_its_title(tmp_path: Path) -> None:
    config = InputConfig(source="-", text="# Café für Straßen\n\n![x](a.png)\n")
    check_input(config)
    video = adapt_document(config, Store(tmp_path)).videos[0]
    assert (video.video_id, video.source_kind, video.source_name) == ("cafe-fur-strassen", "markdown", "-")
    assert video.missing_images == (("a.png", "standard input has no folder"),)
    assert input_files(config) == ()


def test_a_readme_is_named_by_its_title_then_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "My Project"
    folder.mkdir()
    for name, text, slug in [
        ("README.md", "# Harbor: backups!\n", "harbor-backups"),
        ("README.md", "no title\n", "my-project"),
        ("README.de.md", "# Der Hafen\n", "der-hafen"),
        ("How to_write.md", "# Other\n", "how-to-write"),
        ("Отчёт за год.txt", "слова\n", "otchet-za-god"),
        ("CON.md", "x\n", "video-con"),
    ]:
        (folder / name).write_text(text, encoding="utf-8")
        assert adapt(folder / name, tmp_path / "store").video_id == slug


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_name_makes_a_slug(name: str) -> None:
    slug = make_slug(name)
    assert VideoConfig.model_fields["video_id"].annotation is str
    assert 0 < len(slug) <= 80
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug[0] != "-"
    assert slug == make_slug(name)


def test_a_title_in_another_script_still_has_a_name_of_its_own() -> None:
    assert make_slug("日本語") != make_slug("中文")
    assert make_slug("日本語").startswith("video-")
    assert make_slug("", "  ") == "video"


def test_every_file_that_the_result_depends_on_is_listed(tmp_path: Path) -> None:
    from PIL import Image

    (tmp_path / "img").mkdir()
    Image.new("RGB", (8, 8)).save(tmp_path / "img" / "a b.png")
    (tmp_path / "pronunciation.yaml").write_text("GUI: gooey\n", encoding="utf-8")
    (tmp_path / "doc.md").write_text(
        "![](img/a%20b.png?raw=true) ![](gone.png) <img src='/img/a b.png'>\n", encoding="utf-8"
    )
    files = input_files(InputConfig(source=str(tmp_path / "doc.md")))
    assert [name for name, _ in files] == ["doc.md", "pronunciation.yaml", "img/a b.png"]
    assert all(path.is_file() for _, path in files)


def test_the_documents_pronunciations_win_over_the_projects(tmp_path: Path) -> None:
    (tmp_path / "doc.md").write_text("words\n", encoding="utf-8")
    (tmp_path / "pronunciation.yaml").write_text("nginx: engine x\nkubectl: cube control\n", encoding="utf-8")
    video = adapt(tmp_path / "doc.md", tmp_path / "store", pronunciation=(("nginx", "en jinks"), ("SQL", "sequel")))
    assert video.pronunciation == (("nginx", "engine x"), ("SQL", "sequel"), ("kubectl", "cube control"))


def test_text_is_decoded_to_one_form() -> None:
    assert decode_document("\ufeffa\r\nb\rc\n".encode(), "x") == "a\nb\nc\n"
    assert decode_document("ä\r\n".encode("utf-16"), "x") == "ä\n"
    assert decode_document("漢字".encode("utf-32"), "x") == "漢字"
    assert decode_document(b"a\x1b[31mred\x1b[0m\x07 b\x0cc", "x") == "ared b c"


def test_checking_imports_no_prefect_and_no_parser(tmp_path: Path) -> None:
    (tmp_path / "doc.md").write_text("# Words\n", encoding="utf-8")
    program = (
        "import sys\nfrom adapters.documents.adapting import check_input\nfrom model.inputs import InputConfig\n"
        f"check_input(InputConfig(source={str(tmp_path / 'doc.md')!r}))\n"
        "print([name for name in ('prefect', 'markdown_it', 'PIL', 'rich', 'pygments') if name in sys.modules])"
    )
    root = Path(__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout.strip() == "[]"
