"""The report in a real browser, at the width of a desk and of a telephone.

Chromium is looked for where Debian's package puts it; ``SEEDCHECK_CHROMIUM`` names another. With ``SEEDCHECK_SHOTS``
the screenshots are kept in that folder, to be looked at.
"""

from __future__ import annotations

import os
import shutil
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from evals.baseline import reduced
from evals.render import write
from evals.summary import against
from tests.evals.test_render import result_of

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.slow, pytest.mark.browser]

CHROMIUM = (
    os.environ.get("SEEDCHECK_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
WIDTHS = [1280, 390]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for all tests; without one they are skipped, and a warning says so at the end of the run."""
    if CHROMIUM is None:
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn("NO BROWSER: the report was not opened. apt-get install chromium", stacklevel=1)
        pytest.skip("NO BROWSER: install Debian's chromium, or name one with SEEDCHECK_CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report with hostile words, a failed, an errored and a passed case, and changes against a baseline."""
    result = result_of(tmp_path)
    before = reduced(result)
    case = before.cases["first.jsonl-2"].model_copy(update={"passes": 1, "facts": {"12,500 tonnes": 1}})
    before = before.model_copy(update={"cases": before.cases | {"first.jsonl-2": case}})
    path = tmp_path / "report.html"
    write(against(result, "baseline.json", before), path)
    return path


@pytest.mark.parametrize("width", WIDTHS)
def test_the_report_fits_and_fetches_nothing(browser: Any, report: Path, width: int) -> None:
    """No sideways scrolling, no request but the file itself, no complaint on the console; the outcome is in sight."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    page.goto(report.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for closed in page.query_selector_all("details:not([open]) > summary"):
        closed.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert (requests, complaints) == ([report.as_uri()], [])
    badge = page.locator(".badge").bounding_box()
    assert badge["y"] + badge["height"] < 900
    shots = os.environ.get("SEEDCHECK_SHOTS")
    if shots:
        page.screenshot(path=Path(shots) / f"report-{width}.png", full_page=True)
    page.close()


def test_cases_are_filtered_without_scripts(browser: Any, report: Path) -> None:
    """Those that did not pass, those that changed, those that passed."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.as_uri())

    def shown() -> int:
        return sum(case.is_visible() for case in page.locator("details.case").all())

    counts = {}
    for choice in ("all", "bad", "changed", "good"):
        page.check(f"#show-{choice}")
        counts[choice] = shown()
    context.close()
    assert counts == {"all": 5, "bad": 3, "changed": 1, "good": 2}


def test_a_change_leads_to_its_case(browser: Any, report: Path) -> None:
    """The link from the comparison jumps to the case, which is open: it got worse."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(report.as_uri())
    page.locator(".changes a").first.click()
    case = page.locator("details.case:target")
    assert case.get_attribute("open") is not None
    assert case.bounding_box()["y"] < 900
    assert "broken" in case.inner_text()
    page.close()
