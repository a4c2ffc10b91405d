// One button of a message, as the server describes it; it rests while what it did is under way.

import { make, put } from "./dom.js";
import { icon } from "./icons.js";
import { say } from "./texts.js";

const SHORTEST_WAIT = 900; // ms: a double click is over by then

/** The clipboard exists in secure contexts only, and a page on a home network is none. */
export async function copyText(text) {
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

/** What it is called for who does not see where it stands. */
function spoken({ hint, label, done }) {
  const words = (hint || label).trim();
  return done ? `${words} (${say("done")})` : words;
}

export class Act {
  element = make("button", { type: "button", class: "act" });
  #press;
  #spec = null;
  #busy = false;

  /** `press(payload)` returns a promise that settles when the server has taken the press. */
  constructor(press) {
    this.#press = press;
    this.element.addEventListener("click", () => this.#clicked());
  }

  /** Shows it; `brief`: beside the name of its group, `named`: by that name. */
  show(spec, { brief = false, named = "" } = {}) {
    this.#spec = spec;
    this.#rest();
    put(this.element, "data-style", spec.style ?? "normal");
    put(this.element, "data-name", spec.name || null);
    put(this.element, "data-label", spec.label);
    put(this.element, "data-done", spec.done ? "" : null);
    put(this.element, "aria-label", spec.hint || spec.done || brief ? spoken(spec) : null);
    put(this.element, "title", spec.hint || (brief ? spec.label : null));
    const look = JSON.stringify([spec.emoji, spec.label, spec.short, spec.done, brief, named]);
    if (this.element.dataset.look === look) return;
    this.element.dataset.look = look;
    this.element.replaceChildren(...this.#signs(spec, brief, named), ...(spec.done ? [doneMark()] : []));
  }

  #signs(spec, brief, named) {
    if (named) return [icon(spec.group), make("span", { class: "act-label" }, named)].filter(Boolean);
    const own = icon(spec.name);
    if (brief && own && spec.group === "pan") return [own];
    if (brief) return [make("span", { class: "act-label", dir: "auto" }, spec.short || spec.label)];
    const sign = own ?? icon(spec.group === "other" ? "" : spec.group);
    const emoji = !sign && spec.emoji ? [make("span", { class: "act-emoji", "aria-hidden": mute(spec) }, spec.emoji)] : [];
    return [...(sign ? [sign] : emoji), make("span", { class: "act-label", dir: "auto" }, spec.label)];
  }

  // aria-disabled and not `disabled`: a disabled element would lose the keyboard focus it has just been pressed with.
  #rest() {
    put(this.element, "aria-busy", this.#busy ? "true" : null);
    put(this.element, "aria-disabled", this.#busy || this.#spec.disabled ? "true" : null);
  }

  async #clicked() {
    if (this.#busy || this.#spec.disabled) return;
    this.#busy = true;
    this.#rest();
    const { copy, payload } = this.#spec;
    await Promise.all([copy ? copyText(copy) : this.#press(payload), pause()]);
    this.#busy = false;
    this.#rest();
  }
}

// A number alone says nothing to who does not see the sign.
const mute = ({ label }) => (/^\p{N}*$/u.test(label) ? null : "true");

const doneMark = () => make("span", { class: "act-done", "aria-hidden": "true" }, "✓");
