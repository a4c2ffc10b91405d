// The line to the server: connects again by itself, and keeps what is not yet acknowledged.

import { newKey } from "./dom.js";

const FIRST_DELAY = 500; // ms; doubled after each failure
const LONGEST_DELAY = 10_000;
const SILENCE = 15_000; // a line that swallows a frame for so long is taken for dead
// Whoever the server takes us for, a repeated frame is known by it: nobody else can name it. As long as the outbox.
const PAGE = newKey();
const LATE = 8; // tries after which the delay no longer grows

// Half of an emoji, left behind by a keyboard, is no text that JSON can carry.
function wellFormed(_key, value) {
  return typeof value === "string" && value.toWellFormed ? value.toWellFormed() : value;
}

export class Link {
  #query;
  #on;
  #socket = null;
  #ready = false; // welcomed: frames may go out
  #tries = 0;
  #timer = 0;
  #watch = 0;
  #outbox = new Map(); // key -> { frame, settle, since }: since in ms, of the clock that goes on while a computer sleeps

  /** `query()` says who comes, as parameters of the address. `on`: { frame(frame), state(word), outbox(frames) }; the words are connecting, open, reconnecting, offline. */
  constructor(query, on) {
    this.#query = query;
    this.#on = on;
    addEventListener("online", () => this.#hurry());
    addEventListener("offline", () => this.#report());
    addEventListener("pageshow", () => this.#hurry());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#hurry());
  }

  open() {
    clearTimeout(this.#timer);
    this.#ready = false;
    const socket = new WebSocket(this.#address());
    this.#socket = socket;
    const current = (act) => (event) => this.#socket === socket && act(event);
    socket.addEventListener("message", current((event) => this.#hear(event.data)));
    socket.addEventListener("close", current(() => this.#lost()));
    this.#report();
  }

  /** Sends a frame, now or when the line is back; the promise settles when the server has taken it. */
  send(frame) {
    return new Promise((settle) => {
      this.#outbox.set(frame.key, { frame, settle, since: Date.now() });
      if (this.#ready) this.#write(frame, 0);
      this.#changed();
    });
  }

  /** Comes back under the name that `query` tells by now. */
  rename() {
    this.#drop();
    this.#tries = 0;
    this.open();
  }

  #address() {
    const url = new URL("/chat/ws", location.href);
    url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    url.search = new URLSearchParams({ ...this.#query(), page: PAGE });
    return url.href;
  }

  #hear(data) {
    this.#listen();
    let frame;
    try {
      frame = JSON.parse(data);
    } catch {
      return; // not ours to understand
    }
    if (frame.type === "welcome") this.#welcomed();
    if (frame.type === "ack" || frame.type === "answer") this.#settle(frame.key);
    this.#on.frame(frame);
  }

  #welcomed() {
    this.#ready = true;
    this.#tries = 0;
    for (const { frame, since } of this.#outbox.values()) this.#write(frame, Date.now() - since);
    this.#report();
    this.#changed();
  }

  // What is old by the time it goes out may not be wanted any more: the server is told how old.
  #write(frame, waited) {
    this.#socket.send(JSON.stringify({ ...frame, age: Math.max(Math.round(waited / 1000), 0) }, wellFormed));
    if (!this.#watch) this.#listen();
  }

  #settle(key) {
    const entry = this.#outbox.get(key);
    if (!entry) return;
    this.#outbox.delete(key);
    entry.settle();
    if (this.#outbox.size === 0) this.#rest();
    this.#changed();
  }

  // After sleep or a change of network a socket can look open and be dead: then nothing comes back.
  #listen() {
    this.#rest();
    if (this.#outbox.size > 0 && this.#ready) this.#watch = setTimeout(() => this.#lost(), SILENCE);
  }

  #rest() {
    clearTimeout(this.#watch);
    this.#watch = 0;
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    this.#ready = false;
    this.#rest();
    socket?.close();
  }

  #lost() {
    this.#drop();
    const ceiling = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.min(this.#tries, LATE));
    this.#tries += 1;
    // Jitter: a restarted server must not meet all its readers in the same instant.
    this.#timer = setTimeout(() => this.open(), FIRST_DELAY / 2 + Math.random() * (ceiling - FIRST_DELAY / 2));
    this.#report();
    this.#changed();
  }

  #hurry() {
    if (this.#socket === null) this.open();
  }

  #report() {
    this.#on.state(this.#state());
  }

  #state() {
    if (this.#ready) return "open";
    if (!navigator.onLine) return "offline";
    return this.#tries === 0 ? "connecting" : "reconnecting";
  }

  #changed() {
    this.#on.outbox([...this.#outbox.values()].map((entry) => entry.frame), this.#ready);
  }
}
