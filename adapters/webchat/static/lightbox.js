// A picture large, on the whole window; a better version that comes in meanwhile is shown at once.

import { make, put } from "./dom.js";

export class Lightbox {
  #dialog;
  #figure;
  #link = null;
  #img = null;

  constructor({ dialog, figure, close }, messages) {
    this.#dialog = dialog;
    this.#figure = figure;
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => event.target.closest("img, a, button") || dialog.close());
    dialog.addEventListener("close", () => this.#clear());
    messages.addEventListener("click", (event) => this.#clicked(event));
    messages.addEventListener("swap", ({ detail }) => detail.link === this.#link && put(this.#img, "src", detail.src));
  }

  // With a modifier key, or from the middle button, the link does what links do.
  #clicked(event) {
    const link = event.target.closest("a.print");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.#open(link);
  }

  #open(link) {
    const img = link.querySelector("img");
    this.#link = link;
    this.#img = make("img", { src: img.getAttribute("src"), alt: img.alt });
    const caption = make("figcaption", { dir: "auto" }, make("span", {}, img.alt));
    this.#figure.replaceChildren(this.#img, caption);
    this.#dialog.showModal();
  }

  #clear() {
    this.#figure.replaceChildren();
    this.#link?.focus({ preventScroll: true });
    this.#link = this.#img = null;
  }
}
