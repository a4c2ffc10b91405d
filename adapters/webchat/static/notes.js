// What is told to this person alone: answers near the text box, and words for those who listen to the page.

import { make } from "./dom.js";
import { plain, showSpans } from "./spans.js";
import { say } from "./texts.js";

const SETTLE = 60; // ms; a live region speaks what changes after it has appeared
const TONES = ["error", "passing"];
const QUOTED = 160; // characters of what an answer is about

/**
 * Each answer stays until it is closed, the newest next to the text box; one that only says that something is coming
 * goes when that has come.
 */
export class Notes {
  #place;
  #list = make("div", { class: "note-list", role: "region", "aria-label": say("answers") });
  #all = make("button", { type: "button", class: "quiet note-all" }, say("close-all"));

  constructor(place) {
    this.#place = place;
    this.#all.addEventListener("click", () => this.#empty());
  }

  /** `about`: what the person had typed; `again()` puts that into the text box, where something else stands by now. */
  show({ tone, text }, about = "", again = null) {
    const body = make("div", { class: "note-text", dir: "auto" });
    const close = make("button", { class: "note-close", type: "button", "aria-label": say("dismiss") }, "×");
    const role = tone === "error" ? "alert" : "status";
    const note = make("div", { class: "note", "data-tone": TONES.includes(tone) ? tone : "info" });
    const live = make("div", { role, class: "note-live" }, body);
    close.addEventListener("click", () => this.#close(note));
    if (about) live.prepend(make("p", { class: "note-about", dir: "auto" }, shortened(about)));
    if (again) live.append(this.#again(note, again));
    note.append(live, close);
    this.#list.append(note);
    this.#changed();
    setTimeout(() => {
      showSpans(body, text);
      this.#list.scrollTop = this.#list.scrollHeight;
    }, SETTLE);
  }

  /** Something came: what said so has been said. */
  came() {
    for (const note of this.#list.querySelectorAll('[data-tone="passing"]')) this.#close(note);
  }

  /** Takes the newest note away; false when there was none. */
  dismiss() {
    const newest = this.#list.lastElementChild;
    if (newest) this.#close(newest);
    return newest !== null;
  }

  #again(note, again) {
    const button = make("button", { type: "button", class: "quiet note-again" }, say("again"));
    button.addEventListener("click", () => {
      this.#close(note);
      again();
    });
    return button;
  }

  // The keyboard goes on from the note that is next.
  #close(note) {
    const next = note.nextElementSibling ?? note.previousElementSibling;
    const focused = note.contains(document.activeElement);
    note.remove();
    this.#changed();
    if (focused) (next?.querySelector(".note-close") ?? document.getElementById("box"))?.focus();
  }

  #empty() {
    this.#list.replaceChildren();
    this.#changed();
    document.getElementById("box")?.focus();
  }

  #changed() {
    const count = this.#list.childElementCount;
    if (count === 0) this.#place.replaceChildren();
    else if (!this.#list.isConnected) this.#place.replaceChildren(this.#list);
    if (count > 1) this.#place.append(this.#all);
    else this.#all.remove();
    this.#all.textContent = `${say("close-all")} (${count})`;
    // What scrolls can be reached by keyboard.
    if (count > 1) this.#list.tabIndex = 0;
    else this.#list.removeAttribute("tabindex");
  }
}

function shortened(text) {
  const letters = [...text];
  return letters.length > QUOTED ? `${letters.slice(0, QUOTED - 1).join("")}…` : text;
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
    if (words) this.tellWords(words);
  }

  tellWords(words) {
    this.#place.append(make("p", {}, words));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#place.replaceChildren(), 5_000);
  }

  #words(message, before) {
    if (before?.state === message.state) return "";
    const what = plain(message.text).slice(0, 120);
    const name = message.author.name;
    const told = (how) => say(how, { name, words: what });
    if (message.state === "failed") return told("failed");
    if (message.state === "done") return before ? told("finished") : `${name}: ${what}`;
    return before ? "" : told("started");
  }
}
