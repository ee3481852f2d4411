"""Two ways to use a page: with the keyboard alone, or with a pointer where no script runs.

Both name things as people do, by the words on them, and read the page from top to bottom.
"""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page

MOST_STEPS = 150

# What has the focus, in the words that assistive technology says.
FOCUSED = """() => {
    const el = document.activeElement;
    const words = el.getAttribute("aria-label") || el.labels?.[0]?.innerText || el.innerText || "";
    return {tag: el.tagName.toLowerCase(), name: words.replace(/\\s+/g, " ").trim()};
}"""


@dataclass
class Keyboard:
    """Tab, arrows, letters and Enter, as for somebody who uses no pointer."""

    page: Page

    def follow(self, name: str) -> None:
        """Go to a link and take it."""
        self._reach(name, {"a"})
        self._enter()

    def press(self, name: str) -> None:
        """Go to a button and press it."""
        self._reach(name, {"button"})
        self._enter()

    def fill(self, name: str, text: str) -> None:
        """Go to a field and type over what it holds."""
        self._reach(name, {"input", "textarea"})
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, name: str) -> None:
        """Go to a row of radio buttons, which is one stop, and move in it to the wanted one."""
        self.page.keyboard.press("Tab")
        for _ in range(MOST_STEPS):
            focused = self.page.evaluate("document.activeElement.type")
            if focused == "radio":
                break
            self.page.keyboard.press("Tab")
        for _ in range(10):
            if self.page.evaluate(FOCUSED)["name"] == name:
                # The first of a row has the focus without being chosen.
                self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"No radio button says {name!r}.")

    def pick(self, name: str, option: str) -> None:
        """Go to a list and choose in it by typing the words."""
        self._reach(name, {"select"})
        self.page.keyboard.type(option)

    def tick(self, name: str) -> None:
        """Go to a tick box and turn it the other way."""
        self._reach(name, {"input"})
        self.page.keyboard.press("Space")

    def unfold(self, name: str) -> None:
        """Go to what is folded away, and open it."""
        self._reach(name, {"summary"})
        self.page.keyboard.press("Enter")

    def save_file(self, name: str) -> str:
        """Press a button that gives a file, and return what the file holds."""
        self._reach(name, {"button"})
        with self.page.expect_download() as saved:
            self.page.keyboard.press("Enter")
        return saved.value.path().read_text(encoding="utf-8-sig")

    def _reach(self, name: str, tags: set[str]) -> None:
        passed = []
        for _ in range(MOST_STEPS):
            self.page.keyboard.press("Tab")
            focused = self.page.evaluate(FOCUSED)
            if focused["name"] == name and focused["tag"] in tags:
                return
            passed.append(focused["name"])
        raise AssertionError(f"Tab never came to {name!r}, only to {passed}")

    def _enter(self) -> None:
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press("Enter")


@dataclass
class Pointer:
    """A click on what says the words."""

    page: Page

    def follow(self, name: str) -> None:
        """Take a link."""
        self._click(self.page.get_by_role("link", name=name, exact=True))

    def press(self, name: str) -> None:
        """Press a button."""
        self._click(self.page.get_by_role("button", name=name, exact=True))

    def fill(self, name: str, text: str) -> None:
        """Fill a field."""
        self.page.get_by_label(name, exact=True).fill(text)

    def choose(self, name: str) -> None:
        """Choose a radio button by its words."""
        self.page.locator("label", has_text=name).click()

    def pick(self, name: str, option: str) -> None:
        """Choose in a list."""
        self.page.get_by_label(name, exact=True).select_option(label=option)

    def tick(self, name: str) -> None:
        """Turn a tick box the other way."""
        self.page.get_by_label(name, exact=True).click()

    def unfold(self, name: str) -> None:
        """Open what is folded away."""
        self.page.locator("summary", has_text=name).click()

    def save_file(self, name: str) -> str:
        """Press a button that gives a file, and return what the file holds."""
        with self.page.expect_download() as saved:
            self.page.get_by_role("button", name=name, exact=True).click()
        return saved.value.path().read_text(encoding="utf-8-sig")

    def _click(self, what: Locator) -> None:
        with self.page.expect_navigation(wait_until="load"):
            what.first.click()
