// What the page says, in the language that its browser asked for; the server has put it into the page, and into its markup: `data-say`.

const TEXTS = JSON.parse(document.getElementById("texts").textContent || "{}");

/** The text of that name, its gaps filled: `{n}` by `facts.n`. */
export function say(name, facts = {}) {
  const text = TEXTS[name] ?? name;
  return text.replace(/\{(\w+)\}/g, (gap, key) => String(facts[key] ?? gap));
}
