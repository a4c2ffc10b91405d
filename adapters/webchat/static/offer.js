// Under the first plain words that somebody says here stands the question whether they are to be painted.

import { make } from "./dom.js";
import { say } from "./texts.js";

const KEY = "chatelier.offered"; // the message under which it stands, or stood

export class Offer {
  #paint;
  #here = "";

  /** `paint(text)` orders it. */
  constructor(paint) {
    this.#paint = paint;
  }

  /** The question under a message of one's own, or null: it is asked once, and again after a reload until answered. */
  under({ id, text, answers }) {
    const words = (text ?? []).map((span) => span.text ?? "").join("").trim();
    const asked = this.#kept;
    if (!words || answers || (asked && asked !== id)) return null;
    this.#keep(id);
    const box = make("p", { class: "offer" });
    const paint = make("button", { type: "button", class: "offer-paint" }, say("paint"));
    const close = make("button", { type: "button", class: "offer-close", "aria-label": say("unpaint") }, "×");
    const done = () => {
      this.#keep("done");
      box.remove();
    };
    paint.addEventListener("click", () => {
      done();
      this.#paint(words);
    });
    close.addEventListener("click", done);
    box.append(paint, close);
    return box;
  }

  get #kept() {
    try {
      return localStorage.getItem(KEY) ?? this.#here;
    } catch {
      return this.#here;
    }
  }

  #keep(what) {
    this.#here = what;
    try {
      localStorage.setItem(KEY, what);
    } catch {
      // then it is asked once a page
    }
  }
}
