// The wall of messages: what hangs on it, in which order, and where the reader stands.

import { put } from "./dom.js";
import { MessageView } from "./message.js";
import { Shelves } from "./shelves.js";

const NEAR = 64; // px from the end that still count as standing at the end
const MOST = 400; // messages kept on the page while the reader stands at its end
const AT_ONCE = 4; // messages that are drawn in one go, the newest first: more would hold the page up
const ALONE = 1_500; // ms in which the newest picture has the line to itself
const LEFT = 1200; // px below the top at which earlier messages are asked for, while the reader moves up

const before = (one, other) => one.at - other.at || (one.id < other.id ? -1 : Number(one.id > other.id));
const turn = () => new Promise((done) => setTimeout(done));

/** Settles when the picture is there, or has had its time. */
const loaded = (image) =>
  new Promise((done) => {
    if (!image || image.complete) return done();
    for (const name of ["load", "error"]) image.addEventListener(name, done, { once: true });
    setTimeout(done, ALONE);
  });

export class Room {
  #scroller;
  #list;
  #shelves;
  #chip;
  #earlier; // the button at the top
  #views = new Map(); // id -> MessageView, in page order
  #due = []; // messages that are still to be drawn, oldest first; they stand before all others
  #spot = null; // before which the server has more; null: this is the beginning of the room
  #asking = false;
  #on;
  #atEnd = true;
  #top = 0; // where the reader was, and how long the page was, when last looked at
  #length = 0;
  #me = "";

