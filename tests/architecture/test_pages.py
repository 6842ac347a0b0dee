"""Pages that follow from the code: written where they are stale, and named until then."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from local import docs
from local.template import parameters
from tintype.engine.properties.elements import ELEMENTS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the generated pages."""
    for name in docs.PAGES:
        shutil.copy(docs.DOCS / name, tmp_path / name)
    return tmp_path


def test_the_committed_pages_are_what_the_code_says() -> None:
    assert docs.stale(docs.DOCS) == [], "make docs writes them anew"


@pytest.mark.parametrize(
    ("name", "generated"),
    [("openapi.json", "stroke_width"), ("url.md", "stroke_width"), ("deploy.md", "`RenderMemory` | `1769`")],
)
def test_a_stale_page_is_named_and_written_anew(folder: Path, name: str, generated: str) -> None:
    fresh = (folder / name).read_text()
    (folder / name).write_text(fresh.replace(generated, "something else"))
    assert docs.stale(folder) == [name]
    docs.regenerate(folder)
    assert (folder / name).read_text() == fresh


def test_what_people_wrote_on_a_page_stays(folder: Path) -> None:
    page = folder / "url.md"
    page.write_text("# Mine\n" + page.read_text())
    docs.regenerate(folder)
    assert page.read_text().startswith("# Mine\n")


def test_a_page_that_lost_its_markers_is_an_error_and_not_an_empty_page(folder: Path) -> None:
    (folder / "url.md").write_text("# Nothing\n")
    with pytest.raises(ValueError, match="lacks"):
        docs.regenerate(folder)
    assert (folder / "url.md").read_text() == "# Nothing\n"


def test_every_property_of_every_element_is_on_the_page() -> None:
    page = (docs.DOCS / "url.md").read_text()
    for element in ELEMENTS.values():
        assert f"### {element.name}\n" in page
        assert all(f"| `{name}` |" in page for name in element.properties)


def test_every_parameter_of_the_template_is_on_the_page_about_deploying() -> None:
    page = (docs.DOCS / "deploy.md").read_text()
    assert all(f"| `{parameter.name}` |" in page for parameter in parameters())


def test_checking_says_what_to_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(docs, "DOCS", folder)
    assert docs.main(["--check"]) == 0
    (folder / "openapi.json").unlink()
    assert docs.main(["--check"]) == 1
    assert "make docs" in capsys.readouterr().err
    assert docs.main() == 0
    assert docs.main(["--check"]) == 0
