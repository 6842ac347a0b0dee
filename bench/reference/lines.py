"""``python -m bench.reference.lines``: where Chromium breaks the lines of the texts in ``chromium_lines.json``, anew.

The unit tests hold this renderer against that file. Each text is set in a box without width, so that a line begins
wherever one may; `Range.getClientRects` tells on which line each character is.
"""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.install import install
from bench.places import CHROMIUM, ROOT
from bench.reference.html import FLAGS

TEXTS = ROOT / "tests" / "unit" / "engine" / "text" / "chromium_lines.json"
BREAK = "¦"  # stands in no text but where a line begins
_PRINTABLE = [chr(point) for point in range(0x21, 0x7F)]
_PAGE = """<!doctype html><meta charset=utf-8><style>div{font:20px/40px sans-serif;white-space:pre-wrap;width:0}</style>
<body><script>
const found = %s.map(text => {
  const div = document.body.appendChild(document.createElement('div')), range = document.createRange(), starts = [];
  div.textContent = text;
  let last = null, index = 0;
  for (const [point, character] of [...text].entries()) {
    range.setStart(div.firstChild, index);
    range.setEnd(div.firstChild, index += character.length);
    const rects = range.getClientRects();
    if (!rects.length) continue;
    const top = Math.round(rects[rects.length - 1].top);
    if (last !== null && top > last) starts.push(point);
    last = Math.max(top, last ?? top);
  }
  div.remove();
  return starts;
});
document.body.innerHTML = '<pre></pre>';
document.querySelector('pre').textContent = JSON.stringify(found);
</script>"""


def line_starts(texts: Sequence[str]) -> list[set[int]]:
    """For each text the indices at which Chromium begins a line where there is no room for more than a character."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(_PAGE % json.dumps(texts).replace("</", "<\\/"), encoding="utf-8")
        command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={folder}/profile", "--dump-dom", page.as_uri()]
        dumped = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.search("(?s)<pre>(.*)</pre>", dumped)
    if not found:
        raise RuntimeError(f"Chromium did not measure: {dumped[-500:]}")
    return [set(starts) for starts in json.loads(html.unescape(found[1]))]


def marked(text: str, starts: set[int]) -> str:
    """`text` with a mark where each line begins."""
    return "".join(BREAK * (index in starts) + character for index, character in enumerate(text))


def main() -> int:
    if not CHROMIUM.exists():
        install()
    kept = json.loads(TEXTS.read_text(encoding="utf-8"))
    texts = [text.replace(BREAK, "") for text in kept["texts"]]
    pairs = [(left, right) for left in _PRINTABLE for right in _PRINTABLE]
    starts = line_starts([*texts, *map("".join, pairs)])
    broken = [pair for pair, found in zip(pairs, starts[len(texts) :], strict=True) if found]
    following = {left: "".join(right for first, right in broken if first == left) for left, _ in broken}
    version = subprocess.run([str(CHROMIUM), "--version"], capture_output=True, text=True, check=True).stdout
    content = {
        "chromium": " ".join(version.split()[:2]),
        "pairs": following,
        "texts": [marked(*each) for each in zip(texts, starts, strict=False)],
    }
    TEXTS.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
