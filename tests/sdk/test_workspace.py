"""The workspace through the official SDK: keys, projects, fonts, files, credits, the gallery."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import abyssale
import pytest

from tests.e2e.viewer import ask
from tests.sdk.conftest import Both, Send

UNKNOWN = str(UUID(int=1))


def test_verify_api_key(client: Both) -> None:
    result = client.verify_api_key()
    assert result.company == "Tintype"
    assert result.version.startswith("v20")


@pytest.mark.parametrize("key", ["wrong", "tt_x"])
def test_verify_api_key_that_is_none(client: Both, key: str) -> None:
    with pytest.raises(abyssale.AbyssaleAuthError) as caught:
        client.with_key(key).verify_api_key()
    assert (caught.value.status, caught.value.id) == (401, "unauthorized")


def test_get_credits_are_without_limit(client: Both) -> None:
    balance = client.get_credits()
    assert balance.generation_credits.available >= 1_000_000_000
    assert balance.ai_credits.consumed == 0


def test_create_project_and_list_projects(client: Both, send: Send, word: str) -> None:
    created = client.create_project({"name": f" {word} Noël "})
    assert created.name == f"{word} Noël"
    assert [project.id for project in client.list_projects(name=f"{word} noel")] == [created.id]
    listed = client.list_projects()
    assert {"Default", created.name} <= {project.name for project in listed}
    assert len(client.list_projects(per_page=1)) == 1
    assert send("GET", "/projects?per_page=1").headers["x-total-count"] == str(len(listed))
    (found,) = client.list_projects(name=word)
    assert (found.id, found.created_at_ts) == (created.id, created.created_at_ts)


def test_create_project_twice(client: Both, word: str) -> None:
    client.create_project({"name": word})
    for name in (word, "Default"):
        with pytest.raises(abyssale.AbyssaleAPIError) as caught:
            client.create_project({"name": name})
        assert (caught.value.status, caught.value.id) == (400, "project_already_exists")


@pytest.mark.parametrize(("body", "id_"), [({}, "missing_required"), ({"name": "x"}, "out_of_range")])
def test_create_project_needs_a_name(client: Both, body: dict[str, Any], id_: str) -> None:
    with pytest.raises(abyssale.AbyssaleAPIError) as caught:
        client.create_project(body)
    assert caught.value.id == id_


def test_list_fonts(client: Both) -> None:
    fonts = client.list_fonts()
    assert {"Inter", "Playfair Display", "Noto Sans Arabic"} <= {font.name for font in fonts}
    inter = next(font for font in fonts if font.name == "Inter")
    weights = [weight.value for weight in inter.available_weights]
    assert {400, 700, "400-italic"} <= set(weights)
    assert (inter.category.value, inter.type.value) == ("sans-serif", "google")


@pytest.mark.parametrize(
    ("filters", "first"),
    [({"name": "ROBOTO"}, ["Roboto", "Roboto Slab"]), ({"name": "playfairdisplay"}, ["Playfair Display"]),
     ({"category": "monospace"}, ["JetBrains Mono"]), ({"category": "handwriting", "style": "italic"}, []),
     ({"name": "oswald", "weight": 900}, []), ({"name": "oswald", "weight": 700}, ["Oswald"])],
)  # fmt: skip
def test_list_fonts_filters(client: Both, filters: dict[str, Any], first: list[str]) -> None:
    assert [font.name for font in client.list_fonts(**filters)][:2] == first


def test_list_fonts_pages(client: Both) -> None:
    fonts = client.list_fonts()
    assert client.list_fonts(page=2, per_page=10) == fonts[10:20]


@pytest.mark.parametrize("wrong", [{"weight": 450}, {"category": "slab"}, {"style": "oblique"}])
def test_list_fonts_names_the_parameter_that_is_wrong(client: Both, wrong: dict[str, Any]) -> None:
    with pytest.raises(abyssale.AbyssaleAPIError) as caught:
        client.list_fonts(**wrong)
    assert caught.value.id == "invalid_query_param"


@pytest.mark.parametrize("banner_id", [UNKNOWN, "no-uuid"])
def test_get_file_that_is_not_there(client: Both, banner_id: str) -> None:
    with pytest.raises(abyssale.AbyssaleNotFoundError) as caught:
        client.get_file(banner_id)
    assert caught.value.id == "visual_not_found"


def test_list_workspace_template_categories(client: Both) -> None:
    categories = client.list_workspace_template_categories()
    assert len(categories) >= 4
    assert {"E-mail", "Social cards"} <= {category.name for category in categories}


def test_list_workspace_templates(client: Both) -> None:
    templates = client.list_workspace_templates()
    assert len(templates) >= 8
    assert [each.name for each in templates] == sorted(each.name for each in templates)
    category = next(each for each in client.list_workspace_template_categories() if each.name == "E-mail")
    mails = client.list_workspace_templates(category_id=str(category.id))
    assert mails
    assert {each.category_name for each in mails} == {"E-mail"}
    assert client.list_workspace_templates(type="static") == templates
    assert client.list_workspace_templates(type="animated") == []
    assert client.list_workspace_templates(category_id=UNKNOWN) == []


def test_duplicate_workspace_template_and_get_duplication_request(client: Both, word: str) -> None:
    project = client.create_project({"name": word})
    for template in client.list_workspace_templates():
        accepted = client.duplicate_workspace_template(str(template.id), {"project_id": str(project.id)})
        result = client.wait_for_duplication_request(str(accepted.duplication_request_id))
        assert result == client.get_duplication_request(str(accepted.duplication_request_id))
        assert (result.status.value, result.target_project.id) == ("COMPLETED", project.id)
        (copy,) = result.designs
        assert (copy.original_design_id, copy.target_design_name) == (template.id, template.name)
        design = client.get_design(str(copy.target_design_id))
        assert (design.name, design.project_id) == (template.name, project.id)
    assert len(client.list_designs(project_id=str(project.id))) == len(client.list_workspace_templates())


def test_a_duplicated_template_has_its_own_name_and_draws(client: Both, word: str) -> None:
    project, template = client.list_projects(name="Default")[0], client.list_workspace_templates()[0]
    body = {"project_id": str(project.id), "name": word}
    accepted = client.duplicate_workspace_template(str(template.id), body)
    result = client.get_duplication_request(str(accepted.duplication_request_id))
    (copy,) = result.designs
    assert copy.target_design_name == word
    for each in client.create_dynamic_image_url(str(copy.target_design_id)).formats:
        answer = ask(f"{each.dynamic_image_url}?_strict=1")
        assert answer.status == 200
        assert answer.picture.size == (each.width, each.height)


@pytest.mark.parametrize("template_id", [UNKNOWN, "no-uuid"])
def test_duplicate_workspace_template_that_is_not_there(client: Both, template_id: str) -> None:
    project = client.list_projects()[0]
    with pytest.raises(abyssale.AbyssaleNotFoundError) as caught:
        client.duplicate_workspace_template(template_id, {"project_id": str(project.id)})
    assert caught.value.id == "workspace_template_not_found"


def test_duplicate_workspace_template_needs_a_project(client: Both) -> None:
    template = client.list_workspace_templates()[0]
    with pytest.raises(abyssale.AbyssaleAPIError) as caught:
        client.duplicate_workspace_template(str(template.id), {"project_id": UNKNOWN})
    assert (caught.value.status, caught.value.id) == (400, "project_not_found")


@pytest.mark.parametrize("request_id", [UNKNOWN, "no-uuid"])
def test_get_duplication_request_that_is_not_there(client: Both, request_id: str) -> None:
    with pytest.raises(abyssale.AbyssaleNotFoundError) as caught:
        client.get_duplication_request(request_id)
    assert caught.value.id == "duplication_request_not_found"


def test_a_key_with_a_scope_opens_what_its_scope_says(client: Both, send: Send) -> None:
    made = send("POST", "/keys", {"label": "reports", "scopes": ["read"]})
    assert made.status == 201
    reader = client.with_key(made.json["key"])
    assert reader.verify_api_key().company == "Tintype"
    assert reader.list_designs()
    with pytest.raises(abyssale.AbyssaleAuthError) as caught:
        reader.create_project({"name": "not allowed"})
    assert (caught.value.status, caught.value.id) == (401, "insufficient_scope")
    assert send("DELETE", f"/keys/{made.json['id']}").status == 200
    with pytest.raises(abyssale.AbyssaleAuthError) as revoked:
        reader.verify_api_key()
    assert revoked.value.id == "unauthorized"
