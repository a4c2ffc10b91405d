// The buttons under a message, in groups by what they do. A button stays the same element as long as it is offered.

import { Act } from "./act.js";
import { arrange, make, put } from "./dom.js";
import { icon } from "./icons.js";
import { say } from "./texts.js";

// In the order in which they stand; what is in no group stands behind More.
const GROUPS = ["upscale", "vary", "zoom", "pan", "animate", "extend", "piece", "reroll"];
const OTHER = "other";

/** Several buttons that do the same; on a small screen its name opens them. */
class Deed {
  element;
  #name;
  #opener = make("button", { type: "button", class: "deed-open" });
  #options;

  constructor(group, name, opened) {
    this.#name = name;
    this.element = make("div", { class: "deed", role: "group", "aria-label": name, "data-group": group });
    this.#options = make("div", { class: "deed-options" });
    const sign = () => [icon(group), make("span", {}, name)];
    const title = make("span", { class: "deed-name", "aria-hidden": "true" }, ...sign());
    this.#opener.append(...sign());
    put(this.#opener, "aria-expanded", "false");
    this.#opener.addEventListener("click", () => opened(this));
    this.element.append(title, this.#opener, this.#options);
  }

  get open() {
    return this.#opener.getAttribute("aria-expanded") === "true";
  }

  set open(open) {
    put(this.#opener, "aria-expanded", String(open));
    this.element.classList.toggle("open", open);
  }

  /** `acts` are of one group; one alone is called by the group's name. */
  show(acts, specs) {
    const alone = acts.length === 1 && this.element.dataset.group !== OTHER;
    this.element.classList.toggle("alone", alone);
    put(this.element, "role", alone ? null : "group");
    put(this.element, "aria-label", alone ? null : this.#name);
    acts.forEach((act, index) => {
      const spec = specs[index];
      if (alone) act.show(spec, { named: spec.group === "reroll" ? spec.label : this.#name });
      else act.show(spec, { brief: spec.group !== OTHER });
    });
    arrange(this.#options, acts.map((act) => act.element));
  }
}

export class Buttons {
  #press;
  #flat;
  #known = new Map(); // payload (and its count, should it come twice) -> Act
  #deeds = new Map(); // group -> Deed
  #unfold = make("button", { type: "button", class: "act unfold", "aria-expanded": "false" });

  /** `press(payload)` returns a promise that settles when the server has taken the press; `flat`: in rows alone. */
  constructor(press, { flat = false } = {}) {
    this.#press = press;
    this.#flat = flat;
    this.element = make("div", { class: "buttons", role: "group", "aria-label": say("actions") });
    this.#unfold.append(icon("other"), make("span", { class: "act-label" }, say("actions")));
    this.#unfold.addEventListener("click", () => this.#opened());
  }

  /** Whether there are groups, which an older message folds away. */
  get grouped() {
    return this.#deeds.size > 0;
  }

  /** Shows one button in place of all, until somebody wants them; who has opened them keeps them. */
  fold() {
    if (!this.grouped || this.element.classList.contains("opened")) return;
    this.element.classList.add("folded");
  }

  /** Shows these rows; false when there is nothing to press. */
  update(rows) {
    const focused = this.element.contains(document.activeElement) ? document.activeElement : null;
    const seen = new Map();
    const pairs = rows.map((row) => row.map((spec) => [this.#act(spec, seen), spec]));
    this.#known = seen;
    const grouped = !this.#flat && pairs.flat().some(([, { group }]) => GROUPS.includes(group));
    const boxes = grouped ? [...this.#groups(pairs.flat()), this.#unfold] : this.#rows(pairs);
    if (!grouped) this.#deeds.clear();
    this.element.classList.toggle("grouped", grouped);
    arrange(this.element, boxes);
    if (focused?.isConnected && document.activeElement !== focused) focused.focus({ preventScroll: true });
    return seen.size > 0;
  }

  #rows(pairs) {
    const plain = [...this.element.children].filter((child) => child.matches(".button-row"));
    return pairs.map((row, index) => {
      const box = plain[index] ?? make("div", { class: "button-row" });
      for (const [act, spec] of row) act.show(spec);
      arrange(box, row.map(([act]) => act.element));
      return box;
    });
  }

  #groups(pairs) {
    const before = this.#deeds;
    this.#deeds = new Map();
    for (const group of [...GROUPS, OTHER]) {
      const own = pairs.filter(([, spec]) => (GROUPS.includes(spec.group) ? spec.group : OTHER) === group);
      if (own.length === 0) continue;
      const name = say(group === OTHER ? "more" : group);
      const deed = before.get(group) ?? new Deed(group, name, (opened) => this.#toggle(opened));
      deed.show(own.map(([act]) => act), own.map(([, spec]) => spec));
      this.#deeds.set(group, deed);
    }
    return [...this.#deeds.values()].map((deed) => deed.element);
  }

  #toggle(opened) {
    for (const deed of this.#deeds.values()) deed.open = deed === opened && !deed.open;
  }

  #opened() {
    this.element.classList.remove("folded");
    this.element.classList.add("opened");
    const first = [...this.element.querySelectorAll("button")].find((one) => one.checkVisibility());
    first?.focus({ preventScroll: true });
  }

  #act(spec, seen) {
    let id = spec.copy ?? spec.payload;
    while (seen.has(id)) id += "\n";
    const act = this.#known.get(id) ?? new Act(this.#press);
    seen.set(id, act);
    return act;
  }
}
