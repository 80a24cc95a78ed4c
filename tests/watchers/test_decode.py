"""Bodies that arrive in pieces: however they are cut, the same comes out, and no stream goes on for ever."""

from __future__ import annotations

import gzip
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchers.decode import BadEncoding, Decoder, TooLarge, text_of

MEMBERS = st.lists(st.binary(max_size=40), min_size=1, max_size=4)


@given(
    parts=MEMBERS,
    cuts=st.lists(st.integers(1, 400), max_size=8),
    behind=st.sampled_from([b"", b"x", b"garbage"]),
)
def test_gzip_members_are_all_unpacked_wherever_the_chunks_are_cut(
    parts: list[bytes], cuts: list[int], behind: bytes
) -> None:
    packed = b"".join(map(gzip.compress, parts)) + behind
    decoder, at = Decoder("gzip", 10_000), 0
    for cut in sorted(cuts):
        decoder.feed(packed[at:cut])
        at = max(at, cut)
    decoder.feed(packed[at:])
    assert decoder.finish() == b"".join(parts)


@pytest.mark.parametrize("cut", range(1, len(gzip.compress(b"abc")) - 1))
def test_a_second_member_that_breaks_off_is_no_end(cut: int) -> None:
    member = gzip.compress(b"abc")
    decoder = Decoder("gzip", 1000)
    decoder.feed(member)
    decoder.feed(member[: cut + 1])
    with pytest.raises(BadEncoding):
        decoder.finish()


ENDLESS = {
    "empty members": (gzip.compress(b""), gzip.compress(b"") * 50),
    "a name without end": (b"\x1f\x8b\x08\x08\0\0\0\0\0\x03", b"a" * 1000),
    "garbage behind the end": (gzip.compress(b"abc"), b"g" * 1000),
    "empty blocks": (b"\x78\x9c", b"\x00\x00\x00\xff\xff" * 200),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_what_unpacks_to_nothing_is_bounded_by_what_arrives(name: str) -> None:
    first, more = ENDLESS[name]
    decoder = Decoder("deflate" if name == "empty blocks" else "gzip", 20_000)
    decoder.feed(first)
    with pytest.raises(TooLarge):
        for _ in range(100):
            decoder.feed(more)


def test_deflate_in_both_forms() -> None:
    raw = zlib.compressobj(wbits=-15)
    for packed in (zlib.compress(b"words"), raw.compress(b"words") + raw.flush()):
        decoder = Decoder("deflate", 100)
        for byte in packed:
            decoder.feed(bytes([byte]))
        assert decoder.finish() == b"words"


@pytest.mark.parametrize("codec", ["punycode", "IDNA", "unicode_escape", "raw_unicode_escape"])
def test_a_charset_that_is_only_pythons_own_is_none(codec: str) -> None:
    begun = time.process_time()
    body = b"\\u0041-" + b"a9" * 250_000
    assert text_of(body, f"text/html; charset={codec}") == body.decode()
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    "said",
    [
        "text/html; charset=iso-8859-1",
        "text/html; Charset = 'ISO-8859-1'; x=y",
        'text/html;charset="latin1";boundary=z',
    ],
)
def test_a_charset_is_found_however_its_header_is_written(said: str) -> None:
    assert text_of("é".encode("latin-1"), said) == "é"


@pytest.mark.parametrize(
    "said", ["", "text/html", "text/html; charset=", "text/html; charset=nope", "charset=hex"]
)
def test_without_a_charset_that_works_a_page_is_utf8(said: str) -> None:
    assert text_of("é\n".encode() + b"\xff", said) == "é\n\ufffd"
