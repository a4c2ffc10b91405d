"""Buttons below a message of the web chat, by the labels that they have everywhere."""

from playwright.sync_api import Locator, Page, expect


def offered(shown: Locator | Page, label: str, group: str = "") -> Locator:
    """The button of that label, seen or not: older messages fold theirs, and More has what is seldom wanted.

    `group`: where others of that label stand in other ones.
    """
    within = f'.deed[data-group="{group}"]' if group else ".buttons"
    return shown.locator(f'{within} [data-label="{label}"]')


def reach(article: Locator, label: str, group: str = "") -> Locator:
    """The same, when everything before it is opened."""
    button = offered(article, label, group)
    expect(button).to_have_count(1)
    unfold = article.locator(".folded > .unfold")
    if unfold.count():
        unfold.click()
    around = button.locator("xpath=ancestor::div[starts-with(@class, 'deed ') or @class = 'deed']")
    if around.count() and not button.is_visible():
        around.locator(".deed-open").click()
    return button


def press(article: Locator, label: str, group: str = "") -> None:
    reach(article, label, group).click()
