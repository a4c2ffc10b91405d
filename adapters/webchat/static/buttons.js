// The rows of buttons under a message. A button stays the same element as long as its payload is offered.

import { arrange, make, put } from "./dom.js";

const SHORTEST_WAIT = 900; // ms: a double click is over by then

/** The clipboard exists in secure contexts only, and a page on a home network is none. */
async function copyText(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text).catch(() => {});
    return;
  }
  const focused = document.activeElement;
  const area = make("textarea", { class: "unseen", readonly: "" });
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
  focused?.focus({ preventScroll: true });
}

const pause = () => new Promise((done) => setTimeout(done, SHORTEST_WAIT));

export class Buttons {
  #press;
  #known = new Map(); // payload (and its count, should it come twice) -> { element, spec, busy }

  /** `press(payload)` returns a promise that settles when the server has taken the press. */
  constructor(press) {
    this.#press = press;
    this.element = make("div", { class: "buttons", role: "group", "aria-label": "Actions" });
  }

  /** Shows these rows; false when there is nothing to press. */
  update(rows) {
    const focused = this.element.contains(document.activeElement) ? document.activeElement : null;
    const seen = new Map();
    const lines = rows.map((row) => row.map((spec) => this.#button(spec, seen)));
    this.#known = seen;
    const boxes = lines.map((_, index) => this.element.children[index] ?? make("div", { class: "button-row" }));
    boxes.forEach((box, index) => arrange(box, lines[index]));
    arrange(this.element, boxes);
    if (focused?.isConnected && document.activeElement !== focused) focused.focus({ preventScroll: true });
    return seen.size > 0;
  }

  #button(spec, seen) {
    let id = spec.copy ?? spec.payload;
    while (seen.has(id)) id += "\n";
    const entry = this.#known.get(id) ?? this.#create();
    entry.spec = spec;
    seen.set(id, entry);
    this.#dress(entry);
    return entry.element;
  }

  #create() {
    const element = make("button", { type: "button", class: "act" });
    const entry = { element, spec: null, busy: false, look: "" };
    element.addEventListener("click", () => this.#clicked(entry));
    return entry;
  }

  // aria-disabled and not `disabled`: a disabled element would lose the keyboard focus it has just been pressed with.
  #dress({ element, spec, busy }) {
    put(element, "aria-busy", busy ? "true" : null);
    put(element, "aria-disabled", busy || spec.disabled ? "true" : null);
    put(element, "data-style", spec.style ?? "normal");
    const look = JSON.stringify([spec.emoji, spec.label]);
    if (element.dataset.look === look) return;
    element.dataset.look = look;
    // A number alone says nothing to who does not see the sign.
    const hidden = /^\p{N}*$/u.test(spec.label) ? null : "true";
    const emoji = spec.emoji ? [make("span", { class: "act-emoji", "aria-hidden": hidden }, spec.emoji)] : [];
    element.replaceChildren(...emoji, make("span", { class: "act-label" }, spec.label));
  }

  async #clicked(entry) {
    if (entry.busy || entry.spec.disabled) return;
    entry.busy = true;
    this.#dress(entry);
    const { copy, payload } = entry.spec;
    await Promise.all([copy ? copyText(copy) : this.#press(payload), pause()]);
    entry.busy = false;
    this.#dress(entry);
  }
}
