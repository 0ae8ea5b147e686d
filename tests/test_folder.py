"""A folder of documents as one film: their order, a chapter each, their pictures; nothing outside of it is read."""

from __future__ import annotations

import io
import os
from pathlib import Path
from zipfile import ZipFile

import pytest
from PIL import Image

from adapters.documents.parsing import parse_content
from adapters.input import adapt_input, check_input, list_inputs, name_video
from adapters.store import Store
from model.content import ParsedContent
from model.errors import ValidationError
from model.inputs import InputConfig, VideoConfig
from tests.content_lines import outline
from tests.word_files import document, drawing, pack, paragraph


def png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 6), "teal").save(file, "PNG")
    return file.getvalue()


def write(folder: Path, **files: str | bytes) -> Path:
    """Write files by name, `__` for a slash and `_s_` for the suffix's dot."""
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_s_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def film(folder: Path, store: Path) -> tuple[VideoConfig, ParsedContent]:
    config = InputConfig(source=str(folder))
    check_input(config)
    (video,) = adapt_input(config, Store(store)).videos
    return video, parse_content(video, Store(store))


def read(folder: Path) -> list[str]:
    return outline(film(folder, folder.parent / "store")[1])


def order(folder: Path) -> list[str]:
    return [one.name for one in list_inputs(InputConfig(source=str(folder)))]


def refuse(folder: Path) -> str:
    with pytest.raises(ValidationError) as caught:
        check_input(InputConfig(source=str(folder)))
    return str(caught.value)


def test_each_document_is_a_chapter_and_the_index_opens(tmp_path: Path) -> None:
    docs = write(
        tmp_path / "docs", index_s_md="# Harbor\n\nIt keeps backups.\n\n## Features\n\nMany.\n",
        guide_s_md="# Guide\n\nFirst.\n\n## Steps\n\nOne.\n\n### Details\n\nMore.\n",
        two_s_md="## Low\n\nWords.\n\n### Lower\n\nx\n",
        bare_s_md="Only words.\n", many_s_md="# One\n\na\n\n# Two\n\nb\n", front_s_md="---\ntitle: Named\n---\nWords.\n",
    )  # fmt: skip
    assert read(docs) == [
        "# Harbor", "p It keeps backups.", "## Features", "p Many.", "## Bare", "p Only words.", "## Named", "p Words.",
        "## Guide", "p First.", "### Steps", "p One.", "#### Details", "p More.",
        "## Many", "### One", "p a", "### Two", "p b", "## Low", "p Words.", "### Lower", "p x",
    ]  # fmt: skip
    video, content = film(docs, tmp_path / "store")
    assert (video.video_id, content.title, content.source_name) == ("harbor", "Harbor", "docs")
    assert [section.span.file for section in content.sections][:3] == ["index.md", "index.md", "bare.md"]
    assert [block.block_id for section in content.sections for block in section.blocks][:3] == [
        "b0001",
        "b0002",
        "b0003",
    ]


def test_natural_order(tmp_path: Path) -> None:
    docs = write(
        tmp_path / "talks", README_s_md="# T\n", b_s_md="b", **{"10-last_s_md": "x", "2-second_s_md": "x", "1-first_s_md": "x"},
        sub__index_s_md="s", sub__a_s_md="a", another__z_s_md="z", _hidden__x_s_md="x", node_modules__x_s_md="x",
        _draft_s_md="x",
    )  # fmt: skip
    assert order(docs) == [
        "README.md", "1-first.md", "2-second.md", "10-last.md", "b.md", "another/z.md", "sub/index.md", "sub/a.md",
    ]  # fmt: skip
    assert name_video(InputConfig(source=str(docs))) == "talks"


