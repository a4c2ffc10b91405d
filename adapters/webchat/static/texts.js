// What the page says, in the language that its browser asked for; the server has put it into the page.

const TEXTS = JSON.parse(document.getElementById("texts").textContent || "{}");

/** The text of that name, its gaps filled: `{n}` by `facts.n`. */
export function say(name, facts = {}) {
  const text = TEXTS[name] ?? name;
  return text.replace(/\{(\w+)\}/g, (gap, key) => String(facts[key] ?? gap));
}

/** The same for an attribute or text that stands in the page's own markup: `data-say="name"`. */
export function translate(root) {
  for (const element of root.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  for (const element of root.querySelectorAll("[data-say-label]")) {
    element.setAttribute("aria-label", say(element.dataset.sayLabel));
  }
}
