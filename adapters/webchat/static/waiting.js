// Words that are typed but not yet at the server: shown only when that takes longer than a moment.

import { arrange, make } from "./dom.js";
import { say } from "./texts.js";

const MOMENT = 700; // ms

export class Waiting {
  #list;
  #items = new Map(); // key -> { element, state, since }
  #timer = 0;
  #last = [[], false];

  constructor(list) {
    this.#list = list;
  }

  /** `frames` are unacknowledged; `connected` tells whether they are on their way or must wait. */
  update(frames, connected) {
    this.#last = [frames, connected];
    const says = frames.filter((frame) => frame.type === "say");
    const before = this.#items;
    this.#items = new Map(says.map((frame) => [frame.key, before.get(frame.key) ?? this.#create(frame)]));
    const now = performance.now();
    const due = [...this.#items.values()].filter((item) => !connected || now - item.since >= MOMENT);
    for (const item of due) item.state.textContent = say(connected ? "sending" : "waits");
    arrange(this.#list, due.map((item) => item.element));
    this.#list.hidden = due.length === 0;
    clearTimeout(this.#timer);
    if (due.length < says.length) this.#timer = setTimeout(() => this.update(...this.#last), MOMENT);
  }

  #create(frame) {
    const state = make("span", { class: "waiting-state" });
    const text = make("span", { class: "waiting-text", dir: "auto" }, frame.text);
    return { element: make("li", {}, text, state), state, since: performance.now() };
  }
}
