"""Ids that are derived, so that a URL finds its plate without an index."""

from __future__ import annotations

from uuid import UUID, uuid4, uuid5

import pytest

from tintype.model.ids import NAMESPACE, as_uuid, format_uid, image_id_of

DESIGN = "2f1c7a52-6f0f-4d2c-8a5d-9f5f6b1f3f10"


def test_the_image_id_of_a_design_never_changes() -> None:
    """These values are in URLs that people have sent out: if this test fails, those break."""
    assert image_id_of(DESIGN) == "932b390e-1053-5726-abc3-26bb1d2ebb46"
    assert format_uid(image_id_of(DESIGN), "og") == "48ca3da5-f2a2-51e3-aa0b-904b8f35ce2d"


def test_the_spelling_of_a_design_id_makes_no_difference() -> None:
    assert image_id_of(DESIGN.upper()) == image_id_of(DESIGN.replace("-", "")) == image_id_of(DESIGN)


def test_ids_are_the_uuids_of_rfc_9562() -> None:
    assert UUID(image_id_of(DESIGN)) == uuid5(NAMESPACE, DESIGN)
    assert UUID(format_uid(image_id_of(DESIGN), "café ☕")) == uuid5(UUID(image_id_of(DESIGN)), "café ☕")


def test_designs_and_formats_have_ids_of_their_own() -> None:
    images = [image_id_of(str(uuid4())) for _ in range(100)]
    uids = [format_uid(image, name) for image in images for name in ("og", "OG", "story")]
    assert len({*images, *uids}) == 400


def test_a_design_id_that_is_no_uuid_is_refused() -> None:
    with pytest.raises(ValueError, match="badly formed"):
        image_id_of("launch-card")


@pytest.mark.parametrize("text", [DESIGN, DESIGN.upper()])
def test_a_uuid_is_recognised_and_spelt_canonically(text: str) -> None:
    assert as_uuid(text) == DESIGN


@pytest.mark.parametrize(
    "text", ["", "og", DESIGN[:-1], DESIGN.replace("-", ""), f"{{{DESIGN}}}", f"urn:uuid:{DESIGN}"]
)
def test_other_spellings_are_names(text: str) -> None:
    assert as_uuid(text) is None