  /**
   * `on`: { press(message, payload, seen), reply(message), older(spot) is a promise of more, offer(message) gives what
   * stands under one's own }; `parts` are the page's elements.
   */
  constructor({ scroller, list, chip, earlier }, on) {
    this.#scroller = scroller;
    this.#list = list;
    this.#shelves = new Shelves(list);
    this.#chip = chip;
    this.#earlier = earlier;
    this.#on = on;
    scroller.addEventListener("scroll", () => this.#look(), { passive: true });
    chip.addEventListener("click", () => this.toEnd(true));
    earlier.addEventListener("click", () => this.#ask());
    // Whatever makes the page longer or the window smaller, who stands at the end stays there.
    const keep = new ResizeObserver(() => this.#atEnd && this.toEnd());
    keep.observe(scroller);
    keep.observe(list);
  }

  get empty() {
    return this.#views.size === 0 && this.#due.length === 0;
  }

  /**
   * Takes what the server says for the truth, from its spot on; what is the same on both sides is left as it is. What
   * was read further back stays, unless so much came meanwhile that there would be a gap. Settles when all is drawn.
   */
  async replace(messages, me, spot) {
    this.#me = me;
    const told = new Map(messages.map((message) => [message.id, message]));
    const apart = ({ message }) => spot && before(message, spot) < 0;
    const joins = [...this.#views.values()].some((view) => told.has(view.id) && !apart(view));
    const stays = (view) => told.has(view.message.id) || (joins && apart(view));
    if (!joins) this.#spot = spot;
    this.#due = this.#due.filter((message) => joins && apart({ message }) && !told.has(message.id));
    this.#views = new Map([...this.#views].filter(([, view]) => stays(view)));
    for (const message of messages) {
      const view = this.#views.get(message.id);
      if (!view) this.#due.push(message);
      else if (view.rev !== message.rev) this.#show(view, message);
    }
    this.#due.sort(before);
    this.#shelves.arrange([...this.#views.values()].map((view) => view.element));
    await this.#draw();
  }

  /** Adds or changes one message; returns the one it replaces (null: it is new), or undefined when it is old news. */
  upsert(message) {
    const due = this.#due.findIndex(({ id }) => id === message.id);
    if (due >= 0) return this.#putOff(due, message);
    const known = this.#views.get(message.id);
    if (known && message.rev <= known.rev) return undefined;
    const earlier = known?.message ?? null;
    const view = known ?? this.#create(message.id);
    this.#show(view, message);
    if (!known) this.#append(view);
    return earlier;
  }

  toEnd(slowly = false) {
    const gentle = slowly && !matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#atEnd = true;
    this.#chip.hidden = true;
    const top = this.empty ? 0 : this.#scroller.scrollHeight; // the welcome is read from its top
    this.#scroller.scrollTo({ top, behavior: gentle ? "smooth" : "instant" });
  }

  // It is not drawn yet: what it says by now is drawn in its turn.
  #putOff(place, message) {
    const earlier = this.#due[place];
    if (message.rev <= earlier.rev) return undefined;
    this.#due[place] = message;
    return earlier;
  }

  // The newest first, a few at a time; a later call goes on with what an earlier one has not drawn.
  async #draw() {
    const begins = this.#views.size === 0;
    for (;;) {
      this.#hang(this.#due.splice(-AT_ONCE));
      this.#showEarlier();
      if (this.#due.length === 0) return;
      await (begins && this.#views.size <= AT_ONCE ? loaded([...this.#list.querySelectorAll("img")].at(-1)) : turn());
    }
  }

  // What is read stays where it is while something is hung above it.
  #hang(messages) {
    const views = messages.map((message) => {
      const view = this.#create(message.id);
      this.#show(view, message);
      return view;
    });
    const below = this.#scroller.scrollHeight - this.#scroller.scrollTop;
    const all = [...views, ...this.#views.values()];
    const mixed = this.#views.size > 0 && views.some((view) => before(view.message, all[views.length].message) > 0);
    if (mixed) all.sort((one, other) => before(one.message, other.message));
    this.#views = new Map(all.map((view) => [view.id, view]));
    if (mixed) this.#shelves.arrange(all.map((view) => view.element));
    else this.#shelves.prepend(views.map((view) => view.element));
    if (this.#atEnd) this.toEnd();
    else this.#scroller.scrollTop = this.#scroller.scrollHeight - below;
  }

  #show(view, message) {
    const mine = this.#isMine(message);
    const fresh = view.message === null;
    view.update(message, mine);
    const offer = fresh && mine && this.#on.offer(message);
    if (offer) view.element.append(offer);
  }

  async #ask() {
    if (this.#asking || !this.#spot) return;
    this.#asking = true;
    put(this.#earlier, "aria-busy", "true");
    const spot = this.#spot;
    const { messages, older } = await this.#on.older(spot);
    if (this.#spot === spot) {
      this.#spot = older;
      this.#due.unshift(...messages.filter(({ id }) => !this.#views.has(id)));
      await this.#draw();
    }
    put(this.#earlier, "aria-busy", null);
    this.#asking = false;
  }

  #showEarlier() {
    const hidden = this.#spot === null;
    // Whoever read back by keyboard goes on from the first message of all.
    if (hidden && document.activeElement === this.#earlier) this.#shelves.first?.focus({ preventScroll: true });
    this.#earlier.hidden = hidden;
  }

  #create(id) {
    return new MessageView(id, this.#on.press, this.#on.reply);
  }

  #isMine({ author }) {
    return !author.bot && author.id !== undefined && author.id === this.#me;
  }

  #append(view) {
    this.#views.set(view.id, view);
    view.element.classList.add("fresh");
    this.#shelves.append(view.element);
    if (!this.#atEnd) this.#chip.hidden = false;
    else this.#prune();
  }

  // Only while the reader looks at the end: taking away above would move what is read. The server has it still.
  #prune() {
    if (this.#asking || this.#due.length > 0) return;
    for (const [id, view] of this.#views) {
      if (this.#views.size <= MOST) break;
      this.#shelves.remove(view.element);
      this.#views.delete(id);
      const [first] = this.#views.values();
      this.#spot = { at: first.message.at, id: first.message.id };
      this.#showEarlier();
    }
  }

  // Only the reader's own moving up leaves the end; a page that has just changed its length moves by itself.
  #look() {
    if (this.empty) return;
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    const moved = scrollTop < this.#top && scrollHeight === this.#length;
    if (scrollHeight - scrollTop - clientHeight < NEAR) this.#atEnd = true;
    else if (moved) this.#atEnd = false;
    if (!this.#atEnd && scrollTop < LEFT && scrollTop < this.#top) this.#ask();
    this.#top = scrollTop;
    this.#length = scrollHeight;
    if (this.#atEnd) this.#chip.hidden = true;
  }
}
