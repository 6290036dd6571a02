"""Addresses as files, and links between them."""

import posixpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.export.links import address_of, links_of, make_links_relative, page_path, path_of, relative, rooted


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/", "index.html"),
        ("/?show=per_1000", "show.per_1000.html"),
        ("/boroughs", "boroughs/index.html"),
        ("/boroughs/hackney/2018-19", "boroughs/hackney/2018-19/index.html"),
        ("/boroughs/hackney?show=rate", "boroughs/hackney/show.rate.html"),
        ("/boroughs/hackney/2018-19.csv", "boroughs/hackney/2018-19.csv"),
        ("/boroughs/hackney/2018-19.csv-metadata.json", "boroughs/hackney/2018-19.csv-metadata.json"),
        ("/editions/2018-19/1.0", "editions/2018-19/1.0/index.html"),
        ("/editions/2018-19/1.0/SHA256SUMS", "editions/2018-19/1.0/SHA256SUMS"),
        ("/static/site.css", "static/site.css"),
    ],
)
def test_an_address_has_one_file(address: str, path: str) -> None:
    assert path_of(address) == path
    assert address_of(path) == address.partition("?")[0]


def test_a_page_may_speak_for_a_file() -> None:
    assert page_path("/data/2018-19/accounts.csv") == "data/2018-19/accounts.csv/index.html"
    assert page_path("/boroughs") == path_of("/boroughs")


PARTS = st.lists(st.sampled_from(["a", "b", "c1", "2018-19", "1.0"]), max_size=4).map(
    lambda parts: "/" + "/".join(parts)
)


@given(PARTS, PARTS)
def test_a_relative_link_leads_from_one_file_to_the_other(page: str, target: str) -> None:
    link = relative(path_of(page), target)
    assert posixpath.normpath(posixpath.join(posixpath.dirname(path_of(page)), link)) == path_of(target)
    assert not link.startswith("/")


def test_links_keep_their_fragment_and_versions_of_files_are_dropped() -> None:
    page = '<a href="/method#disclosure">x</a> <link href="/static/site.css?v=1"> <a href="https://e.org/">y</a>'
    assert links_of(page) == ["/method", "/static/site.css"]
    assert make_links_relative(page, "boroughs/index.html") == (
        '<a href="../method/index.html#disclosure">x</a> <link href="../static/site.css"> '
        '<a href="https://e.org/">y</a>'
    )
    assert rooted(page, "/portal") == (
        '<a href="/portal/method/index.html#disclosure">x</a> <link href="/portal/static/site.css"> '
        '<a href="https://e.org/">y</a>'
    )


def test_a_question_is_part_of_the_file_and_ampersands_stay_escaped() -> None:
    page = '<a href="/compare?a=london&amp;b=hackney#top">x</a>'
    assert links_of(page) == ["/compare?a=london&b=hackney"]
    assert 'href="compare/a.london.b.hackney.html#top"' in make_links_relative(page, "index.html")


def test_a_script_finds_the_page_of_a_code() -> None:
    page = make_links_relative('<button data-found="/boroughs/">x</button>', "index.html")
    assert page == '<button data-found="boroughs/" data-ending="/index.html">x</button>'
