"""Reports as text: boxes, figures, and HTML in which nothing runs, loads or leads elsewhere."""

from __future__ import annotations

import re
import time
from html import escape
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from ziamath.tex import tex2mml
from ziamath.zmath import Math

from engine.report.answers import is_more_than_words, lines
from engine.report.boxes import answered, boxes, with_answer
from engine.report.figures import filled, frozen, names
from engine.report.formulas import lines_of
from engine.report.latex import grouped, is_sound
from engine.report.markup import Look, html
from engine.report.page import markdown, page
from engine.report.value import Report

PNG = b"\x89PNG\r\n\x1a\n" + b"rest"
VALUES = {"loss": "13.3520", "step": "812", "W": "1.0190", "evil": "<b>*x*</b>"}
FORM = """# Height and weight

How steep is the line?

```answer slope
```

What happens at a rate of 1? It is {loss} now.

```answer rate
It *explodes* at step {step}.
```
"""
TAGS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "em", "strong", "s", "a", "br"),
    *("table", "thead", "tbody", "tr", "th", "td", "blockquote", "pre", "code", "hr", "img"),
    *("div", "span", "html", "head", "meta", "title", "style", "body"),
}


class Seen(HTMLParser):
    """The tags and attributes that a browser would find."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def seen(text: str, **pictures: bytes) -> Seen:
    return Seen(page(Report(text, pictures), VALUES, "A title", "en"))


def assert_harmless(text: str) -> None:
    for tag, attributes in seen(text, a=PNG).tags:
        assert tag in TAGS
        allowed = {"a": {"href"}, "img": {"src", "alt", "width"}, "ol": {"start"}}.get(tag, set())
        if tag not in ("html", "meta", "div", "span", "p"):
            assert set(attributes) <= allowed | ({"align"} if tag in ("td", "th") else set())
        assert re.match("https?://", attributes.get("href") or "https://", re.IGNORECASE)
        assert (attributes.get("src") or "data:image/png").startswith("data:image/png")


HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example/a)",
    "[x](pictures/a)",
    '[x](https://a.b/"onmouseover="alert(1))',
    "![x](https://evil.example/pixel.png)",
    "![x](file:///etc/passwd)",
    "![x](../../etc/passwd)",
    "![x](pictures/../../etc/passwd)",
    "![x](pictures/missing.png)",
    "![<b>x</b>](pictures/a)",
    "<https://a.b/?q=<script>>",
    "[x]: javascript:alert(1)\n\n[x]",
    "```html\n<script>\n```",
    '```" onclick="alert(1)\nx\n```',
    "```answer </div><script>\n</div><script>alert(1)</script>\n```",
    "{evil}",
    "`{evil}`",
    "&lt;script&gt; &#60;b&#62;",
    "| a |\n|---|\n| <b> |",
    "[![x](pictures/a)](javascript:alert(1))",
    "99999999999. x",
    "$<script>alert(1)</script>$ and $a<b>c$",
    "$\\href{javascript:alert(1)}{x}$",
    "$$\n<img src=x onerror=alert(1)>\n$$",
    "$$\\text{</p><script>}$$",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_hostile_becomes_text(text: str) -> None:
    assert_harmless(text)


@given(st.lists(st.sampled_from(HOSTILE) | st.text(max_size=20)).map("".join))
@example("[" * 50 + "](https://a)")
def test_any_text_is_harmless(text: str) -> None:
    assert_harmless(text)


def test_raw_html_is_shown_as_it_was_typed() -> None:
    assert "<b>hi</b> & bye" in seen("<b>hi</b> & bye").text


def test_a_picture_is_the_files_own_or_its_caption() -> None:
    found = seen("![the loss at {step}](pictures/a.png) ![b](pictures/b.png)", **{"a.png": PNG})
    pictures = [attributes for tag, attributes in found.tags if tag == "img"]
    assert [picture["alt"] for picture in pictures] == ["the loss at 812"]
    assert "[b]" in found.text
    korean = seen("![손실](pictures/손실-3.png)", **{"손실-3.png": PNG})
    assert [tag for tag, _ in korean.tags if tag == "img"] == ["img"]
    other = seen("![t](pictures/t.png)", **{"t.png": b"MZ a program"})
    assert "[t]" in other.text and all(tag != "img" for tag, _ in other.tags)


def test_links_lead_to_the_web_alone() -> None:
    found = seen("[a](https://a.b/?x=1&y=2) <http://c.d>")
    links = [attributes["href"] for tag, attributes in found.tags if tag == "a"]
    assert links == ["https://a.b/?x=1&y=2", "http://c.d"]


def test_the_page_says_that_it_loads_and_runs_nothing() -> None:
    whole = page(Report("x"), {}, "Title </title><script>", "ko")
    assert "default-src 'none'" in whole and '<html lang="ko">' in whole
    assert "<script" not in whole and not re.findall(r"(?:src|href)=", whole)


# ---- Markdown for other programs ----------------------------------------------------------------


class Trusting(MarkdownIt):
    """Another program, that takes HTML for HTML and lets links lead anywhere."""

    def validateLink(self, url: str) -> bool:
        return url is not None


def read_elsewhere(text: str, **pictures: bytes) -> Seen:
    out = markdown(Report(text, pictures), VALUES)
    return Seen(Trusting("commonmark", {"html": True}).enable("table").render(out))


def assert_harmless_elsewhere(text: str) -> None:
    for tag, attributes in read_elsewhere(text, a=PNG).tags:
        assert tag in TAGS, tag
        assert set(attributes) <= {"href", "src", "alt", "start", "style", "class", "title"}
        assert re.match("https?://", attributes.get("href") or "https://", re.IGNORECASE)
        assert (attributes.get("src") or "data:image/png").startswith("data:image/png")


@pytest.mark.parametrize(
    "text", [*HOSTILE, "` a\n` <script> `", "[pictures/a]: https://e.vil\n\n![x](pictures/a)"]
)
def test_markdown_does_nothing_elsewhere_either(text: str) -> None:
    assert_harmless_elsewhere(text)


@given(st.lists(st.sampled_from(HOSTILE) | st.text(max_size=9)).map("\n".join))
def test_no_markdown_does_anything_elsewhere(text: str) -> None:
    assert_harmless_elsewhere(text)


def test_what_does_nothing_is_exported_as_it_was_written() -> None:
    text = "# A\n\na < b, `<b>`, [x](https://a.b) <https://c.d>\n\n```\n<script>\n```\n"
    assert markdown(Report(text), VALUES) == text
    mixed = "<b>*x*</b> [y](https://a.b) ![z](pictures/a) `<i>`\n"
    found = markdown(Report(mixed, {"a": PNG}), VALUES)
    assert found.startswith(
        "\\<b>*x*\\</b> [y](https://a.b) ![z][pictures/a] `<i>`\n\n[pictures/a]: data:"
    )
    assert [tag for tag, _ in read_elsewhere(mixed, a=PNG).tags] == ["p", "em", "a", "img", "code"]


# ---- formulas -----------------------------------------------------------------------------------


def typeset(text: str) -> str:
    """The report where a formula is written between bars, or in double ones where it is alone."""
    bars = Look(
        lambda *_: "", lambda _: "", {}, lambda tex, alone: f"||{tex}||" if alone else f"|{tex}|"
    )
    return html(text, bars)


def test_formulas_stand_in_a_line_or_alone() -> None:
    assert typeset(r"so $\frac{1}{n}$, *x*") == "<p>so |\\frac{1}{n}|, <em>x</em></p>\n"
    assert typeset("a\n$$\nx^2\n$$\nb").count("||x^2||") == 1
    assert "||y||" in typeset("> $$y$$") and "|z|" in typeset("- $z$")
    assert typeset("# $x_1$") == "<h1>|x_1|</h1>\n"


@pytest.mark.parametrize(
    "text",
    [
        "$3 and $4",
        "3$ and 4$",
        "$ x $",
        r"\$x$",
        "`$x$`",
        "$$x",
        "$$\nx\n\ny\n$$",
        "$x$1",
        r"$\frac{1}$",
        r"$\href{x}{y}$",
        "$\\text{손실}$",
        "$x^2^3$",
        "${x$",
        "    $$x$$",
    ],
)
def test_what_is_no_whole_formula_stays_as_it_was_written(text: str) -> None:
    found = typeset(text)
    assert "|" not in found
    assert re.sub(r"\s", "", Seen(found.replace("<br>", "")).text) == re.sub(
        r"[\s`]|\\(?=\$)", "", text
    )


def test_braces_in_a_formula_are_its_own() -> None:
    text = r"$\hat{W} = {loss}$ but {W}" + "\n\n$$\n{W}\n$$\n{step}"
    done = r"$\hat{W} = {loss}$ but 1.0190" + "\n\n$$\n{W}\n$$\n812"
    assert frozen(text, VALUES) == done and names(text) == ("W", "step")
    assert markdown(Report(text), VALUES) == done + "\n"
    assert "812" in seen(text).text and "{loss}" in seen(text).text


ANSWER = (
    "```answer a\n" + r"It is $\hat{W} = \frac{a}{W}$, {W} & $x^2^3$, $5" + "\n$$\n{W}\n$$\n```\n"
)


def test_formulas_in_a_box_are_typeset_and_their_braces_are_their_own() -> None:
    kept = ANSWER.replace(", {W} &", ", 1.0190 &")
    assert frozen(ANSWER, VALUES) == kept and names(ANSWER) == ("W",)
    assert frozen(ANSWER + "{W}", VALUES) == kept + "1.0190"
    found = page(Report(ANSWER), VALUES, "", "en", lambda tex, alone: f"|{tex}|{alone}|")
    assert r"It is |\hat{W} = \frac{a}{W}|False|, 1.0190 &amp; $x^2^3$, $5" in found
    assert "\n|{W}|True|</div>" in found
    text = markdown(Report("<b>\n\n```answer a\n<i>\n```\n"), VALUES)  # other programs' code
    assert text == "\\<b>\n\n```answer a\n<i>\n```\n"


@pytest.mark.parametrize("answer", ["$$\nx", "$$x$$ y", "$\\frac{1}$", "{lost}", "{{W}}", "a\n\nb"])
def test_an_answer_in_words_is_read_as_it_is_written(answer: str) -> None:
    assert not is_more_than_words(answer, VALUES)
    assert lines(answer, {}, lambda *_: "") == [
        escape(line) for line in filled(answer, {}).split("\n")
    ]


def test_a_formula_that_an_answer_begins_ends_with_it() -> None:
    text = "```answer a\n$$\n```\n\n{W}\n\n```\n$$\n```\n"
    assert frozen(text, VALUES) == text.replace("{W}", "1.0190")


PIECES = (
    *("x", "W", "1", "'", "^", "_", "{", "}", "&", "+", "<", " ", r"\\", r"\left(", r"\right)"),
    *(r"\frac{a}{b}", r"\frac12", r"\hat y", r"\sqrt{x}", r"\text{so}", r"\eta", r"\sum"),
    *(r"\begin{cases}", r"\end{cases}", r"\begin{aligned}", r"\end{aligned}", r"\foo", "%"),
)
WHOLE = (
    r"\hat{y}_i = \sigma\left(\sum_{j=1}^{n} W_{ij} x_j + b_i\right)",
    r"\begin{cases}z & z > 0 \\ 0 & \text{else}\end{cases}",
    r"W \leftarrow W - \eta \frac{\partial L}{\partial W}",
    r"\begin{bmatrix}1 & 2 \\ 3 & 4\end{bmatrix}^\top",
    r"\bar{x} = \frac{1}{n} \sum x_i, \quad s^2 = \overline{(x - \bar x)^2}, \; f''(x)",
)


@given(st.lists(st.sampled_from(PIECES), max_size=7).map("".join).filter(is_sound))
@example(WHOLE[0])
@example(WHOLE[1])
@example(WHOLE[2])
@example(WHOLE[3])
@example(WHOLE[4])
def test_what_is_sound_can_be_typeset(latex: str) -> None:
    assert is_sound(latex)
    drawn = ElementTree.fromstring(Math(tex2mml(grouped(latex)), size=16).svg())
    assert {part.tag.rpartition("}")[2] for part in drawn.iter()} <= {
        "svg",
        "path",
        "rect",
        "symbol",
        "use",
        "g",
    }


# ---- figures ------------------------------------------------------------------------------------


def test_known_figures_are_filled_in_and_two_braces_are_one() -> None:
    assert (
        filled("{loss} at { step }, {{loss}}, {lost}", VALUES) == "13.3520 at 812, {loss}, {lost}"
    )
    assert "13.3520 now" in seen(FORM).text
    assert "{loss}" in seen("`{loss}`").text and "{loss}" in seen("```\n{loss}\n```").text


def test_frozen_figures_stay_what_they_were() -> None:
    once = frozen(FORM, VALUES)
    assert frozen(once, {"loss": "0", "step": "0"}) == once
    assert "13.3520 now" in once and "step 812" in once
    assert frozen("`{loss}` {{loss}}\n~~~\n{loss}\n~~~\n{loss}", VALUES) == (
        "`{loss}` {{loss}}\n~~~\n{loss}\n~~~\n13.3520"
    )


def test_the_names_in_a_text_are_found_outside_of_code() -> None:
    assert names("{loss} `{a}` {W} {loss} {{b}}\n```\n{c}\n```\n```answer x\n{step}\n```") == (
        "loss", "W", "step",
    )  # fmt: skip


@given(st.text())
def test_without_figures_nothing_changes(text: str) -> None:
    assert frozen(text, {}) == text


# ---- forms --------------------------------------------------------------------------------------


def test_the_paragraph_before_a_box_is_its_question() -> None:
    first, second = boxes(FORM)
    assert (first.name, first.question, first.answer) == ("slope", "How steep is the line?", "")
    assert second.question.startswith("What happens") and second.is_filled
    assert answered(FORM) == (1, 2)
    assert boxes("```answer\n \n```\n\n# Why?\n\n~~~answer b\n~~~")[1].question == "Why?"
    assert answered("> ```answer x\n> y\n> ```") == (0, 0)  # a box stands in nothing else
    assert answered("```answers x\ny\n```\n```python\n```") == (0, 0)


def test_an_answer_is_written_into_its_box_alone() -> None:
    text = with_answer(FORM, 0, "One kilogram\na centimetre.\n")
    assert boxes(text)[0].answer == "One kilogram\na centimetre."
    assert boxes(text)[1].answer == boxes(FORM)[1].answer and answered(text) == (2, 2)
    assert with_answer(text, 0, "") == FORM


LINES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@given(LINES, st.sampled_from([FORM, FORM.replace("\n", "\r\n"), "q\n\n```answer a\nno end"]))
@example("```", FORM)
@example("~~~\n`````` x\n````answer b\n````", FORM)
@example("    indented\n\n- list", FORM)
def test_whatever_is_answered_stays_in_its_box(answer: str, text: str) -> None:
    answer = answer.replace("\r", "\n")
    after = with_answer(text, 0, answer)
    assert boxes(after)[0].answer == answer.rstrip("\n")
    assert [box.answer for box in boxes(after)[1:]] == [box.answer for box in boxes(text)[1:]]
    assert len(boxes(after)) == len(boxes(text))


# ---- pictures and exports -----------------------------------------------------------------------


def test_a_picture_gets_a_name_that_no_other_has() -> None:
    report, first = Report().with_picture("Loss / step 8", PNG)
    report, second = report.with_picture("Loss / step 8", PNG)
    assert (first, second) == ("pictures/Loss-step-8.png", "pictures/Loss-step-8-2.png")
    assert report.picture(first) == ("image/png", PNG)
    assert report.with_text(f"![x]({second})").shown.pictures.keys() == {"Loss-step-8-2.png"}
    quoted = Report("![a](pictures/%EC%86%90.png)", {"손.png": PNG, "b.png": PNG})
    assert quoted.shown.pictures.keys() == {"손.png"}
    assert Report().with_picture("///", PNG)[1] == "pictures/picture.png"
    assert Report().with_picture("손실", PNG)[1] == "pictures/손실.png"


def test_markdown_out_is_one_file_with_frozen_figures() -> None:
    report = Report("{loss} {{x}} ![a](pictures/a.png)\n\n" + FORM, {"a.png": PNG, "b.png": PNG})
    text = markdown(report, VALUES)
    assert text.startswith("13.3520 {x} ![a][pictures/a.png]")
    assert text.count("data:image/png;base64,") == 1 and answered(text) == (1, 2)


def test_twice_as_long_a_text_takes_twice_as_long() -> None:
    """Not four times: each line is looked at a few times only, whatever stands in it."""

    def seconds(text: str) -> float:
        started = time.process_time()
        names(text)
        return time.process_time() - started

    assert seconds("a\n\n" * 10_000) < 10 * max(seconds("a\n\n" * 2500), 0.005)
    lines = iter(["$$ a"] * 10_000)
    assert lines_of(lines) == 0 and len(list(lines)) > 9000
