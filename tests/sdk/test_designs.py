"""Designs through the official SDK."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import abyssale
import pytest

from tests.e2e.viewer import ask
from tests.sdk.conftest import Both, Send

UNKNOWN = str(UUID(int=1))


def names(designs: list[Any]) -> list[str]:
    return [design.name for design in designs]


def test_list_designs_lists_every_design_by_name(client: Both, put: Callable[..., str], word: str) -> None:
    put(name=f"{word} b"), put(name=f"{word} A"), put(name=f"{word} ç")
    listed = client.list_designs()
    assert names(listed) == sorted(names(listed), key=lambda name: name.casefold().replace("ç", "c"))
    assert names([design for design in listed if word in design.name]) == [f"{word} A", f"{word} b", f"{word} ç"]
    (first,) = client.list_designs(name=f"{word} a")
    assert (first.type.value, first.project_name, first.preview_url) == ("static", "Default", None)
    assert isinstance(first.id, UUID)
    assert abs(first.created_at - time.time()) < 600


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"query": "SALE {word}"}, ["{word} summer sale"]),
        ({"query": "{word} nothing"}, []),
        ({"name": "{word} Été"}, ["{word} ete"]),
        ({"name": "summer {word}"}, []),
        ({"name": "{word}", "type": "static"}, ["{word} ete", "{word} summer sale"]),
        ({"name": "{word}", "type": ["printer", "static"]}, ["{word} ete", "{word} summer sale"]),
        ({"name": "{word}", "type": ["animated"]}, []),
        ({"name": "{word}", "orientation": "square"}, ["{word} ete"]),
        ({"name": "{word}", "orientation": "landscape"}, ["{word} summer sale"]),
        ({"name": "{word}", "size": "10x10"}, ["{word} ete"]),
        ({"name": "{word}", "size": ["40x20", "10x10"]}, ["{word} ete", "{word} summer sale"]),
        ({"name": "{word}", "size": "20x40", "orientation": "landscape"}, []),
        ({"name": "{word}", "format": "tall"}, ["{word} summer sale"]),
        ({"name": "{word}", "format": ["tall", "dot"]}, ["{word} ete", "{word} summer sale"]),
        ({"name": "{word}", "format": "wide", "orientation": "portrait"}, []),
        ({"name": "{word}", "project": "defau"}, ["{word} ete", "{word} summer sale"]),
        ({"name": "{word}", "project": "elsewhere"}, []),
        ({"name": "{word}", "project_id": UNKNOWN}, []),
    ],
)
def test_list_designs_filters(
    client: Both, put: Callable[..., str], word: str, filters: dict[str, Any], found: list[str]
) -> None:
    put(name=f"{word} summer sale")
    put(name=f"{word} ete", formats=[{"name": "dot", "width": 10, "height": 10}], layers=[])
    given = {key: value.replace("{word}", word) if isinstance(value, str) else value for key, value in filters.items()}
    assert names(client.list_designs(**given)) == [name.replace("{word}", word) for name in found]


def test_list_designs_filters_by_time(client: Both, put: Callable[..., str], word: str) -> None:
    put(name=word)
    now = datetime.now(UTC)
    yesterday, tomorrow = now - timedelta(days=1), now + timedelta(days=1)
    assert names(client.list_designs(name=word, created_since=yesterday, updated_since=yesterday.date())) == [word]
    assert names(client.list_designs(name=word, created_since=tomorrow)) == []
    assert names(client.list_designs(name=word, updated_since=date(2099, 1, 1))) == []
    assert names(client.list_designs(name=word, updated_since=tomorrow.isoformat())) == []


def test_list_designs_sorts(client: Both, put: Callable[..., str], word: str) -> None:
    ids = []
    for letter in "bca":
        ids.append(put(name=f"{word} {letter}"))
        time.sleep(1.05)  # times are in whole seconds
    client.rename_design(ids[0], {"name": f"{word} b"})
    letters = {
        (sort, order): "".join(name[-1] for name in names(client.list_designs(name=word, sort=sort, order=order)))
        for sort in ("name", "created", "updated")
        for order in ("asc", "desc", None)
    }
    assert letters == {
        ("name", "asc"): "abc", ("name", "desc"): "cba", ("name", None): "abc",
        ("created", "asc"): "bca", ("created", "desc"): "acb", ("created", None): "acb",
        ("updated", "asc"): "cab", ("updated", "desc"): "bac", ("updated", None): "bac",
    }  # fmt: skip


def test_list_designs_pages_only_where_asked_to(client: Both, send: Send, put: Callable[..., str], word: str) -> None:
    for number in range(27):
        put(name=f"{word} {number:02}")
    assert len(client.list_designs(name=word)) == 27
    assert names(client.list_designs(name=word, per_page=10, page=3)) == [
        f"{word} {number}" for number in range(20, 27)
    ]
    assert len(client.list_designs(name=word, page=1)) == 25
    assert len(client.list_designs(name=word, per_page=100)) == 27
    assert client.list_designs(name=word, page=9) == []
    paged = send("GET", f"/designs?name={word}&page=9")
    assert (paged.headers["x-total-count"], paged.json) == ("27", [])
    assert "x-total-count" not in send("GET", f"/designs?name={word}").headers


@pytest.mark.parametrize(
    "wrong",
    [{"per_page": 101}, {"per_page": 0}, {"page": 0}, {"sort": "size"}, {"order": "up"}, {"type": "moving"},
     {"orientation": "round"}, {"size": "10"}, {"updated_since": "yesterday"}, {"project_id": "mine"}],
)  # fmt: skip
def test_list_designs_names_the_parameter_that_is_wrong(client: Both, wrong: dict[str, Any]) -> None:
    with pytest.raises(abyssale.AbyssaleAPIError) as caught:
        client.list_designs(**wrong)
    assert (caught.value.status, caught.value.id) == (400, "invalid_query_param")
    assert caught.value.errors is not None
    assert caught.value.errors[0]["path"].startswith(next(iter(wrong)))


@pytest.mark.parametrize("advanced", [False, True])
def test_get_design(client: Both, put: Callable[..., str], advanced: bool) -> None:
    design_id = put()
    design = client.get_design(design_id, advanced=advanced)
    assert (str(design.id), design.name, design.type.value, design.project_name) == (
        design_id, "Plain", "static", "Default",
    )  # fmt: skip
    assert design.template_id == design.id
    assert [(each.id, each.width, each.height, each.unit) for each in design.formats] == [
        ("wide", 40, 20, "px"),
        ("tall", 20, 40, "px"),
    ]
    assert [(each.preview_url, each.dynamic_image_url) for each in design.formats] == [(None, None)] * 2
    root, title = design.elements
    assert (root.type.value, title.type.value) == ("container", "text")
    colours = next(each.values for each in title.attributes if each.id == "color")
    assert colours == {"wide": "#FFFFFF", "tall": "#FF0000"}
    assert (title.layout["wide"].width, title.layout["tall"].width) == (30, 16)
    assert design.variables.root == {"name": "{name|you}"}


def test_get_design_shows_pictures_once_the_dynamic_image_is_created(client: Both, put: Callable[..., str]) -> None:
    design_id = put()
    created = client.create_dynamic_image_url(design_id)
    design = client.get_design(design_id)
    urls = [str(each.dynamic_image_url) for each in created.formats]
    assert [str(each.dynamic_image_url) for each in design.formats] == urls
    assert [str(each.preview_url) for each in design.formats] == urls
    assert ask(f"{design.formats[0].preview_url}").picture.size == (40, 20)
    (listed,) = [each for each in client.list_designs(name="Plain") if str(each.id) == design_id]
    assert str(listed.preview_url) == urls[0]


def test_get_design_format_by_name_and_by_uid(client: Both, put: Callable[..., str]) -> None:
    design_id = put()
    by_name = client.get_design_format(design_id, "tall")
    assert by_name == client.get_design_format(design_id, str(by_name.uid))
    assert (by_name.id, by_name.width, by_name.height) == ("tall", 20, 40)
    assert (str(by_name.design.id), by_name.design.name) == (design_id, "Plain")
    title = by_name.elements[1]
    assert (title.layout.width, title.layout.height) == (16, 10)
    assert next(each.value for each in title.attributes if each.id == "color") == "#FF0000"
    assert by_name.variables.root == {"name": "{name|you}"}


@pytest.mark.parametrize("specifier", ["other", UNKNOWN, "a b/c"])
def test_get_design_format_that_is_not_there(client: Both, put: Callable[..., str], specifier: str) -> None:
    with pytest.raises(abyssale.AbyssaleNotFoundError) as caught:
        client.get_design_format(put(), specifier)
    assert caught.value.id in ("format_not_found", "not_found")


def test_rename_design(client: Both, put: Callable[..., str]) -> None:
    design_id = put()
    result = client.rename_design(design_id, {"name": "  Summer sale  "})
    assert (str(result.id), result.name) == (design_id, "Summer sale")
    assert client.get_design(design_id).name == "Summer sale"


@pytest.mark.parametrize(
    ("body", "id_"),
    [({}, "missing_required"), ({"name": "   "}, "out_of_range"), ({"name": "x" * 101}, "out_of_range"),
     ({"name": 7}, "wrong_type"), ({"name": None}, "wrong_type")],
)  # fmt: skip
def test_rename_design_says_what_is_wrong_with_a_name(
    client: Both, put: Callable[..., str], body: dict[str, Any], id_: str
) -> None:
    with pytest.raises(abyssale.AbyssaleAPIError) as caught:
        client.rename_design(put(), body)
    assert (caught.value.status, caught.value.id) == (400, id_)
    assert caught.value.message.startswith("name: ")


def test_move_design(client: Both, put: Callable[..., str], word: str) -> None:
    design_id = put(name=word)
    project = client.create_project({"name": f"Project {word}"})
    result = client.move_design(design_id, {"project_id": str(project.id)})
    assert (str(result.id), result.name) == (design_id, word)
    design = client.get_design(design_id)
    assert (design.project_id, design.project_name) == (project.id, f"Project {word}")
    assert names(client.list_designs(project_id=str(project.id))) == [word]
    assert names(client.list_designs(query=f"project {word}")) == [word]


def test_a_moved_design_stays_in_its_project_when_it_is_put_again(
    client: Both, put: Callable[..., str], send: Send, word: str
) -> None:
    design_id = put()
    project = client.create_project({"name": word})
    client.move_design(design_id, {"project_id": str(project.id)})
    document = send("GET", f"/designs/{design_id}/document").json
    assert send("PUT", f"/designs/{design_id}", document).json["project_name"] == word
    assert client.get_design(design_id).project_id == project.id


@pytest.mark.parametrize(
    ("body", "id_"),
    [({"project_id": UNKNOWN}, "project_not_found"), ({"project_id": "x"}, "invalid_payload"),
     ({}, "missing_required")],
)  # fmt: skip
def test_move_design_needs_a_project(client: Both, put: Callable[..., str], body: dict[str, Any], id_: str) -> None:
    with pytest.raises(abyssale.AbyssaleAPIError) as caught:
        client.move_design(put(), body)
    assert (caught.value.status, caught.value.id) == (400, id_)


def test_delete_design(client: Both, put: Callable[..., str], word: str) -> None:
    design_id = put(name=word)
    image = str(client.create_dynamic_image_url(design_id).formats[0].dynamic_image_url)
    assert ask(image).status == 200
    assert client.delete_design(design_id).name == word
    assert client.list_designs(name=word) == []
    for call in (client.get_design, client.delete_design, client.create_dynamic_image_url):
        with pytest.raises(abyssale.AbyssaleNotFoundError) as caught:
            call(design_id)
        assert caught.value.id == "template_not_found"


@pytest.mark.parametrize("design_id", [UNKNOWN, "no-uuid", "a b"])
def test_a_design_that_is_not_there(client: Both, design_id: str) -> None:
    project = client.list_projects()[0]
    calls: list[Callable[[], Any]] = [
        lambda: client.get_design(design_id),
        lambda: client.get_design_format(design_id, "wide"),
        lambda: client.rename_design(design_id, {"name": "x"}),
        lambda: client.move_design(design_id, {"project_id": str(project.id)}),
        lambda: client.delete_design(design_id),
        lambda: client.create_dynamic_image_url(design_id),
    ]
    for call in calls:
        with pytest.raises(abyssale.AbyssaleNotFoundError) as caught:
            call()
        assert caught.value.id == "template_not_found"
        assert caught.value.errors is None


def test_create_dynamic_image_url(client: Both, put: Callable[..., str]) -> None:
    design_id = put()
    first = client.create_dynamic_image_url(design_id, {"enable_production_mode": True})
    again = client.create_dynamic_image_url(design_id)
    assert first == again
    assert str(first.design_id) == design_id
    for each, size in zip(first.formats, [(40, 20), (20, 40)], strict=True):
        assert ask(f"{each.dynamic_image_url}.png?title=Hello").picture.size == size


def test_create_dynamic_image_url_says_what_is_wrong(client: Both, put: Callable[..., str]) -> None:
    with pytest.raises(abyssale.AbyssaleAPIError) as caught:
        client.create_dynamic_image_url(put(), {"enable_rate_limit": "yes"})
    assert caught.value.status == 400
    assert caught.value.errors is not None
    assert caught.value.errors[0]["path"] == "enable_rate_limit"


def test_generate_multi_page_pdf_is_refused(client: Both) -> None:
    with pytest.raises(abyssale.AbyssaleAPIError) as caught:
        client.generate_multi_page_pdf(str(uuid4()), {"pages": {}})
    assert (caught.value.status, caught.value.id) == (400, "invalid_design_type")


def test_animated_designs_are_refused(send: Send, put: Callable[..., str]) -> None:
    document = send("GET", f"/designs/{put()}/document").json
    answer = send("POST", "/designs", {**document, "type": "animated"})
    assert (answer.status, answer.json["errors"][0]["code"]) == (400, "unknown_enum_value")