def test_the_order_of_mkdocs(tmp_path: Path) -> None:
    """Its tags mean nothing here: nothing that they name is made."""
    site = write(
        tmp_path / "site-of-ours",
        mkdocs_s_yml="site_name: Harbor Docs\nextra: !!python/object/apply:os.system ['touch HIT']\ntheme: !ENV [A, b]\n"
        "nav:\n  - index.md\n  - Guide:\n    - Setting up: guide/install.md\n    - guide/use.md\n  - https://example.org\n"
        "  - Gone: gone.md\n  - ../outside.md\n",
        docs__index_s_md="Welcome.\n", docs__guide__install_s_md="Get it.\n", docs__guide__use_s_md="# Using\n\nx\n",
        docs__other_s_md="# Other\n", outside_s_md="# Outside\n",
    )  # fmt: skip
    assert read(site / "docs") == [
        "# Index", "p Welcome.", "## Setting up", "p Get it.", "## Using", "p x",
    ]  # fmt: skip
    assert order(site / "docs") == ["index.md", "guide/install.md", "guide/use.md", "mkdocs.yml"]
    video, content = film(site / "docs", tmp_path / "store")
    assert (content.title, video.video_id) == ("Harbor Docs", "harbor-docs")
    assert "omitted document: other.md" in outline(content, omitted=True)
    assert not list(tmp_path.rglob("HIT"))
    assert order(site) == ["docs/index.md", "docs/guide/install.md", "docs/guide/use.md", "mkdocs.yml"]


def test_the_order_of_sphinx_without_running_its_conf(tmp_path: Path) -> None:
    docs = write(
        tmp_path / "docs", conf_s_py=f"project = 'Harbor'\nopen({str(tmp_path / 'HIT')!r}, 'w')\n",
        index_s_rst="Welcome\n=======\n\nWords.\n\n.. toctree::\n   :maxdepth: 2\n\n   Use it <zebra>\n   sub/index\n   a*\n"
        "   https://x.org\n",
        zebra_s_rst="Zebra\n=====\n\nz\n", abc_s_rst="Abc\n===\n\na\n",
        sub__index_s_rst="Sub\n===\n\n.. toctree::\n\n   deep\n",
        sub__deep_s_md="# Deep\n\nd\n", unused_s_rst="Unused\n======\n",
    )  # fmt: skip
    assert read(docs) == ["# Welcome", "p Words.", "## Zebra", "p z", "## Sub", "## Deep", "p d", "## Abc", "p a"]
    assert order(docs) == ["index.rst", "zebra.rst", "sub/index.rst", "sub/deep.md", "abc.rst", "conf.py"]
    assert film(docs, tmp_path / "store")[1].title == "Harbor"
    assert not (tmp_path / "HIT").exists()


def test_the_order_of_myst_and_of_mdbook(tmp_path: Path) -> None:
    myst = write(
        tmp_path / "myst", index_s_md="# M\n\n```{toctree}\n:maxdepth: 1\n\nb\na\n```\n", a_s_md="# A\n", b_s_md="# B\n"
    )
    assert order(myst) == ["index.md", "b.md", "a.md"]
    book = write(
        tmp_path / "book", book_s_toml='[book]\ntitle = "The Book"\n', src__a_s_md="# A\n\nx\n", src__b_s_md="# B\n\ny\n",
        src__SUMMARY_s_md="# Summary\n\n- [Bee](b.md)\n  - [Ay](./a.md)\n",
    )  # fmt: skip
    assert order(book / "src") == ["b.md", "a.md", "book.toml", "SUMMARY.md"]
    assert film(book / "src", tmp_path / "store")[0].video_id == "the-book"


def test_pictures_are_found_from_each_document(tmp_path: Path) -> None:
    docs = write(
        tmp_path / "d", a__a_s_md="![one](one.png) ![two](../two.png) ![out](../../out.png) ![net](https://example.org/x.png)",
        b_s_md="<img src='a/one.png'>\n", a__one_s_png=png(), two_s_png=png(),
        a__w_s_docx=document(paragraph(runs=drawing("p")), relations={"p": ("image", "media/x.png", False)}),
    )  # fmt: skip
    (tmp_path / "out.png").write_bytes(png())
    video, content = film(docs, tmp_path / "store")
    assert [image.reference for image in video.images] == ["a/one.png", "two.png"]
    assert dict(video.missing_images)["../out.png"] == "it lies outside the document's folder"
    shown = [block for section in content.sections for block in section.blocks if block.kind == "image"]
    assert {(block.reference, block.image is not None) for block in shown} == {
        ("a/one.png", True), ("two.png", True), ("../out.png", False), ("https://example.org/x.png", False),
    }  # fmt: skip
    assert {"a/one.png", "two.png"} <= set(order(docs))


