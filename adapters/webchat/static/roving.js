// One stop of the Tab key for each message: arrows go on from there, and J and K from message to message.

const CONTROLS = "a[href], button, summary, video";
const STEPS = { ArrowLeft: -1, ArrowRight: 1 };
const EDITABLE = "input, textarea, select, [contenteditable]";

const articleOf = (node) => node?.closest?.("article") ?? null;
const visible = (article) => [...article.querySelectorAll(CONTROLS)].filter((one) => one.checkVisibility());

function stopAt(article, chosen) {
  for (const one of article.querySelectorAll(CONTROLS)) one.tabIndex = one === chosen ? 0 : -1;
}

/** What is new in an article gets no stop of its own; one it has. */
function settle(article) {
  const controls = [...article.querySelectorAll(CONTROLS)];
  const chosen = controls.find((one) => one.dataset.stop === "" && one.isConnected) ?? controls[0];
  for (const one of controls) if (one.tabIndex !== (one === chosen ? 0 : -1)) one.tabIndex = one === chosen ? 0 : -1;
}

export class Roving {
  #list;

  constructor(list) {
    this.#list = list;
    new MutationObserver((changes) => this.#changed(changes)).observe(list, { childList: true, subtree: true });
    list.addEventListener("focusin", ({ target }) => this.#stop(target));
    list.addEventListener("keydown", (event) => this.#steer(event));
    document.addEventListener("keydown", (event) => this.#leap(event));
  }

  #changed(changes) {
    const articles = new Set();
    for (const { target, addedNodes } of changes) {
      const article = articleOf(target);
      if (article) articles.add(article);
      else for (const node of addedNodes) if (node.matches?.("article")) articles.add(node);
    }
    articles.forEach(settle);
  }

  #stop(target) {
    const article = articleOf(target);
    if (!article || !target.matches(CONTROLS)) return;
    for (const one of article.querySelectorAll("[data-stop]")) delete one.dataset.stop;
    target.dataset.stop = "";
    stopAt(article, target);
  }

  #steer(event) {
    const article = articleOf(event.target);
    if (!article || event.target.matches("video") || event.altKey || event.ctrlKey || event.metaKey) return;
    const controls = visible(article);
    const at = controls.indexOf(event.target);
    const to = { Home: 0, End: controls.length - 1 }[event.key] ?? at + (STEPS[event.key] ?? Number.NaN);
    if (Number.isNaN(to)) return;
    event.preventDefault();
    controls[Math.min(controls.length - 1, Math.max(0, to))]?.focus();
  }

  #leap(event) {
    const step = { j: 1, k: -1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey || event.target.closest(EDITABLE)) return;
    if (document.querySelector("dialog[open]")) return;
    const articles = [...this.#list.querySelectorAll("article")];
    const at = articles.indexOf(articleOf(document.activeElement));
    const to = at < 0 ? articles.length - 1 : Math.min(articles.length - 1, Math.max(0, at + step));
    if (!articles[to]) return;
    event.preventDefault();
    articles[to].focus({ preventScroll: true });
    articles[to].scrollIntoView({ block: "nearest" });
  }
}
