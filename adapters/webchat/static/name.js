// Who sits at this page: the server knows the browser by a cookie, and a name is only what the others see.

import { portray, put } from "./dom.js";
import { say } from "./texts.js";

const NAME = "chatelier.name";
const PLAYED = "chatelier.played"; // in a demo: whom this tab plays, so that one person can be two
const LONGEST = 32;

const tidy = (name) => [...(name ?? "").trim().replace(/\s+/g, " ")].slice(0, LONGEST).join("");

/** What a browser keeps, or nothing where it is told to keep nothing: then it lasts as long as the page. */
class Kept {
  #store;
  #here = new Map();

  constructor(choose) {
    try {
      this.#store = choose();
    } catch {
      this.#store = null;
    }
  }

  get(key) {
    return this.#here.get(key) ?? this.#store?.getItem(key) ?? "";
  }

  set(key, value) {
    this.#here.delete(key); // what is kept here hides what other tabs keep there
    try {
      if (this.#store) this.#store.setItem(key, value);
      else this.#here.set(key, value);
    } catch {
      this.#here.set(key, value); // it is full
    }
  }

  forget(key) {
    this.#here.delete(key);
    this.#store?.removeItem(key);
  }
}

/** Takes `?name=` out of the address, so that no link that is passed on carries a name. */
function takeAddress() {
  const url = new URL(location.href);
  const name = tidy(url.searchParams.get("name"));
  if (!url.searchParams.has("name")) return "";
  url.searchParams.delete("name");
  history.replaceState(history.state, "", url);
  return name;
}

/** The person at this page: all tabs of a browser are one, but for those that play somebody in a demo. */
export class Self {
  #browser = new Kept(() => localStorage);
  #tab = new Kept(() => sessionStorage);

  /** `changed()` hears that the name is another one by now. */
  constructor(changed) {
    this.changed = changed;
    const name = takeAddress();
    if (name) {
      this.#tab.set(PLAYED, name);
      this.#tab.set(NAME, name);
    }
    // Another tab of this browser took it; to write it here again would tell that tab, and so on without an end.
    addEventListener("storage", ({ key, newValue }) => {
      if (key === NAME && newValue && !this.#played) changed();
    });
  }

  get #played() {
    return this.#tab.get(PLAYED);
  }

  /** Empty for a newcomer, who is given one. */
  get name() {
    return this.#played ? this.#tab.get(NAME) : this.#browser.get(NAME);
  }

  /** Who comes, as the server asks for it. */
  query() {
    return this.#played ? { as: this.#played, name: this.name } : { name: this.name };
  }

  /** What the server says to that: where it lets nobody play another, this tab is the browser's. */
  met({ name, played, fixed }) {
    if (fixed) return;
    if (this.#played && !played) {
      this.#tab.forget(PLAYED);
      if (this.name && this.name !== name) this.changed();
    }
    if (!this.name) (this.#played ? this.#tab : this.#browser).set(NAME, name);
  }

  rename(name) {
    (this.#played ? this.#tab : this.#browser).set(NAME, name);
    this.changed();
  }
}

/** The name in the header, and the dialog behind it. */
export class Name {
  #parts;
  #name;

  /** `renamed(name)` hears a new name, once. */
  constructor(parts, name, renamed) {
    this.#parts = parts;
    this.show(name);
    parts.button.addEventListener("click", () => this.#ask());
    parts.cancel.addEventListener("click", () => parts.dialog.close());
    parts.form.addEventListener("submit", () => this.#answered(renamed));
  }

  /** `fixed`: it comes from a login, and is changed there. */
  show(name, fixed = false) {
    this.#name = name;
    this.#parts.text.textContent = name;
    this.#parts.button.disabled = fixed;
    put(this.#parts.button, "aria-label", say(fixed ? "name-shown" : "name-change", { name }));
    portray(this.#parts.avatar, name);
  }

  #ask() {
    this.#parts.input.value = this.#name;
    this.#parts.dialog.showModal();
    this.#parts.input.select();
  }

  #answered(renamed) {
    const name = tidy(this.#parts.input.value);
    if (!name || name === this.#name) return;
    this.show(name);
    renamed(name);
  }
}
