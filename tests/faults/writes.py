"""Every write of every store: what is done, what its caller is told, and what others do meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from tintype.model.ids import DEFAULT_PROJECT, format_uid, image_id_of
from tintype.model.jobs import Batch, Delivery, Export, Generation, HiddenPicture, IdempotencyRecord, Result
from tintype.model.records import Asset, Banner, Duplication, DynamicImage, FormatCard, SigningKey
from tintype.store.banners import Banners
from tintype.store.batches import Batches
from tintype.store.designs import Designs
from tintype.store.duplications import Duplications
from tintype.store.edits import Edits
from tintype.store.exports import Deliveries, Exports, HiddenPictures
from tintype.store.generations import Generations
from tintype.store.idempotency import IdempotencyRecords
from tintype.store.images import Images
from tintype.store.keys import Keys
from tintype.store.limits import Limits
from tintype.store.signed import SignedClient
from tintype.store.webhook_secrets import WebhookSecrets
from tintype.store.workspace import Workspace

DESIGN = str(UUID(int=1))
IMAGE = image_id_of(DESIGN)
OG = FormatCard("og", format_uid(IMAGE, "og"), 120, 63)
STORY = FormatCard("story", format_uid(IMAGE, "story"), 63, 120)
NEVER = float("inf")


class Stores:
    """All stores of one table; `signed` is what the render door speaks to it with."""

    def __init__(self, table: str, client: Any, signed: SignedClient) -> None:
        self.table, self._client, self._signed = table, client, signed

    def __getattr__(self, name: str) -> Any:
        store = STORES[name]
        made = store(self.table, self._client)
        setattr(self, name, made)
        return made

    @cached_property
    def limits(self) -> Limits:
        return Limits(self.table, self._signed, lambda: 1_000)


STORES: dict[str, Callable[[str, Any], Any]] = {
    "designs": Designs, "images": Images, "edits": Edits, "keys": Keys, "records": IdempotencyRecords,
    "batches": Batches, "generations": Generations, "exports": Exports, "deliveries": Deliveries,
    "pictures": HiddenPictures, "secrets": WebhookSecrets, "workspace": Workspace, "duplications": Duplications,
    "banners": Banners,
}  # fmt: skip
READS = {
    "designs": {"card", "document", "assets"}, "images": {"card"}, "keys": {"find", "all"},
    "batches": {"find", "has_part"}, "generations": {"find", "results"}, "exports": {"find"},
    "deliveries": {"find"}, "pictures": {"find"}, "secrets": {"find"}, "duplications": {"find"}, "banners": {"find"},
    "workspace": {"cards", "projects", "project"},
}  # fmt: skip

Step = Callable[[Stores], Any]


def nothing(_: Stores) -> None:
    """Do nothing."""


@dataclass(frozen=True)
class Write:
    """One call of a store, named as ``store.method``, with a word of which where there are several.

    `before` is what is there already. `told` is what the caller gets, whichever answer is lost, and `left` shows what
    is in the table then. `rival` is what others do after the write was done and before it is sent again; `told` holds
    all the same, and `left_to_rival` is what is left then, None where it is `left`.
    """

    name: str
    act: Step
    told: object
    left: Step
    before: Step = nothing
    rival: Step | None = None
    left_to_rival: object = None


def put(stores: Stores, name: str = "Card", formats: tuple[FormatCard, ...] = (OG,)) -> tuple[int, bool]:
    """Put the design: its revision, and whether it is new."""
    plates = {one.uid: {"format": one.name} for one in formats}
    card, created = stores.designs.put(DESIGN, name, "static", formats, b'{"name": "%s"}' % name.encode(), plates, 10)
    return card.revision, created


def create(stores: Stores, now: int = 20) -> tuple[int, bool]:
    """Create the dynamic image: when it was, and whether this call did."""
    card, created = stores.designs.create_dynamic_image(DESIGN, True, False, now)
    return card.image.created_at, created


def design(stores: Stores) -> object:
    """What there is of the design."""
    card = stores.designs.card(DESIGN)
    return card and (card.name, card.revision, card.project_id, [each.name for each in card.formats])


def put_file(stores: Stores, size: int = 1) -> bool:
    """Put a file of this size with the design: whether it is new."""
    new: bool = stores.designs.put_asset(DESIGN, replace(ASSET, size=size))
    return new


def files(stores: Stores) -> dict[str, int]:
    """The sizes of the design's files."""
    return {name: asset.size for name, asset in stores.designs.assets(DESIGN).items()}


def compiled(document: bytes) -> dict[str, dict[str, str]]:
    """A plate for the design's one format."""
    return {OG.uid: {"document": document.decode()}}


def image(stores: Stores) -> DynamicImage | None:
    card = stores.images.card(IMAGE)
    found: DynamicImage | None = card.image if card else None
    return found


