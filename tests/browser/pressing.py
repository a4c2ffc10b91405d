"""Buttons below a message of the web chat, by the labels that they have everywhere."""

from playwright.sync_api import Locator, Page, expect


def offered(shown: Locator | Page, label: str) -> Locator:
    """The button of that label, seen or not: older messages fold theirs, and More has what is seldom wanted."""
    return shown.locator(f'.buttons [data-label="{label}"]')


def reach(article: Locator, label: str) -> Locator:
    """The same, when everything before it is opened."""
    button = offered(article, label)
    expect(button).to_have_count(1)
    unfold = article.locator(".folded > .unfold")
    if unfold.count():
        unfold.click()
    group = button.locator("xpath=ancestor::div[starts-with(@class, 'deed ') or @class = 'deed']")
    if group.count() and not button.is_visible():
        group.locator(".deed-open").click()
    return button


def press(article: Locator, label: str) -> None:
    reach(article, label).click()
