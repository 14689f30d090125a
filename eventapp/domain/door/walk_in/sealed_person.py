"""A name that only the server reads: sealed where it is typed, for the server's public key.

    sealed      = point ‖ nonce ‖ AES-256-GCM(content key, nonce, plain text, bound to)
    point       = public key made for this one name alone, P-256, uncompressed (65 bytes)
    content key = HKDF-SHA256(ECDH(point, server's point), salt = point ‖ server's point,
                              info = "walk-in-1 key"), 32 bytes
    bound to    = "WALK" 01 ‖ event id ‖ the walk-in's own id, ASCII
    plain text  = {"name", "organisation", "email"} in UTF-8, with spaces to a multiple of 256

P-256 is the curve that WebCrypto has had in every browser for ten years; X25519 is newer than many
phones at doors. The server's key pair follows from a key of EVENTAPP_WALK_IN_KEYS, so nothing else
has to be kept. `static/js/door/sealed-person.js` does the same; `tests/vectors/sealed_people.json`
has both.
"""

import json
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from eventapp.keys import KEY_BYTES, KeyRing, app_keys
from eventapp.sealing import NONCE_BYTES, seal_with_nonce, unseal

CURVE = ec.SECP256R1()
CURVE_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
POINT_BYTES = 65
# More than the order has: what is left over a multiple of it does not show (FIPS 186-5, A.2).
SCALAR_BYTES = 48
PADDED_TO_BYTES = 256
TAG_BYTES = 16
SEALED_BYTES_MIN = POINT_BYTES + NONCE_BYTES + PADDED_TO_BYTES + TAG_BYTES
SEALED_BYTES_MAX = SEALED_BYTES_MIN + 8 * PADDED_TO_BYTES
FIELD_MAX_LENGTH = 300


@dataclass(frozen=True, slots=True)
class NotedPerson:
    """Who came: what was typed, organisation and address perhaps empty."""

    name: str
    organisation: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What names are sealed for: the number of the key, and its point."""

    number: int
    point: bytes


def current_public_key() -> PublicKey:
    """The key that names are sealed for from now on."""
    ring = app_keys().walk_ins
    return PublicKey(ring.current, _point(_private_key(ring[ring.current])))


def seal_person(person: NotedPerson, event: str, walk_in_id: str) -> tuple[int, bytes]:
    """Seal a person as a phone does; the number of the key, and the sealed bytes."""
    public, ephemeral = current_public_key(), ec.generate_private_key(CURVE)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, public.point)
    key = _content_key(ephemeral.exchange(ec.ECDH(), theirs), _point(ephemeral), public.point)
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = seal_with_nonce(key, nonce, _plain(person), _bound_to(event, walk_in_id))
    return public.number, _point(ephemeral) + sealed


def open_person(number: int, sealed: bytes, event: str, walk_in_id: str) -> NotedPerson | None:
    """Who was sealed; None when no key of this number opens it, or it holds no person."""
    for secret in _keys_of(number):
        try:
            return _person(_open(secret, sealed, _bound_to(event, walk_in_id)))
        except (InvalidTag, ValueError):
            continue
    return None


def _keys_of(number: int) -> Iterator[bytes]:
    """The key of this number, and what stood in for it before there was one."""
    keys = app_keys()
    rings: tuple[KeyRing, ...] = (keys.walk_ins, keys.care_needs)
    return (ring[number] for ring in rings if number in ring)


def _open(secret: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    point, rest = sealed[:POINT_BYTES], sealed[POINT_BYTES:]
    private = _private_key(secret)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
    key = _content_key(private.exchange(ec.ECDH(), theirs), point, _point(private))
    return unseal(key, rest, bound_to)


def _person(plain: bytes) -> NotedPerson:
    """Raises ValueError where it is none."""
    fields = json.loads(plain)
    if not isinstance(fields, dict):
        raise ValueError("no person")  # noqa: TRY004  # it is what somebody sent, no argument
    texts = [fields.get(name, "") for name in ("name", "organisation", "email")]
    if not all(isinstance(text, str) and len(text) <= FIELD_MAX_LENGTH for text in texts):
        raise ValueError("no person")
    return NotedPerson(*(" ".join(text.split()) for text in texts))


def _plain(person: NotedPerson) -> bytes:
    text = json.dumps(asdict(person), ensure_ascii=False, separators=(",", ":")).encode()
    return text + b" " * (-len(text) % PADDED_TO_BYTES)


def _bound_to(event: str, walk_in_id: str) -> bytes:
    return b"WALK\x01" + event.encode("ascii") + walk_in_id.encode("ascii")


def _content_key(shared: bytes, point: bytes, server_point: bytes) -> bytes:
    info = b"walk-in-1 key"
    return HKDF(SHA256(), KEY_BYTES, salt=point + server_point, info=info).derive(shared)


@lru_cache(maxsize=8)
def _private_key(secret: bytes) -> ec.EllipticCurvePrivateKey:
    info = b"walk-in-1 private key"
    number = HKDF(SHA256(), SCALAR_BYTES, salt=None, info=info).derive(secret)
    scalar = int.from_bytes(number, "big") % (CURVE_ORDER - 1) + 1
    return ec.derive_private_key(scalar, CURVE)


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
