// A picture large, on the whole window, at its full size where there is one; a better version that comes in meanwhile
// is shown at once.

import { make, put } from "./dom.js";

export class Lightbox {
  #dialog;
  #figure;
  #link = null;
  #img = null;
  #original = null;

  constructor({ dialog, figure, close }, messages) {
    this.#dialog = dialog;
    this.#figure = figure;
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => event.target.closest("img, a, button") || dialog.close());
    dialog.addEventListener("close", () => this.#clear());
    messages.addEventListener("click", (event) => this.#clicked(event));
    messages.addEventListener("swap", ({ detail }) => detail.link === this.#link && this.#show(detail.src));
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
    this.#img = make("img", { alt: img.alt });
    this.#original = make("a", { class: "original", target: "_blank", rel: "noopener" }, "Original");
    this.#show(img.getAttribute("src"));
    const caption = make("figcaption", { dir: "auto" }, make("span", {}, img.alt), this.#original);
    this.#figure.replaceChildren(this.#img, caption);
    this.#dialog.showModal();
  }

  // What is on the wall already stands there until the full one has come; the box keeps its shape.
  #show(src) {
    const full = this.#link.dataset.full ?? src;
    put(this.#original, "href", full);
    put(this.#img, "src", src);
    if (full === src) return;
    const img = this.#img;
    const whole = new Image();
    whole.addEventListener("load", () => img === this.#img && this.#link.dataset.full === full && put(img, "src", full));
    whole.src = full;
  }

  #clear() {
    this.#figure.replaceChildren();
    this.#link?.focus({ preventScroll: true });
    this.#link = this.#img = this.#original = null;
  }
}