def key_ids(stores: Stores) -> list[str]:
    found = image(stores)
    return [key.id for key in found.signing_keys] if found else []


def rotate(stores: Stores, id_: str) -> list[str]:
    """Add a signing key, of which two hold: those that hold then."""

    def change(image: DynamicImage) -> DynamicImage:
        return replace(image, signing_keys=(SigningKey(id_, id_, 1), *image.signing_keys)[:2])

    return [key.id for key in stores.images.change(IMAGE, change).image.signing_keys]


def created(stores: Stores) -> None:
    put(stores)
    create(stores)


def with_keys(stores: Stores) -> None:
    created(stores)
    rotate(stores, "a")
    rotate(stores, "b")


BATCH = Batch("b", DESIGN, "seed", OG.uid, "files", "csv", None, None, None, 10)
GENERATION = Generation("g", DESIGN, "seed", {}, {OG.uid: "og"}, None, None, None, 10)
EXPORT = Export("e", "name.zip", ("1", "2"), None, 10)
DELIVERY = Delivery("d", "https://example.com", "{}", 10)
PICTURE = HiddenPicture("img_1", DESIGN, OG.uid, "title=a", "png", 10)
BANNER = Banner("f", "name.png", "png", DESIGN, "Card", DEFAULT_PROJECT, "og", 120, 63, 10)
DUPLICATION = Duplication("u", 10, 10, "starter", DESIGN, "Card", DEFAULT_PROJECT)
ASSET = Asset("a.png", "0" * 64, "image/png", "picture", 10, 4, 4, 10)
MINE = IdempotencyRecord("mine", "print", 60, holder="me")
THEIRS = IdempotencyRecord("theirs", "print", 99, holder="they")


def record(stores: Stores) -> object:
    """What is under the idempotency key: None for nothing, where nothing is left."""
    found = stores.records.begin("k", IdempotencyRecord("probe", "print", 1, holder="probe"), 11)
    return found and (found.seed, found.until, found.answer, found.holder)


def batch(**fields: Any) -> Step:
    return lambda stores: stores.batches.put(replace(BATCH, **fields))


def part(stores: Stores, number: int = 1) -> bool:
    done: bool = stores.batches.record_part(BATCH, number, 5, 2)
    return done


def counts(stores: Stores) -> tuple[int, int]:
    found = stores.batches.find("b")
    return found.done, found.failed


def secret(stores: Stores, by: str) -> bool:
    """Replace the secret, whichever it is."""
    old = stores.secrets.find()
    done: bool = stores.secrets.replace(old, replace(old, secret=by, previous=old.secret))
    return done


def use(stores: Stores, window: int = 1) -> int | None:
    used = stores.keys.use("key", window, "today")
    return used and int(used[1])


def admit(stores: Stores, member: str | None, limit: int = 2) -> bool:
    waits: int = stores.limits.admit(IMAGE, "viewer#x", member, limit, 60, NEVER)
    return waits == 0


def add_key(stores: Stores) -> Any:
    return stores.keys.add("key", "mail", "all", 10).label


