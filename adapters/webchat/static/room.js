// The wall of messages: what hangs on it, in which order, and where the reader stands.

import { arrange } from "./dom.js";
import { MessageView } from "./message.js";

const NEAR = 64; // px from the end that still count as standing at the end
const MOST = 400; // messages kept on the page

export class Room {
  #scroller;
  #list;
  #chip;
  #views = new Map(); // id -> MessageView, in page order
  #press;
  #reply;
  #atEnd = true;
  #top = 0; // where the reader was, and how long the page was, when last looked at
  #length = 0;
  #me = "";

  /** `press(message, payload, seen)` and `reply(message)` are told what is done; `parts` are the page's elements. */
  constructor({ scroller, list, chip }, { press, reply }) {
    this.#scroller = scroller;
    this.#list = list;
    this.#chip = chip;
    this.#press = press;
    this.#reply = reply;
    scroller.addEventListener("scroll", () => this.#look(), { passive: true });
    chip.addEventListener("click", () => this.toEnd(true));
    // Whatever makes the page longer or the window smaller, who stands at the end stays there.
    const keep = new ResizeObserver(() => this.#atEnd && this.toEnd());
    keep.observe(scroller);
    keep.observe(list);
  }

  get empty() {
    return this.#views.size === 0;
  }

  /** Takes the server's history for the truth; what is the same on both sides is left as it is. */
  replace(messages, me) {
    this.#me = me;
    const views = new Map();
    for (const message of messages) {
      const view = this.#views.get(message.id) ?? this.#create(message.id);
      if (view.rev !== message.rev) view.update(message, this.#isMine(message));
      views.set(message.id, view);
    }
    this.#views = views;
    arrange(this.#list, [...views.values()].map((view) => view.element));
    if (this.#atEnd) this.toEnd();
  }

  /** Adds or changes one message; returns the one it replaces (null: it is new), or undefined when it is old news. */
  upsert(message) {
    const known = this.#views.get(message.id);
    if (known && message.rev <= known.rev) return undefined;
    const before = known?.message ?? null;
    const view = known ?? this.#create(message.id);
    view.update(message, this.#isMine(message));
    if (!known) this.#append(view);
    return before;
  }

  toEnd(slowly = false) {
    const gentle = slowly && !matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#atEnd = true;
    this.#chip.hidden = true;
    const top = this.empty ? 0 : this.#scroller.scrollHeight; // the welcome is read from its top
    this.#scroller.scrollTo({ top, behavior: gentle ? "smooth" : "instant" });
  }

  #create(id) {
    return new MessageView(id, this.#press, this.#reply);
  }

  #isMine({ author }) {
    return !author.bot && author.id !== undefined && author.id === this.#me;
  }

  #append(view) {
    this.#views.set(view.id, view);
    view.element.classList.add("fresh");
    this.#list.append(view.element);
    if (!this.#atEnd) this.#chip.hidden = false;
    else this.#prune();
  }

  // Only while the reader looks at the end: taking away above would move what is read.
  #prune() {
    for (const [id, view] of this.#views) {
      if (this.#views.size <= MOST) return;
      view.element.remove();
      this.#views.delete(id);
    }
  }

  // Only the reader's own moving up leaves the end; a page that has just changed its length moves by itself.
  #look() {
    if (this.empty) return;
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    const moved = scrollTop < this.#top && scrollHeight === this.#length;
    if (scrollHeight - scrollTop - clientHeight < NEAR) this.#atEnd = true;
    else if (moved) this.#atEnd = false;
    this.#top = scrollTop;
    this.#length = scrollHeight;
    if (this.#atEnd) this.#chip.hidden = true;
  }
}
