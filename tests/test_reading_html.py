# ruff: noqa: E501 - pages as their generators write them
"""Pages of HTML: their main text as blocks with their lines, in the ways in which the usual generators write them."""

from __future__ import annotations

import pytest

from adapters.documents.format import find_format
from model.content import ParsedContent
from model.errors import ValidationError
from tests.content_lines import outline, spans

HTML = find_format("html")


def read(text: str | bytes) -> ParsedContent:
    data = HTML.prepare(text if isinstance(text, bytes) else text.encode(), "a.html")
    return HTML.parse(data, name="a.html", images={}, missing={}, language="en")


def body(inside: str) -> list[str]:
    return outline(read(f"<html><body><main>\n{inside}\n</main></body></html>"))


SITE = """<!DOCTYPE html>
<html lang="de-AT"><head><title>Die Flut – Hafen</title>
<meta name="description" content="Wann das Meer &amp; der Wind steigt.">
<meta name="author" content="Ida"><style>p { color: red }</style><script>alert("no")</script></head>
<body>
<header><a href="/">Hafen</a> <nav><ul><li><a href="/a">Start</a></li><li><a href="/b">Preise</a></li></ul></nav></header>
<div class="layout">
<aside class="sidebar"><h2>Themen</h2><p>Werbung</p></aside>
<article>
<h1>Die Flut</h1>
<p class="sr-only">Nur für Vorleser</p>
<p>Die Flut steigt zweimal am <b>Tag</b>.</p>
<form><label>Mail <input></label><button>Los</button></form>
<div style="display: none">Versteckt</div>
<h2 id="wind">Der Wind<a class="headerlink" href="#wind">¶</a></h2>
<p>Er weht <em>landwärts</em>.</p>
</article>
<div class="related-posts"><h3>Mehr davon</h3></div>
</div>
<footer>© Hafen</footer>
<script>track()</script>
</body></html>
"""


def test_the_main_text_is_read_and_what_is_around_it_is_told() -> None:
    content = read(SITE)
    assert outline(content) == [
        "# Die Flut",
        "p Die Flut steigt zweimal am **Tag**.",
        "## Der Wind",
        "p Er weht _landwärts_.",
    ]
    assert (content.title, content.author) == ("Die Flut", "Ida")
    assert content.description == "Wann das Meer & der Wind steigt."
    assert spans(content) == [("paragraph", 12, 12), ("paragraph", 16, 16)]
    told = [line for line in outline(content, omitted=True) if line.startswith("omitted")]
    assert "omitted navigation: Hafen Start Preise" in told
    assert "omitted navigation: Themen Werbung" in told
    assert "omitted hidden text: Versteckt" in told
    assert "omitted navigation: Mail Los" in told
    assert "omitted navigation: © Hafen" in told


def test_the_language_is_the_pages_own() -> None:
    data = HTML.prepare(SITE.encode(), "a.html")
    assert HTML.parse(data, name="a.html", images={}, missing={}, language=None).language == "de-AT"


def test_a_page_without_headings_is_called_by_its_title() -> None:
    assert read("<title>Tides | Harbour</title><body><p>They rise.</p>").title == "Tides"
    assert read("<title>2.1. Tides &#8212; Harbour 1.0</title><body><p>They rise.</p>").title == "Tides"


@pytest.mark.parametrize(
    "page",
    [
        "<body><div id='menu'><a href='a'>A</a></div><div class='wrap'><div><h1>T</h1><p>{}</p><p>{}</p></div></div></body>",
        "<body><div role='main'><h1>T</h1><p>{}</p><p>{}</p></div><div class='sphinxsidebar'><h3>Contents</h3></div></body>",
        "<body><main><article><h1>T</h1><p>{}</p><p>{}</p></article><aside class='toc'>Toc</aside></main></body>",
        "<h1>T</h1><p>{}<p>{}",
        "<body><ul class='nav'><li>A</li></ul><div class='post-content'><h1>T</h1><p>{}</p><p>{}</p></div></body>",
    ],
)
def test_the_main_text_is_found_however_it_is_marked(page: str) -> None:
    first, second = (
        "The sea rises twice a day, and so do the ships.",
        "In the night it is high again, and nobody sees it.",
    )
    assert outline(read(page.format(first, second))) == ["# T", f"p {first}", f"p {second}"]