def test_every_format_is_read_and_keeps_its_own_pictures(tmp_path: Path) -> None:
    word = document(paragraph(runs=drawing("p")), relations={"p": ("image", "media/x.png", False)})
    with ZipFile(io.BytesIO(word)) as archive:
        files: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    docs = write(
        tmp_path / "d",
        a_s_docx=pack(files | {"word/media/x.png": png()}),
        b_s_html="<h1>B</h1><p>b</p>",
        c_s_txt="Cee\n\nc\n",
    )
    video, _ = film(docs, tmp_path / "store")
    assert [image.reference for image in video.images] == ["a.docx#word/media/x.png"]
    assert read(docs)[1:] == ["image a.docx#word/media/x.png [] ()", "## B", "p b", "## Cee", "p c"]


def test_a_change_of_any_document_is_recognised(tmp_path: Path) -> None:
    docs = write(tmp_path / "d", a_s_md="# A\n", b_s_md="# B\n\n![](x.png)\n", x_s_png=png())
    before = list_inputs(InputConfig(source=str(docs)))
    for name, content in [("b.md", b"# B2\n"), ("x.png", png() + b"x"), ("c.md", b"# C\n")]:
        old = (docs / name).read_bytes() if (docs / name).exists() else None
        (docs / name).write_bytes(content)
        assert list_inputs(InputConfig(source=str(docs))) != before, name
        (docs / name).write_bytes(old) if old is not None else (docs / name).unlink()
    assert list_inputs(InputConfig(source=str(docs))) == before


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", secret_s_md="# Secret\n", mkdocs_s_yml="site_name: Secret\n")
    docs = write(tmp_path / "d", a_s_md="# A\n\na\n")
    (docs / "b.md").symlink_to(outside / "secret.md")
    (docs / "more").symlink_to(outside)
    (docs / "again").symlink_to(docs)
    (docs / "mkdocs.yml").symlink_to(outside / "mkdocs.yml")
    (docs / "inside.md").symlink_to(docs / "a.md")
    os.mkfifo(docs / "pipe.md")
    assert order(docs) == ["a.md", "inside.md"]
    assert "Secret" not in "".join(read(docs))


def test_what_is_wrong_with_each_document_is_told_at_once(tmp_path: Path) -> None:
    docs = write(tmp_path / "d", a_s_md=b"caf\xe9\n", b_s_md=b"x\0y\n", c_s_md="# Fine\n", d_s_ipynb="{", e_s_md="\n")
    said = refuse(docs)
    assert (
        "a.md:1:4: The byte 0xe9" in said
        and "b.md:1: This is no text" in said
        and "d.ipynb:1: This is no notebook" in said
    )
    assert "e.md" not in said


def test_limits(tmp_path: Path) -> None:
    assert "no document in this folder" in refuse(write(tmp_path / "none", a_s_py="x"))
    assert "All documents in this folder are empty" in refuse(write(tmp_path / "empty", a_s_md=" \n", b_s_md=""))
    many = write(tmp_path / "many", **{f"f{n}_s_md": "x" for n in range(501)})
    assert "The folder holds 501 documents; 500 is the most" in refuse(many)
    large = tmp_path / "large"
    large.mkdir()
    for name in ("a.md", "b.md"):
        with (large / name).open("wb") as file:
            file.truncate(26_000_000)
    assert "come to 52 MB; 50 MB is the most" in refuse(large)


@pytest.mark.parametrize(
    ("navigation", "says"),
    [
        ("nav: [a.md", "Malformed YAML"), ("nav: " + "[" * 60 + "]" * 60, "50 levels"),
        ("a: &a [x]\nnav: [" + "*a, " * 51 + "]", "50 aliases"),
        ("nav: [" + "a.md, " * 20_001 + "]", "20000 values"),
    ],
)  # fmt: skip
def test_a_navigation_that_cannot_be_read_is_told(tmp_path: Path, navigation: str, says: str) -> None:
    docs = write(tmp_path / "d", mkdocs_s_yml=f"docs_dir: .\n{navigation}\n", a_s_md="# A\n")
    with pytest.raises(ValidationError, match=says):
        check_input(InputConfig(source=str(docs)))


def test_the_same_folder_elsewhere_gives_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for place in ("one", "two/three"):
        docs = write(tmp_path / place / "docs", index_s_md="# H\n\n![](a.png)\n", b_s_rst="B\n=\n\nx\n", a_s_png=png())
        made.append(adapt_input(InputConfig(source=str(docs)), Store(tmp_path / "store")))
    assert made[0] == made[1]
