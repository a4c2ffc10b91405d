// What this tab's person is called: from the address, from before, or a guest's name from the paint box.

import { portray, put } from "./dom.js";

const KEY = "chatelier.name";
const LONGEST = 32;
const PAINTS = ["Ochre", "Umber", "Sienna", "Indigo", "Vermilion", "Celadon", "Sepia", "Cobalt", "Saffron", "Madder",
  "Viridian", "Ivory", "Cerulean", "Carmine", "Lapis", "Amber"];

const tidy = (name) => [...(name ?? "").trim().replace(/\s+/g, " ")].slice(0, LONGEST).join("");

function kept() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null; // storage is forbidden
  }
}

function keep(name) {
  try {
    sessionStorage.setItem(KEY, name);
  } catch {
    // then it lasts as long as the page
  }
  const url = new URL(location.href);
  if (!url.searchParams.has("name")) return;
  url.searchParams.set("name", name);
  history.replaceState(null, "", url);
}

/** The name to begin with; a newcomer gets a guest's name and is never asked. */
export function firstName() {
  const given = tidy(new URLSearchParams(location.search).get("name")) || tidy(kept());
  const name = given || `Guest ${PAINTS[Math.floor(Math.random() * PAINTS.length)]}`;
  keep(name);
  return name;
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

  show(name) {
    this.#name = name;
    this.#parts.text.textContent = name;
    put(this.#parts.button, "aria-label", `Your name: ${name}. Change`);
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
    keep(name);
    this.show(name);
    renamed(name);
  }
}
