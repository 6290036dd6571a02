"""Commentary beside the figures: made safe, faults named, drafts left out, and frozen with the edition."""

from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.finishing.commentary import CommentaryFault, as_html, commentaries
from portal.documents.account import Commentary
from portal.periods import Period
from portal.settings import Settings
from tests.accounts.returned_town import document
from tests.conftest import LivingIn, Portal, run
from tests.samples import month_file, row

YEAR = Period.named("2018-19")
TODAY = date(2019, 5, 1)
HEAD = "---\nrole: Commander\ndate: 2019-04-30\nstatus: final\n---\n"
SAFE = {"p", "em", "strong", "ul", "ol", "li", "blockquote", "h3", "h4", "a", "br", "code"}


class Seen(HTMLParser):
    """Every tag with its attributes, as a browser finds them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def is_safe(html: str) -> bool:
    tags = Seen(html).tags
    links = [(attributes.get("href") or "").casefold() for _, attributes in tags]
    known = all(tag in SAFE and set(attributes) <= {"href", "rel", "title"} for tag, attributes in tags)
    return known and not any(link.split(":")[0] in ("javascript", "data", "vbscript", "file") for link in links)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / "2018-19" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("<script>alert(1)</script>", "<script"),
        ("<b onclick=alert(1)>x</b>", "<b"),
        ("<iframe src='https://a.example'></iframe>", "<iframe"),
        ("<style>body { display: none }</style>", "<style"),
        ("<img src=x onerror=alert(1)>", "<img"),
        ("![x](https://a.example/x.png)", "<img"),
        ("[x](javascript:alert(1))", "<a"),
        ("[x](JaVaScRiPt:alert(1))", "<a"),
        ("[x](data:text/html;base64,PHNjcmlwdD4=)", "<a"),
        ("[x](&#106;avascript:alert(1))", "<a"),
        ("<javascript:alert(1)>", "<a"),
    ],
)
def test_what_could_harm_a_reader_is_no_tag_any_more(text: str, gone: str) -> None:
    html = as_html(text)
    assert gone not in html
    assert is_safe(html)


@given(st.text(st.sampled_from("<>/\"'=&;:#()[]!`*_ \nax1script\tonclickhref"), max_size=60))
def test_no_text_makes_a_tag_that_is_not_allowed(text: str) -> None:
    assert is_safe(as_html(text))
    assert as_html(text) == as_html(text)


def test_headings_go_below_those_of_the_page_and_harmless_things_stay() -> None:
    html = as_html(
        "# One\n\n## Two\n\nUnder\n=====\n\n### Three\n\n*a* **b** `c`\n\n- d\n\n> e\n\n[f](https://g.example)"
    )
    assert [tag for tag, _ in Seen(html).tags if tag.startswith("h")] == ["h3", "h4", "h3", "h4"]
    for kept in ("<em>a</em>", "<strong>b</strong>", "<code>c</code>", "<li>d</li>", 'href="https://g.example"'):
        assert kept in html


def test_a_place_has_its_words_in_the_order_of_the_files_and_drafts_are_left_out(tmp_path: Path) -> None:
    written(tmp_path, "boroughs/hackney.md", HEAD + "First.")
    written(tmp_path, "boroughs/hackney.council.md", HEAD.replace("Commander", "Council: the cabinet") + "Second.")
    written(tmp_path, "london.md", HEAD.replace("final", "draft").replace("2019-04-30", "2019-06-01"))
    written(tmp_path, "bcus/central-east.md", HEAD.replace("2019-04-30", "2019-05-01") + "Today.")
    written(tmp_path, "forces/metropolitan.md", HEAD.replace("\n", "\r\n") + "By Windows.")
    written(tmp_path, "teams/metropolitan-tsg.md", "\ufeff" + HEAD + "With a mark.")
    found = commentaries(tmp_path, YEAR, TODAY)
    assert set(found) == {"bcus/central-east", "boroughs/hackney", "forces/metropolitan", "teams/metropolitan-tsg"}
    told = [(each.role, each.date, each.html) for each in found["boroughs/hackney"]]
    assert told == [("Council: the cabinet", "2019-04-30", "<p>Second.</p>\n"),
                    ("Commander", "2019-04-30", "<p>First.</p>\n")]  # fmt: skip
    assert commentaries(tmp_path, Period.named("2018"), TODAY) == {}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("london.md", "Hello.", "line 1: begin with ---"),
        ("london.md", HEAD.replace("role", "rôle"), "line 2: 'rôle: Commander' is not role:, date: or status:"),
        ("london.md", HEAD.replace("Commander", ""), "line 2: 'role: ' is not role:"),
        ("london.md", HEAD.replace("2019-04-30", "30 April"), "line 3: write it as 2019-04-30"),
        ("london.md", HEAD.replace("2019-04-30", "20190430"), "line 3: write it as 2019-04-30, not '20190430'"),
        ("london.md", HEAD.replace("2019-04-30", "2019-W18-2"), "line 3: write it as 2019-04-30"),
        ("london.md", HEAD.replace("2019-04-30", "2019-02-30"), "line 3: write it as 2019-04-30"),
        ("london.md", HEAD.replace("2019-04-30", "2019-05-02") + "Soon.", "2019-05-02, is still to come"),
        ("london.md", HEAD + " \n\n", "there are no words below its first lines"),
        ("london.md", HEAD + "![A picture](https://a.example/x.png)", "there are no words below its first lines"),
        ("london.md", HEAD.replace("final", "finished"), "line 4: it must be final or draft, not 'finished'"),
        ("london.md", HEAD.replace("date: 2019-04-30\n", ""), "line 1: the line date: is missing"),
        ("boroughs/atlantis.md", HEAD, "There is no borough called 'atlantis'"),
        ("hackney.md", HEAD, "put it in london.md, boroughs/"),
        ("wards/hackney.md", HEAD, "put it in london.md, boroughs/"),
        ("boroughs/east/hackney.md", HEAD, "put it in london.md, boroughs/"),
    ],
)
def test_every_fault_is_named_with_its_file(tmp_path: Path, name: str, text: str, said: str) -> None:
    path = written(tmp_path, name, text)
    with pytest.raises(CommentaryFault) as fault:
        commentaries(tmp_path, YEAR, TODAY)
    assert str(fault.value).startswith(str(path))
    assert said in str(fault.value)


def test_a_file_that_is_no_text_is_named_with_the_line(tmp_path: Path) -> None:
    path = written(tmp_path, "london.md", HEAD)
    path.write_bytes(HEAD.encode() + b"caf\xe9")
    with pytest.raises(CommentaryFault, match="line 6: it is not UTF-8"):
        commentaries(tmp_path, YEAR, TODAY)


def test_words_are_frozen_with_the_edition_and_a_later_word_makes_a_new_one(
    portal: Portal, settings: Settings, tmp_path: Path
) -> None:
    portal("ingest", month_file(tmp_path, [row()]))
    words = written(settings.commentary_dir, "boroughs/hackney.md", HEAD + "We heard you.")
    portal("publish", "--period", "2018-19")
    assert portal("publish", "--period", "2018-19").out == "nothing new\n"
    words.write_text(HEAD + "We heard you, twice.")
    ran = portal("publish", "--period", "2018-19")
    assert "2018-19 edition 1.1 (commentary was added or changed)" in ran.out
    told = [document(settings.published_dir, f"2018-19/{number}/boroughs/hackney") for number in ("1.0", "1.1")]
    assert [each["commentary"][0]["html"] for each in told] == [
        "<p>We heard you.</p>\n", "<p>We heard you, twice.</p>\n",
    ]  # fmt: skip
    assert told[1] == {**told[0], "commentary": told[1]["commentary"]}
    assert document(settings.published_dir, "2018-19/1.1/london")["commentary"] is None
    words.unlink()
    assert "edition 1.2 (commentary" in portal("publish", "--period", "2018-19").out


def test_a_fault_leaves_the_year_as_it_is_and_others_come_out(
    portal: Portal, settings: Settings, tmp_path: Path
) -> None:
    portal("ingest", month_file(tmp_path, [row()]))
    path = written(settings.commentary_dir, "london.md", "Hello.")
    ran = portal("publish")
    assert (ran.code, f"{path}, line 1" in ran.err) == (3, True)
    assert sorted(folder.name for folder in settings.published_dir.iterdir()) == [
        "2018",
        "catalogue",
        "series",
        "supplies",
    ]


def test_no_file_is_passed_over_without_a_word(portal: Portal, settings: Settings, tmp_path: Path) -> None:
    portal("ingest", month_file(tmp_path, [row()]))
    folder = settings.commentary_dir
    used = written(folder, "boroughs/hackney.md", HEAD + "We heard you.")
    team = written(folder, "teams/metropolitan-tsg.md", HEAD + "Nobody publishes us.")
    (folder / "2018_19").mkdir()
    (folder / "london.md").write_text(HEAD + "Of no year.")
    (folder / "2014-15").mkdir()
    earlier = folder / "2014-15" / "london.md"
    earlier.write_text(HEAD + "Of a year that is not held.")
    ran = portal("publish", "--period", "2018-19")
    assert (ran.code, "2018-19 edition 1.0" in ran.out) == (3, True)
    assert f"{team} is not published: teams/metropolitan-tsg has no account for 2018-19" in ran.err
    for path in (folder / "2018_19", folder / "london.md"):
        assert f"{path} is not published: it is no year's folder" in ran.err
    assert f"{earlier} is not published: no supply of 2014-15 is held" in ran.err
    assert str(used) not in ran.err
    (words,) = document(settings.published_dir, "2018-19/1.0/boroughs/hackney")["commentary"]
    assert words == {"role": "Commander", "date": "2019-04-30", "html": "<p>We heard you.</p>\n", "status": "final"}


def test_words_from_before_their_status_was_kept_were_final() -> None:
    assert Commentary.model_validate({"role": "Commander", "date": "2019-04-30", "html": ""}).status == "final"


@pytest.mark.full
def test_the_same_words_give_the_same_bytes(tmp_path: Path, living_in: LivingIn) -> None:
    found = []
    for name in ("a", "b"):
        with living_in(tmp_path / name) as settings:
            for file in ("hackney.md", "hackney.council.md") if name == "a" else ("hackney.council.md", "hackney.md"):
                written(settings.commentary_dir, f"boroughs/{file}", HEAD + f"# {file}\n\n*Words.*")
            run("ingest", month_file(tmp_path / "records", [row()]))
            run("publish", "--period", "2018-19")
            found.append((settings.published_dir / "2018-19/1.0/boroughs/hackney.json").read_bytes())
    assert found[0] == found[1]
