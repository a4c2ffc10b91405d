// Tells who looks elsewhere that a picture is ready: in the title of the tab, and by a notification once that was wished.

import { say } from "./texts.js";

const KEY = "chatelier.notify";
const WORDS = 120; // characters of a notification

const wished = () => {
  try {
    return localStorage.getItem(KEY) === "on";
  } catch {
    return false;
  }
};

export class Away {
  #title = document.title;
  #count = 0;
  #button;
  #open = new Set(); // notifications that are still to be seen

  /** `button` switches notifications; it is hidden where a browser has none, as on a page without https. */
  constructor(button) {
    this.#button = button;
    button.hidden = !("Notification" in window) || !window.isSecureContext;
    button.addEventListener("click", () => this.#switch());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#back());
    this.#show();
  }

  /** A picture is ready; `words` say which. */
  ready(words) {
    if (document.visibilityState === "visible") return;
    this.#count += 1;
    document.title = `(${this.#count}) ${say("ready")} · ${this.#title}`;
    if (!this.#on) return;
    try {
      const note = new Notification(say("ready"), { body: words.slice(0, WORDS), icon: "/chat/icon.svg" });
      note.addEventListener("click", () => {
        window.focus();
        note.close();
      });
      this.#open.add(note);
    } catch {
      // some phones allow them to service workers alone
    }
  }

  get #on() {
    return wished() && window.Notification?.permission === "granted";
  }

  async #switch() {
    const on = !this.#on && (await Notification.requestPermission()) === "granted";
    try {
      localStorage.setItem(KEY, on ? "on" : "off");
    } catch {
      // then it is asked for again
    }
    this.#show();
  }

  #show() {
    this.#button.setAttribute("aria-pressed", String(this.#on));
    this.#button.title = say("notify");
  }

  #back() {
    this.#count = 0;
    document.title = this.#title;
    for (const note of this.#open) note.close();
    this.#open.clear();
  }
}
