// Which message the next one is an answer to: shown above the text box until it is sent, or not wanted any more.

import { make } from "./dom.js";
import { plain, safeMedia } from "./spans.js";
import { say } from "./texts.js";

const SHOWN = 120; // letters of the message

export class Replying {
  #place;
  #box;
  #message = null;

  constructor(place, box) {
    this.#place = place;
    this.#box = box;
  }

  /** Begins an answer to this message. */
  to(message) {
    this.#message = message;
    this.#show();
    this.#box.focus();
  }

  /** The message, which is let go by that; null when there is none. */
  take() {
    const message = this.#message;
    this.#message = null;
    this.#show();
    return message;
  }

  /** Takes up again what a refused message was an answer to, unless there is another by now. */
  restore(message) {
    this.#message ??= message;
    this.#show();
  }

  #show() {
    this.#place.hidden = this.#message === null;
    this.#place.replaceChildren(...(this.#message ? this.#parts(this.#message) : []));
  }

  #parts({ author, text, media }) {
    const picture = (media ?? []).find(({ kind, src }) => kind === "image" && safeMedia(src) !== null);
    const words = plain(text).trim().split("\n", 1)[0].slice(0, SHOWN);
    const label = make("span", { class: "replying-text", dir: "auto" }, say("replying", { name: author.name, words }));
    const cancel = make("button", { type: "button", class: "replying-cancel", "aria-label": say("unreply") }, "×");
    cancel.addEventListener("click", () => {
      this.take();
      this.#box.focus();
    });
    const shown = picture ? [make("img", { src: picture.src, alt: "" })] : [];
    return [...shown, label, cancel];
  }
}