def test_several_articles_are_all_read() -> None:
    posts = "".join(f"<article><h2>Post {n}</h2><p>The {n}. day at sea was a long one.</p></article>" for n in "123")
    assert len(body(posts)) == 6


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ('<pre><code class="language-python">x = 1\n</code></pre>', "python"),
        ('<div class="highlight-python notranslate"><div class="highlight"><pre><span></span><span class="n">x</span> = 1\n</pre>'
         "</div></div>", "python"),
        ('<div class="highlight-default"><div class="highlight"><pre>x = 1</pre></div></div>', ""),
        ('<div class="language-python highlight"><pre><code>x = 1</code></pre></div>', "python"),
        ('<div class="sourceCode" id="cb1"><pre class="sourceCode python"><code class="sourceCode python">x = 1</code></pre></div>',
         "python"),
        ('<pre class="code python literal-block"><code>x = 1</code></pre>', "python"),
        ('<div class="language-ruby highlighter-rouge"><div class="highlight"><pre class="highlight"><code>x = 1</code></pre></div></div>',
         "ruby"),
        ('<pre data-lang="go"><code>x = 1</code></pre>', "go"),
        ('<div class="highlight"><table class="highlighttable"><tr><td class="linenos"><div class="linenodiv"><pre>1</pre></div></td>'
         '<td class="code"><div><pre><span></span>x = 1</pre></div></td></tr></table></div>', ""),
        ('<div class="highlight-toml"><div class="highlight"><pre><span class="linenos">1</span>x = 1</pre></div></div>', "toml"),
        ('<pre>x = 1<button class="copybtn">Copy</button></pre>', ""),
    ],
)  # fmt: skip
def test_code_is_read_with_its_language(written: str, language: str) -> None:
    assert body(f"<p>Like this:</p>{written}") == ["p Like this:", f"code {language}: x = 1"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('<div class="admonition note"><p class="admonition-title">Note</p><p>Mind it.</p></div>', "note Mind it."),
        ('<div class="admonition danger"><p class="admonition-title">Sharks</p><p>Mind them.</p></div>',
         "caution **Sharks** / Mind them."),
        ('<details class="tip"><summary>Tip</summary><p>Mind it.</p></details>', "tip Mind it."),
        ('<div class="theme-admonition theme-admonition-warning alert alert--warning"><div class="admonitionHeading_x">Warning</div>'
         "<p>Mind it.</p></div>", "warning Mind it."),
        ('<div class="markdown-alert markdown-alert-important"><p class="markdown-alert-title">Important</p><p>Mind it.</p></div>',
         "important Mind it."),
    ],
)  # fmt: skip
def test_callouts_are_read_as_such(written: str, expected: str) -> None:
    assert body(written) == [expected]


def test_figures_lists_tables_and_formulas() -> None:
    lines = body(
        '<figure><img src="data:image/gif;base64,R0" data-src="flow.png" alt="Boxes"><figcaption>How it <i>flows</i></figcaption></figure>'
        "<dl><dt>copy</dt><dd><p>One backup.</p></dd><dt>vault<dd>Where they are.</dl>"
        "<ol><li>First<ul><li>inner</li></ul></li><li>Second</li></ol>"
        "<table><caption>Plans</caption><thead><tr><th>Plan</th><th>Price</th></tr></thead><tbody><tr><td>Small<td>5</tbody></table>"
        '<p>So <span class="math notranslate nohighlight">\\(x^2\\)</span> grows<sup class="footnote-ref"><a href="#f">1</a></sup>.</p>'
        '<div class="math">\\[a + b\\]</div>'
        '<span class="katex"><span class="katex-mathml"><math><annotation encoding="application/x-tex">y</annotation></math></span>'
        '<span class="katex-html" aria-hidden="true">y</span></span>'
    )
    assert lines == [
        "image flow.png [Boxes] (How it flows)", "- **copy**: One backup.", "- **vault**: Where they are.",
        "1. First", "  - inner", "1. Second", "p Plans:", "table Plan | Price / Small | 5",
        "p So x² grows.", "math a + b", "p y",
    ]  # fmt: skip


def test_signatures_of_an_api_are_code() -> None:
    lines = body(
        '<dl class="py function"><dt class="sig sig-object py" id="f"><span class="sig-name">f</span>(<em>x</em>)'
        '<a class="headerlink" href="#f">¶</a></dt><dd><p>Do it.</p></dd></dl>'
    )
    assert lines == ["code python: f(x)", "p Do it."]


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "ISO-8859-15", "utf-8", "Shift_JIS", "koi8-r"])
def test_a_page_is_decoded_as_it_says(charset: str) -> None:
    words = {"Shift_JIS": "日本", "koi8-r": "море"}.get(charset, "Café")
    page = f'<meta charset="{charset}"><p>{words}</p>'
    assert outline(read(page.encode(charset))) == [f"p {words}"]
    old = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}"><p>{words}</p>'
    assert outline(read(old.encode(charset))) == [f"p {words}"]


@pytest.mark.parametrize("charset", ["rot13", "hex", "zlib", "idna", "utf-7", "unicode_escape", "nothing", "utf-16"])
def test_what_is_no_charset_of_pages_is_not_believed(charset: str) -> None:
    assert outline(read(f'<meta charset="{charset}"><p>Café</p>')) == ["p Café"]


def test_a_page_that_is_no_text_is_refused() -> None:
    for data, says in [
        (b"", "empty"),
        (b"\x89PNG\0", "NUL"),
        (b"caf\xe9", "not UTF-8"),
        (b"<p>" * 90_000, "more than 80000 tags"),
    ]:
        with pytest.raises(ValidationError, match=says):
            read(data)
