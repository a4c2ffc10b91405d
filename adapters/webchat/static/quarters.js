// The four of a sheet: which is which, and what can be done with each, by pressing it.

import { Act } from "./act.js";
import { arrange, make, put } from "./dom.js";
import { icon } from "./icons.js";
import { say } from "./texts.js";

const PARTS = [1, 2, 3, 4]; // counted like lines of a page
const GROUPS = ["upscale", "vary", "animate", "piece"];

/** The buttons of each part, where there are any for all four; else null. */
export function partsOf(rows) {
  const specs = rows.flat().filter(({ group, part }) => PARTS.includes(part) && GROUPS.includes(group));
  const parts = PARTS.map((part) => specs.filter((spec) => spec.part === part));
  return parts.every((own) => own.length > 0) ? parts : null;
}

class Quarter {
  #part;
  #face;
  #deeds = make("div", { class: "quarter-deeds" });
  #large;
  #acts = new Map(); // payload -> Act
  #press;

  constructor(part, press, enlarge, opened) {
    this.#part = part;
    this.#press = press;
    const label = say("picture", { n: part, place: say(`place-${part}`) });
    const number = make("span", { class: "quarter-number", "aria-hidden": "true" }, String(part));
    this.#face = make("button", { type: "button", class: "quarter-face", "aria-label": label, "aria-expanded": "false" }, number);
    this.#face.addEventListener("click", () => opened(this));
    this.#large = make("button", { type: "button", class: "act" }, icon("large"), make("span", { class: "act-label" }, say("large")));
    this.#large.addEventListener("click", enlarge);
    this.element = make("div", { class: "quarter", role: "group", "aria-label": label }, this.#face, this.#deeds);
    this.open = false;
  }

  get open() {
    return !this.#deeds.hidden;
  }

  set open(open) {
    this.#deeds.hidden = !open;
    put(this.#face, "aria-expanded", String(open));
    this.element.classList.toggle("open", open);
  }

  show(specs) {
    const before = this.#acts;
    this.#acts = new Map(specs.map((spec) => [spec.payload, before.get(spec.payload) ?? new Act(this.#press)]));
    for (const spec of specs) this.#acts.get(spec.payload).show(spec, { named: say(spec.group) });
    arrange(this.#deeds, [...[...this.#acts.values()].map((act) => act.element), this.#large]);
  }

  close() {
    const inside = this.#deeds.contains(document.activeElement);
    this.open = false;
    if (inside) this.#face.focus({ preventScroll: true });
  }
}

export class Quarters {
  element = make("div", { class: "quarters" });
  #quarters;

  /** `press(payload)` as for Buttons; `enlarge()` opens the large view. */
  constructor(press, enlarge) {
    this.#quarters = PARTS.map((part) => new Quarter(part, press, enlarge, (opened) => this.#toggle(opened)));
    this.element.append(...this.#quarters.map((quarter) => quarter.element));
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.#quarters.some((quarter) => quarter.open)) return;
      event.stopPropagation();
      for (const quarter of this.#quarters) quarter.close();
    });
    document.addEventListener("pointerdown", (event) => {
      if (!this.element.contains(event.target)) for (const quarter of this.#quarters) quarter.open = false;
    });
  }

  show(parts) {
    this.#quarters.forEach((quarter, index) => quarter.show(parts[index]));
  }

  #toggle(opened) {
    for (const quarter of this.#quarters) quarter.open = quarter === opened && !quarter.open;
  }
}
