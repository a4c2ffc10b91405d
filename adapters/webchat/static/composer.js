// The text box: grows with its text, sends on Enter, remembers what was sent.

import { keepDraft, keptDraft } from "./draft.js";
import { Suggest, commandOf } from "./suggest.js";
import { say } from "./texts.js";

const REMEMBERED = 50;

export class Composer {
  #box;
  #hint;
  #suggest;
  #tray;
  #waits = false; // for pictures that are on their way
  #commands = [];
  #sent = [];
  #recalled = -1; // place in #sent of the text in the box, -1: the person's own

  /** `send(text, pictures)` gets each text once; `escape()` hears an Escape nobody else wanted. */
  constructor({ form, box, list, hint }, tray, { send, escape }) {
    this.#box = box;
    this.#hint = hint;
    this.#tray = tray;
    this.#suggest = new Suggest(box, list, () => this.#edited());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(send);
    });
    box.addEventListener("input", () => this.#typed());
    box.addEventListener("click", () => this.#suggest.refresh());
    box.addEventListener("keydown", (event) => this.#key(event, send, escape));
    new ResizeObserver(() => this.#grow()).observe(form);
    if (box.value === "") box.value = keptDraft();
    this.#edited();
  }

  set commands(commands) {
    this.#commands = commands;
    this.#suggest.commands = commands;
    this.#edited();
  }

  /** Puts text into the box for the person to go on with. */
  fill(text) {
    this.#box.value = text;
    this.#box.focus();
    this.#box.setSelectionRange(text.length, text.length);
    this.#suggest.close();
    this.#edited();
  }

  /** Gives back what was refused; false when something new is being written. */
  restore({ text, pictures }) {
    this.#tray.restore(pictures);
    if (this.#box.value.trim() !== "") return this.#box.value.trim() === text;
    this.#box.value = text;
    this.#edited();
    return true;
  }

  #typed() {
    this.#recalled = -1;
    this.#suggest.refresh();
    this.#edited();
  }

  #edited() {
    this.#grow();
    keepDraft(this.#box.value);
    const usage = commandOf(this.#box.value, this.#commands)?.usage;
    this.#hint.textContent = usage ?? say("hint");
    this.#hint.classList.toggle("usage", Boolean(usage));
  }

  #grow() {
    const { style } = this.#box;
    style.height = "auto";
    style.height = `${this.#box.scrollHeight}px`; // the style sheet sets the ceiling
  }

  #key(event, send, escape) {
    // While an input method composes, Enter and the arrows are its own; 229 is how Safari says so.
    if (event.isComposing || event.keyCode === 229) return;
    if (this.#suggest.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.#submit(send);
    } else if (event.key === "Escape") escape();
    else if (event.key === "ArrowUp") this.#recall(event, 1);
    else if (event.key === "ArrowDown") this.#recall(event, -1);
  }

  // Arrows leaf through what was sent, but only from an empty box or from an untouched earlier text.
  #recall(event, step) {
    if (this.#recalled < 0 && (this.#box.value !== "" || step < 0)) return;
    const place = Math.min(this.#sent.length - 1, this.#recalled + step);
    if (place < -1 || place === this.#recalled) return;
    event.preventDefault();
    this.fill(place < 0 ? "" : this.#sent[place]);
    this.#recalled = place;
  }

  async #submit(send) {
    if (this.#waits || (this.#box.value.trim() === "" && this.#tray.empty)) return;
    if (!this.#tray.empty) {
      this.#waits = true;
      const sound = await this.#tray.settled();
      this.#waits = false;
      if (!sound) return; // what became of them was said
    }
    const text = this.#box.value.trim();
    const pictures = this.#tray.take();
    if (text === "" && pictures.length === 0) return; // taken out again meanwhile
    if (text !== "") this.#sent = [text, ...this.#sent.filter((earlier) => earlier !== text)].slice(0, REMEMBERED);
    this.#recalled = -1;
    this.#box.value = "";
    this.#suggest.close();
    this.#edited();
    this.#box.focus();
    send(text, pictures);
  }
}