WRITES = (
    Write("designs.put new", put, (1, True), design, rival=put, left_to_rival=("Card", 2, DEFAULT_PROJECT, ["og"])),
    Write(
        "designs.put again", lambda stores: put(stores, "New", (OG, STORY)), (2, False), design, before=created,
        rival=lambda stores: put(stores, "Rival"), left_to_rival=("Rival", 3, DEFAULT_PROJECT, ["og"]),
    ),
    Write(
        "designs.create_dynamic_image", create, (20, True), image, before=put,
        rival=lambda stores: create(stores, 30) and stores.images.change(IMAGE, lambda one: replace(one, paused=True)),
        left_to_rival=DynamicImage(True, False, 20, paused=True),
    ),
    Write(
        "designs.create_dynamic_image second", lambda stores: create(stores, 30), (20, False), image, before=created
    ),
    Write(
        "designs.delete", lambda stores: stores.designs.delete(DESIGN, 30).name, "Card", design, before=created,
        rival=lambda stores: put(stores, "Rival"), left_to_rival=("Rival", 2, DEFAULT_PROJECT, ["og"]),
    ),
    Write(
        "designs.delete with a file", lambda stores: stores.designs.delete(DESIGN, 30).name, "Card", files,
        before=lambda stores: (put(stores), put_file(stores)), rival=lambda stores: put_file(stores, 2),
        left_to_rival={ASSET.name: 2},
    ),
    Write("designs.put_asset new", put_file, True, files, rival=lambda stores: put_file(stores, 2),
          left_to_rival={ASSET.name: 2}),
    Write("designs.put_asset again", put_file, False, files, before=lambda stores: put_file(stores, 2)),
    Write(
        "designs.delete_asset", lambda stores: stores.designs.delete_asset(DESIGN, ASSET.name), True, files,
        before=put_file, rival=lambda stores: put_file(stores, 2), left_to_rival={ASSET.name: 2},
    ),
    Write(
        "designs.delete_asset none", lambda stores: stores.designs.delete_asset(DESIGN, ASSET.name), False, files
    ),
    Write(
        "designs.compile_again", lambda stores: stores.designs.compile_again(DESIGN, compiled, 30).revision, 2, design,
        before=put, rival=lambda stores: put(stores, "Rival"), left_to_rival=("Rival", 3, DEFAULT_PROJECT, ["og"]),
    ),
    Write("edits.rename", lambda stores: stores.edits.rename(DESIGN, "New", 30).name, "New", design, before=put),
    Write("edits.move", lambda stores: stores.edits.move(DESIGN, "p", 30).project_id, "p", design, before=put),
    Write(
        "images.change", lambda stores: rotate(stores, "c"), ["c", "b"], key_ids, before=with_keys,
        rival=lambda stores: rotate(stores, "rival"), left_to_rival=["rival", "c"],
    ),
    Write(
        "images.delete", lambda stores: stores.images.delete(IMAGE, 30), True, image, before=created,
        rival=lambda stores: create(stores, 40), left_to_rival=DynamicImage(True, False, 40),
    ),
    Write("keys.add", add_key, "mail", lambda stores: stores.keys.find("key")),
    Write("keys.use first", use, 1, use, before=add_key, rival=use, left_to_rival=3),
    Write(
        "keys.use again", use, 2, use, before=lambda stores: (add_key(stores), use(stores)),
        rival=lambda stores: [use(stores) for _ in range(5)], left_to_rival=8,
    ),
    Write(
        "keys.use next window", lambda stores: use(stores, 2), 1, lambda stores: use(stores, 2),
        before=lambda stores: (add_key(stores), use(stores)), rival=lambda stores: use(stores, 2), left_to_rival=3,
    ),
    Write(
        "keys.revoke", lambda stores: stores.keys.revoke(stores.keys.all()[0].id, 30).revoked_at, 30,
        lambda stores: stores.keys.find("key"), before=add_key,
    ),
    Write(
        "records.begin", lambda stores: stores.records.begin("k", MINE, 10), None, record,
        rival=lambda stores: stores.records.begin("k", THEIRS, 10),
    ),
    Write(
        "records.begin second", lambda stores: stores.records.begin("k", MINE, 10), THEIRS, record,
        before=lambda stores: stores.records.begin("k", THEIRS, 10),
    ),
    Write(
        "records.take_over", lambda stores: stores.records.take_over("k", THEIRS, replace(MINE, until=200)), True,
        record, before=lambda stores: stores.records.begin("k", THEIRS, 10),
        rival=lambda stores: stores.records.take_over("k", THEIRS, replace(THEIRS, until=300)),
    ),
    Write(
        "records.complete", lambda stores: stores.records.complete("k", MINE, {"id": 1}), None, record,
        before=lambda stores: stores.records.begin("k", MINE, 10),
    ),
    Write(
        "records.release", lambda stores: stores.records.release("k", MINE), None, record,
        before=lambda stores: stores.records.begin("k", MINE, 10),
        rival=lambda stores: stores.records.take_over("k", replace(MINE, until=0), replace(THEIRS, seed="mine")),
        left_to_rival=("mine", 99, None, "they"),
    ),
    Write(
        "records.forget", lambda stores: stores.records.forget("k", MINE), None, record,
        before=lambda stores: stores.records.begin("k", MINE, 10),
        rival=lambda stores: stores.records.begin("k", THEIRS, 10), left_to_rival=("theirs", 99, None, "they"),
    ),
    Write("batches.put", batch(), None, lambda stores: stores.batches.find("b")),
    Write(
        "batches.start", lambda stores: stores.batches.start("b"), True, lambda stores: stores.batches.find("b"),
        before=batch(), rival=lambda stores: (stores.batches.start("b"), stores.batches.counted("b", 5, 1)),
        left_to_rival=replace(BATCH, started=True, total=5, parts=1),
    ),
    Write(
        "batches.start second", lambda stores: stores.batches.start("b"), False,
        lambda stores: stores.batches.find("b"), before=lambda stores: (batch()(stores), stores.batches.start("b")),
    ),
    Write(
        "batches.columns", lambda stores: stores.batches.columns("b", ("a", "b")), None,
        lambda stores: stores.batches.find("b"), before=batch(),
    ),
    Write(
        "batches.counted", lambda stores: stores.batches.counted("b", 5, 1), None,
        lambda stores: stores.batches.find("b"), before=batch(),
    ),
    Write(
        "batches.fail", lambda stores: stores.batches.fail("b", "why"), None,
        lambda stores: stores.batches.find("b"), before=batch(),
    ),
    Write(
        "batches.record_part", part, True, counts, before=batch(),
        rival=lambda stores: (part(stores), part(stores, 2)), left_to_rival=(10, 4),
    ),
    Write(
        "batches.record_part second", part, False, counts, before=lambda stores: (batch()(stores), part(stores))
    ),
    Write(
        "batches.callback_was_sent", lambda stores: stores.batches.callback_was_sent("b"), None,
        lambda stores: stores.batches.find("b"), before=batch(),
    ),
    Write(
        "generations.put", lambda stores: stores.generations.put(GENERATION), None,
        lambda stores: stores.generations.find("g"),
    ),
    Write(
        "generations.record_result",
        lambda stores: stores.generations.record_result(GENERATION, Result(OG.uid, "og", BANNER)), True,
        lambda stores: (stores.generations.results("g"), stores.banners.find("f")),
        rival=lambda stores: stores.generations.record_result(GENERATION, Result(OG.uid, "og", reason="why")),
    ),
    Write(
        "generations.callback_was_sent", lambda stores: stores.generations.callback_was_sent("g"), None,
        lambda stores: stores.generations.find("g"), before=lambda stores: stores.generations.put(GENERATION),
    ),
    Write(
        "exports.put", lambda stores: stores.exports.put(replace(EXPORT, generated_at=20)), None,
        lambda stores: stores.exports.find("e"), before=lambda stores: stores.exports.put(EXPORT),
    ),
    Write(
        "deliveries.put", lambda stores: stores.deliveries.put(DELIVERY), None,
        lambda stores: stores.deliveries.find("d"),
        rival=lambda stores: stores.deliveries.end("d", "delivered"),
        left_to_rival=replace(DELIVERY, state="delivered"),
    ),
    Write(
        "deliveries.end", lambda stores: stores.deliveries.end("d", "given_up"), None,
        lambda stores: stores.deliveries.find("d"), before=lambda stores: stores.deliveries.put(DELIVERY),
    ),
    Write(
        "pictures.put", lambda stores: stores.pictures.put(PICTURE), None,
        lambda stores: stores.pictures.find("img_1"),
    ),
    Write(
        "pictures.delete", lambda stores: stores.pictures.delete("img_1", 30), True,
        lambda stores: stores.pictures.find("img_1"), before=lambda stores: stores.pictures.put(PICTURE),
        rival=lambda stores: stores.pictures.put(PICTURE), left_to_rival=PICTURE,
    ),
    Write("pictures.delete none", lambda stores: stores.pictures.delete("img_1", 30), False,
          lambda stores: stores.pictures.find("img_1")),
    Write(
        "secrets.make", lambda stores: stores.secrets.make(10).created_at, 10,
        lambda stores: stores.secrets.find().created_at,
        rival=lambda stores: stores.secrets.make(20),
    ),
    Write(
        "secrets.replace", lambda stores: secret(stores, "new"), True, lambda stores: stores.secrets.find().secret,
        before=lambda stores: stores.secrets.make(10), rival=lambda stores: secret(stores, "rival"),
        left_to_rival="rival",
    ),
    Write(
        "workspace.add_project", lambda stores: stores.workspace.add_project("Summer", 10).name, "Summer",
        lambda stores: [each.created_at for each in stores.workspace.projects()],
        rival=lambda stores: stores.workspace.add_project("Summer", 20),
    ),
    Write(
        "workspace.add_project second", lambda stores: stores.workspace.add_project("Summer", 20), None,
        lambda stores: [each.created_at for each in stores.workspace.projects()],
        before=lambda stores: stores.workspace.add_project("Summer", 10),
    ),
    Write(
        "duplications.put", lambda stores: stores.duplications.put(DUPLICATION, 99), None,
        lambda stores: stores.duplications.find("u"),
    ),
    Write("banners.put", lambda stores: stores.banners.put(BANNER), None, lambda stores: stores.banners.find("f")),
    Write(
        "limits.admit first", lambda stores: admit(stores, "a"), True,
        lambda stores: [admit(stores, each) for each in "bc"],
        rival=lambda stores: admit(stores, "b"),
    ),
    Write(
        "limits.admit last", lambda stores: admit(stores, None), True, lambda stores: admit(stores, "c"),
        before=lambda stores: admit(stores, "a"), rival=lambda stores: admit(stores, "b"),
    ),
    Write(
        "limits.admit none", lambda stores: admit(stores, "c"), False, lambda stores: admit(stores, "b"),
        before=lambda stores: (admit(stores, "a"), admit(stores, "b")),
    ),
)  # fmt: skip
