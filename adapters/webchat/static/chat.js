// Puts the page together: what the server says goes to the wall, what the person does goes to the server.

import { Away } from "./away.js";
import { Composer } from "./composer.js";
import { make, newKey } from "./dom.js";
import { Folding } from "./folding.js";
import { Lightbox } from "./lightbox.js";
import { Name, Self } from "./name.js";
import { Announcer, Notes } from "./notes.js";
import { Offer } from "./offer.js";
import { Replying } from "./replying.js";
import { Room } from "./room.js";
import { Roving } from "./roving.js";
import { Sheet } from "./sheet.js";
import { Link } from "./socket.js";
import { say } from "./texts.js";
import { Tray } from "./tray.js";
import { upload } from "./upload.js";
import { plain } from "./spans.js";
import { Waiting } from "./waiting.js";

const EXAMPLES = [["example-1", " --ar 16:9"], ["example-2", " --ar 3:2"], ["example-3", ""]];
const REMEMBERED = 50; // sent messages, and forms, that a refusal may still give back
const SEEN_LENGTH = 4000; // characters; the server takes no more

const byId = (id) => document.getElementById(id);

function start() {
  const sent = new Map(); // key -> { text, pictures, answered }
  const filled = new Map(); // key -> { form, values, files }
  const notes = new Notes(byId("notes"));
  const waiting = new Waiting(byId("waiting"));
  const announcer = new Announcer(byId("announcer"));
  const self = new Self(() => link.rename());

  const link = new Link(() => self.query(), {
    frame: (frame) => hear[frame.type]?.(frame),
    state: showState,
    outbox: (frames, connected) => waiting.update(frames, connected),
  });

  const header = new Name(nameParts(), self.name, (chosen) => self.rename(chosen));
  const parts = { scroller: byId("scroller"), list: byId("messages"), chip: byId("chip"), earlier: byId("earlier") };
  const replying = new Replying(byId("replying"), byId("box"));
  const offer = new Offer((words) => order(`/imagine ${words}`, []));
  const away = new Away(byId("notify-button"));
  let called = ""; // this person, by the server
  const asked = new Map(); // key -> hears the older messages that were asked for
  const room = new Room(parts, {
    press: (...pressed) => press(...pressed),
    reply: (message) => replying.to(message),
    older: (before) => older(before),
    offer: (message) => offer.under(message),
  });
  const sheet = new Sheet(byId("sheet"), {
    press: (sheet, payload) => press(sheet, payload, ""),
    fill,
    upload: (file) => upload(file, self.query()).catch((answer) => notes.show(answer)),
  });
  const form = { form: byId("composer"), box: byId("box") };
  const tray = new Tray(
    { ...form, list: byId("tray"), button: byId("attach"), input: byId("attach-input") },
    { upload: (file) => upload(file, self.query()), explain: (answer) => notes.show(answer) },
  );
  const composer = new Composer(
    { ...form, list: byId("suggest"), hint: byId("hint") },
    tray,
    { send: order, escape: () => replying.take() || notes.dismiss() || sheet.close() },
  );
  new Lightbox(byId("lightbox"), parts.list);
  new Folding(parts.list);
  new Roving(parts.list);
  parts.list.addEventListener("told", ({ detail }) => announcer.tellWords(detail));
  parts.list.addEventListener("reference", ({ detail }) => refer(detail));

  const hear = {
    welcome(frame) {
      self.met(frame.you);
      called = frame.you.name;
      header.show(called, frame.you.fixed);
      byId("room-name").textContent = frame.room ?? "";
      composer.commands = frame.commands ?? [];
      showNotice(frame.notice);
      const drawn = room.replace(frame.messages ?? [], frame.you.mark, frame.older ?? null);
      byId("empty").hidden = !room.empty;
      drawn.then(() => byId("scroller").removeAttribute("aria-busy")); // what was said before is all there
    },
    older(frame) {
      asked.get(frame.key)?.(frame);
      asked.delete(frame.key);
    },
    message({ message }) {
      const before = room.upsert(message);
      byId("empty").hidden = true;
      if (before === undefined) return;
      if (before === null && message.author.bot) notes.came();
      announcer.tell(message, before);
      const painted = message.author.bot && message.state === "done" && message.media.length > 0;
      const own = !message.author.asked || message.author.name === called;
      if (painted && own && before?.state !== "done") away.ready(plain(message.text).split("\n", 1)[0]);
    },
    answer(frame) {
      if (frame.form) {
        sheet.ask(frame.form);
        return;
      }
      const said = frame.restore ? sent.get(frame.key) : null;
      if (said && [...sent.keys()].at(-1) === frame.key) giveBack(said); // who went on writing is not interrupted
      notes.show(frame, said?.text, said?.text ? () => composer.fill(said.text) : null);
      const back = frame.restore && filled.get(frame.key);
      if (back) sheet.ask(back.form, back.values, back.files);
    },
    sheet(frame) {
      if (frame.fresh) notes.came();
      sheet.show(frame);
    },
  };

  // A command that answers a message has its picture.
  function refer(message) {
    replying.to(message);
    if (byId("box").value.trim() === "") composer.fill("/imagine ");
  }

  function giveBack(said) {
    if (composer.restore(said)) replying.restore(said.answered);
  }

  function older(before) {
    const key = newKey();
    return new Promise((hears) => {
      asked.set(key, hears);
      link.send({ type: "older", key, before });
    });
  }

  function order(text, pictures) {
    const key = newKey();
    const answered = replying.take();
    remember(sent, key, { text, pictures, answered });
    room.toEnd();
    link.send({ type: "say", key, text, files: pictures.map((picture) => picture.name), reply: answered?.id ?? "" });
  }

  function fill(form, values, files) {
    const key = newKey();
    remember(filled, key, { form, values, files });
    link.send({ type: "form", key, form: form.id, values, files });
  }

  // `seen` is what the message says first: should the server have forgotten it, that is what it was about.
  function press(message, payload, seen) {
    return link.send({ type: "press", key: newKey(), message, payload, seen: seen.slice(0, SEEN_LENGTH) });
  }

  showExamples((text) => composer.fill(text));
  link.open();
  // Where a keyboard is at hand, people may type at once; a touch keyboard would cover half the page unasked.
  if (matchMedia("(hover: hover)").matches) byId("box").focus();
}

const nameParts = () => ({
  button: byId("name-button"),
  text: byId("name-text"),
  avatar: byId("name-avatar"),
  dialog: byId("name-dialog"),
  form: byId("name-form"),
  input: byId("name-input"),
  cancel: byId("name-cancel"),
});

/** Keeps what a refusal may still give back. */
function remember(kept, key, what) {
  kept.set(key, what);
  if (kept.size > REMEMBERED) kept.delete(kept.keys().next().value);
}

function showState(state) {
  byId("link").dataset.state = state;
  byId("link-text").textContent = say(state);
}

function showNotice(text) {
  const notice = byId("notice");
  notice.textContent = text ?? "";
  notice.hidden = !text;
}

function showExamples(pick) {
  const items = EXAMPLES.map(([name, flags]) => {
    const text = `/imagine ${say(name)}${flags}`;
    const button = make("button", { type: "button", class: "example" }, text);
    button.addEventListener("click", () => pick(text));
    return make("li", {}, button);
  });
  byId("examples").replaceChildren(...items);
}

start();
