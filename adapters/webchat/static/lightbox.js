// A picture large, on the whole window, at its full size where there is one, with what can be done with it; a better
// version that comes in meanwhile is shown at once. The browser's own way back closes it.

import { Buttons } from "./buttons.js";
import { make, put } from "./dom.js";
import { icon } from "./icons.js";
import { say } from "./texts.js";
import { fileOf } from "./tools.js";

const STEPS = { ArrowLeft: -1, ArrowRight: 1 };

function tool(name, act) {
  const button = make("button", { type: "button", class: "tool", "data-tool": name, "aria-label": say(name), title: say(name) });
  button.append(icon(name));
  button.addEventListener("click", act);
  return button;
}

export class Lightbox {
  #dialog;
  #messages;
  #link = null;
  #img = null;
  #stage = make("div", { class: "lightbox-stage", tabindex: "0", role: "group", "aria-label": say("large") });
  #words = make("p", { class: "lightbox-words", dir: "auto" });
  #acts = make("div", { class: "lightbox-acts" });
  #actual = tool("actual", () => this.#zoom());
  #previous = tool("previous", () => this.#step(-1));
  #next = tool("next", () => this.#step(1));
  #download = make("a", { class: "tool", "data-tool": "download", "aria-label": say("download"), title: say("download") });

  constructor(dialog, messages) {
    this.#dialog = dialog;
    this.#messages = messages;
    this.#download.append(icon("download"));
    const close = tool("close", () => dialog.close());
    const bar = make("div", { class: "lightbox-bar" }, this.#previous, this.#next, this.#actual, this.#download, close);
    dialog.append(this.#stage, bar, make("div", { class: "lightbox-foot" }, this.#words, this.#acts));
    this.#stage.addEventListener("click", ({ target }) => (target === this.#img ? this.#zoom() : dialog.close()));
    dialog.addEventListener("close", () => this.#closed());
    dialog.addEventListener("keydown", (event) => this.#key(event));
    messages.addEventListener("click", (event) => this.#clicked(event));
    messages.addEventListener("swap", ({ detail }) => detail.link === this.#link && this.#show(detail.src));
    addEventListener("popstate", () => dialog.open && dialog.close());
  }

  // With a modifier key, or from the middle button, the link does what links do.
  #clicked(event) {
    const link = event.target.closest("a.print");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.#hang(link);
    history.pushState({ large: true }, "");
    this.#dialog.showModal();
    this.#stage.focus({ preventScroll: true });
  }

  #hang(link) {
    const img = link.querySelector("img");
    const { view } = link.closest("article");
    this.#link = link;
    this.#img = make("img", { alt: img.alt });
    this.#fit();
    this.#stage.replaceChildren(this.#img);
    this.#words.textContent = img.alt;
    const buttons = new Buttons(async (payload) => {
      await view.press(payload);
      this.#dialog.close(); // what was ordered stands in the room
    });
    this.#acts.replaceChildren(...(buttons.update(view.message.buttons ?? []) ? [buttons.element] : []));
    const links = this.#links();
    this.#previous.disabled = links.indexOf(link) <= 0;
    this.#next.disabled = links.indexOf(link) === links.length - 1;
    this.#show(img.getAttribute("src"));
  }

  // What is on the wall already stands there until the full one has come; the box keeps its shape.
  #show(src) {
    const full = this.#link.dataset.full ?? src;
    put(this.#download, "href", full);
    put(this.#download, "download", fileOf(this.#link.closest("article").view.message)?.name ?? "");
    put(this.#img, "src", src);
    if (full === src) return;
    const img = this.#img;
    const whole = new Image();
    whole.addEventListener("load", () => img === this.#img && this.#link.dataset.full === full && put(img, "src", full));
    whole.src = full;
  }

  #links() {
    return [...this.#messages.querySelectorAll("a.print")].filter((link) => link.querySelector("img"));
  }

  #step(by) {
    const links = this.#links();
    const link = links[links.indexOf(this.#link) + by];
    if (link) this.#hang(link);
  }

  #zoom() {
    const actual = this.#stage.classList.toggle("actual");
    put(this.#actual, "aria-pressed", String(actual));
  }

  #fit() {
    this.#stage.classList.remove("actual");
    put(this.#actual, "aria-pressed", "false");
  }

  #key(event) {
    const scrolls = this.#stage.classList.contains("actual") && event.target === this.#stage;
    if (!STEPS[event.key] || scrolls || event.target.closest("video")) return;
    event.preventDefault();
    this.#step(STEPS[event.key]);
  }

  #closed() {
    const link = this.#link;
    this.#link = this.#img = null;
    this.#stage.replaceChildren();
    this.#acts.replaceChildren();
    if (history.state?.large) history.back();
    link?.focus({ preventScroll: true });
  }
}
