// What is told to this person alone: answers near the text box, and words for those who listen to the page.

import { make } from "./dom.js";
import { plain, showSpans } from "./spans.js";

const SETTLE = 60; // ms; a live region speaks what changes after it has appeared

/** Shows one answer at a time; the newest replaces the one before. */
export class Notes {
  #place;

  constructor(place) {
    this.#place = place;
  }

  show({ tone, text }) {
    const body = make("div", { class: "note-text", dir: "auto" });
    const close = make("button", { class: "note-close", type: "button", "aria-label": "Dismiss" }, "×");
    close.addEventListener("click", () => this.clear());
    const role = tone === "error" ? "alert" : "status";
    const note = make("div", { class: "note", "data-tone": tone === "error" ? "error" : "info" });
    const live = make("div", { role, class: "note-live" }, body);
    note.append(live, close);
    this.#place.replaceChildren(note);
    setTimeout(() => showSpans(body, text), SETTLE);
  }

  /** Takes the note away; false when there was none. */
  clear() {
    const had = this.#place.firstChild !== null;
    this.#place.replaceChildren();
    return had;
  }
}

/** Says in one polite sentence what happens: a picture begun, finished or failed, or what people say; never a percentage. */
export class Announcer {
  #place;
  #timer = 0;

  constructor(place) {
    this.#place = place;
  }

  /** `before` is the message this one replaces, or null. */
  tell(message, before) {
    const words = this.#words(message, before);
    if (words) this.say(words);
  }

  say(words) {
    this.#place.append(make("p", {}, words));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#place.replaceChildren(), 5_000);
  }

  #words(message, before) {
    if (before?.state === message.state) return "";
    const what = plain(message.text).slice(0, 120);
    const name = message.author.name;
    if (message.state === "failed") return `${name} failed: ${what}`;
    if (message.state === "done") return before ? `${name} finished: ${what}` : `${name}: ${what}`;
    return before ? "" : `${name} started: ${what}`;
  }
}
