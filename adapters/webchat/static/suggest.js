// Suggestions for commands and flags above the text box: a listbox steered from the text box.

import { make, put } from "./dom.js";
import { FLAGS } from "./flags.js";

/**
 * What could complete `text` at the caret: { from, to, items, eager } or null.
 * `eager` means that Enter takes the first one; otherwise Enter still sends, and only Tab or an arrow chooses.
 */
export function complete(text, from, to, commands) {
  if (from !== to || /^\S/.test(text.slice(to))) return null;
  const head = text.slice(0, to);
  return completeCommand(head, commands) ?? completeFlag(head, text, commands);
}

function completeCommand(head, commands) {
  const match = /^\/(\S*)$/.exec(head);
  if (!match) return null;
  const typed = match[1].toLowerCase();
  const found = commands.filter(({ name }) => name.startsWith(typed));
  const whole = found.some(({ name }) => name === typed);
  if (found.length === 0 || (whole && found.length === 1)) return null;
  const items = found.map(({ name, summary, usage }) => ({ title: `/${name}`, value: `/${name} `, summary, usage }));
  return { from: 0, to: head.length, items, eager: !whole };
}

function completeFlag(head, text, commands) {
  const command = commandOf(text, commands);
  const match = /\s(--\S*)$/.exec(head);
  const known = command?.flags ?? [];
  if (!match || known.length === 0) return null;
  const typed = match[1].toLowerCase();
  const rest = text.slice(0, head.length - typed.length);
  const found = FLAGS.filter(
    ({ value, flag }) =>
      known.includes(flag ?? value.split(" ")[0]) &&
      value.startsWith(typed) &&
      value.trim() !== typed &&
      !rest.includes(value),
  );
  const items = found.map(({ value, summary }) => ({ title: value.trim(), value: `${value.trim()} `, summary }));
  return items.length > 0 ? { from: head.length - typed.length, to: head.length, items, eager: false } : null;
}

/** The known command a text begins with, if any. */
export function commandOf(text, commands) {
  const match = /^\/(\S+)(\s|$)/.exec(text);
  return match ? commands.find(({ name }) => name === match[1].toLowerCase()) : undefined;
}

export class Suggest {
  #box;
  #combo; // the text box and its list are one control
  #list;
  #changed;
  #commands = [];
  #offer = null;
  #active = -1;

  /** `changed()` is called after a suggestion went into the box. */
  constructor(box, list, changed) {
    this.#box = box;
    this.#combo = box.closest("[role=combobox]");
    this.#list = list;
    this.#changed = changed;
    box.addEventListener("blur", () => this.close());
    // Pressing an option must not take the focus from the text box.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => this.#clicked(event));
  }

  set commands(commands) {
    this.#commands = commands;
  }

  refresh() {
    const { value, selectionStart, selectionEnd } = this.#box;
    const offer = complete(value, selectionStart, selectionEnd, this.#commands);
    if (offer) this.#show(offer);
    else this.close();
  }

  close() {
    this.#offer = null;
    this.#list.hidden = true;
    this.#list.replaceChildren();
    put(this.#combo, "aria-expanded", "false");
    put(this.#box, "aria-activedescendant", null);
  }

  /** Takes a key if it means something to the open list; true when it did. */
  key(event) {
    if (!this.#offer) return false;
    const taken = this.#steer(event);
    if (taken) event.preventDefault();
    return taken;
  }

  #steer({ key, shiftKey }) {
    const count = this.#offer.items.length;
    if (key === "ArrowDown") return this.#mark((this.#active + 1) % count);
    if (key === "ArrowUp") return this.#mark(this.#active <= 0 ? count - 1 : this.#active - 1);
    if (key === "Escape") return this.close() ?? true;
    if (key === "Tab" && !shiftKey) return this.#accept(Math.max(0, this.#active));
    if (key === "Enter" && !shiftKey && this.#active >= 0) return this.#accept(this.#active);
    return false;
  }

  #show(offer) {
    this.#offer = offer;
    this.#list.replaceChildren(...offer.items.map(option));
    this.#list.hidden = false;
    put(this.#combo, "aria-expanded", "true");
    this.#mark(offer.eager ? 0 : -1);
  }

  #mark(index) {
    this.#active = index;
    [...this.#list.children].forEach((child, place) => put(child, "aria-selected", String(place === index)));
    put(this.#box, "aria-activedescendant", this.#list.children[index]?.id);
    if (index < 0) this.#list.scrollTop = 0;
    this.#list.children[index]?.scrollIntoView({ block: "nearest" });
    return true;
  }

  #clicked(event) {
    const index = [...this.#list.children].indexOf(event.target.closest("[role=option]"));
    if (index >= 0) this.#accept(index);
  }

  #accept(index) {
    const { from, to, items } = this.#offer;
    const rest = this.#box.value.slice(to);
    // One space is enough where the text goes on behind the caret.
    const value = rest.startsWith(" ") ? items[index].value.trimEnd() : items[index].value;
    this.close();
    this.#box.setRangeText(value, from, to, "end");
    this.#box.focus();
    this.#changed();
    return true;
  }
}

function option({ title, summary, usage }, index) {
  const parts = [make("span", { class: "option-name" }, title), make("span", { class: "option-summary" }, summary ?? "")];
  if (usage && usage !== title) parts.push(make("span", { class: "option-usage" }, usage));
  return make("div", { role: "option", id: `option-${index}`, class: "option", "aria-selected": "false" }, ...parts);
}
