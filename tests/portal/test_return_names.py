"""What a return is called in public: the key alone gives it, and nothing of it gives the key or the plain hash."""

import base64
import hashlib

from hypothesis import given
from hypothesis import strategies as st

from portal.return_names import NOT_RENAMED, Names, Renamed, SupplyName, public_supply_id

HASHES = st.binary(min_size=32, max_size=32).map(bytes.hex)
KEYS = st.binary(min_size=32, max_size=32)
OF = ("metropolitan", "2018-04")
RETURN, PUBLIC = "charter-return", "police-uk"


def hmac_by_hand(key: bytes, message: bytes) -> str:
    """RFC 2104, for a key that is shorter than a block of SHA-256."""
    block = key.ljust(64, b"\0")
    inner = hashlib.sha256(bytes(each ^ 0x36 for each in block) + message).digest()
    return hashlib.sha256(bytes(each ^ 0x5C for each in block) + inner).hexdigest()


@given(KEYS, HASHES)
def test_a_return_is_told_by_the_hash_that_rfc_2104_gives(key: bytes, plain: str) -> None:
    name = Names(key).of(RETURN, *OF, plain)
    assert name.sha256 == hmac_by_hand(key, f"supply/1\ncharter-return\nmetropolitan\n2018-04\n{plain}\n".encode())
    assert name.public_id == f"charter-return-metropolitan-2018-04-{name.sha256[:8]}"
    assert name.bytes_sha256 == plain
    assert plain not in (name.sha256, name.public_id)


@given(KEYS, HASHES)
def test_a_public_file_is_told_by_its_plain_hash(key: bytes, plain: str) -> None:
    assert Names(key).of(PUBLIC, *OF, plain) == SupplyName(f"police-uk-metropolitan-2018-04-{plain[:8]}", plain, None)


@given(KEYS, KEYS, HASHES)
def test_another_key_another_force_or_month_give_another_hash(key: bytes, other: bytes, plain: str) -> None:
    """So two months without a search cannot be told to be alike."""
    here = Names(key).of(RETURN, *OF, plain)
    assert here == Names(key).of(RETURN, *OF, plain)
    assert here.sha256 != Names(key).of(RETURN, "metropolitan", "2018-05", plain).sha256
    assert here.sha256 != Names(key).of(RETURN, "city-of-london", "2018-04", plain).sha256
    assert (here.sha256 == Names(other).of(RETURN, *OF, plain).sha256) == (key == other)


@given(KEYS, HASHES)
def test_what_a_year_is_drawn_from_is_keyed_where_a_return_is_in_it(key: bytes, plain: str) -> None:
    """Its findings have counts that nobody is told: over few possible ones a plain hash could be tried."""
    names = Names(key)
    assert names.of_inputs(plain, {PUBLIC, "met-datastore"}) == plain
    assert names.of_inputs(plain, {PUBLIC, RETURN}) == hmac_by_hand(key, f"inputs/1\n{plain}\n".encode())


@given(KEYS)
def test_no_representation_has_the_key(key: bytes) -> None:
    told = repr(Names(key)) + str(Names(key))
    assert told == "Names()Names()"
    assert all(each not in told for each in (key.hex(), base64.b64encode(key).decode(), repr(key)))


def test_older_editions_are_read_by_the_names_they_had() -> None:
    then, now = public_supply_id(RETURN, *OF, "a" * 64), public_supply_id(RETURN, *OF, "b" * 64)
    renamed = Renamed({then: SupplyName(now, "b" * 64)})
    public = {
        "id": "police-uk-metropolitan-2018-04-cccccccc",
        "sha256": "c" * 64,
        "of": "police-uk metropolitan 2018-04",
    }
    old = [{"id": then, "sha256": "a" * 64, "of": "charter-return metropolitan 2018-04"}, public]
    assert renamed.in_manifest(old) == [{**old[0], "id": now, "sha256": "b" * 64}, public]
    assert NOT_RENAMED.in_manifest(old) == old
    assert (renamed.id_of(then), renamed.id_of(now), renamed.id_of("x")) == (now, now, "x")
    assert (renamed.ids_of(then), renamed.ids_of(now), renamed.ids_of("x")) == ([now, then], [now, then], ["x"])
