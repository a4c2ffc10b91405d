// The page itself: shows whose it is to the server, gets the picture, has it painted on, and sends what was chosen.

import { Keys } from "./keys.js";
import { Pointers } from "./pointers.js";
import { Strokes } from "./strokes.js";
import { View } from "./view.js";

const QUIET = 400; // ms without a change before it is said how much is chosen
const TELEGRAM = "https://web.telegram.org";
const SIZES = 250; // parts of the longer side; the slider counts in them

const find = (id) => document.getElementById(id);
const texts = document.body.dataset;
const proof = new URLSearchParams(location.hash.slice(1)).get("tgWebAppData") ?? "";
const ENTRY = "/mask/"; // where a Mini App of Telegram's begins, which has one address
// What it was opened with names the page; it goes on to that with the proof, which the server looks at there.
const named = location.pathname === ENTRY ? (new URLSearchParams(proof).get("start_param") ?? "") : "";
const leadsOn = /^[\w-]{22}$/.test(named);
// What proves who somebody is stands in no address that they may pass on.
if (proof && !leadsOn) history.replaceState(null, "", location.pathname);

/** Asks the server; what it refuses is an error with its words. */
async function ask(path, options = {}) {
  const answer = await fetch(location.pathname + path, { ...options, headers: { "X-Page-Proof": proof } });
  if (answer.ok) return answer;
  const said = await answer.json().catch(() => ({}));
  throw Object.assign(new Error(said.text || texts.trouble), { told: Boolean(said.text) });
}

function notice(text, tone) {
  find("notice").dataset.tone = tone;
  find("notice").hidden = !text;
  find("notice").textContent = text;
}

function filled(text, gaps) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => gaps[name] ?? whole);
}

async function start() {
  notice(texts.loading, "info");
  try {
    const { words } = await (await ask("/claim", { method: "POST" })).json();
    find("words").value = words;
    const picture = await createImageBitmap(await (await ask("/picture")).blob());
    notice("", "info");
    find("work").hidden = false;
    paint(picture);
  } catch (error) {
    notice(error.told ? error.message : texts.trouble, "error");
  }
}

function paint(picture) {
  const strokes = new Strokes(picture.width, picture.height);
  const view = new View(find("view"), picture, strokes);
  const changed = watch(strokes, view);
  const pointers = new Pointers(find("view"), view, strokes, () => brush(picture), changed);
  const acts = {
    undo: () => (strokes.undo(), changed()),
    redo: () => (strokes.redo(), changed()),
    invert: () => (strokes.add({ kind: "invert" }), changed()),
    clear: () => (strokes.add({ kind: "clear" }), changed()),
    closer: () => view.zoomBy(1.5),
    wider: () => view.zoomBy(1 / 1.5),
  };
  for (const [name, act] of Object.entries(acts)) find(name).addEventListener("click", act);
  find("tools").addEventListener("click", (event) => choose(event.target.closest("button")?.dataset.tool));
  const tell = sayLater();
  new Keys(find("view"), view, strokes, picture, {
    b: () => choose("brush"),
    e: () => choose("eraser"),
    r: () => choose("rectangle"),
    l: () => choose("lasso"),
    "[": () => find("size").stepDown(),
    "]": () => find("size").stepUp(),
    "+": acts.closer,
    "=": acts.closer,
    "-": acts.wider,
    changed,
    moved: (box) => tell(boxWords(box, picture)),
  });
  listen(pointers, acts);
  find("form").addEventListener("submit", (event) => {
    event.preventDefault();
    send(strokes);
  });
  changed();
}

function brush(picture) {
  const name = document.querySelector("[data-tool][aria-pressed=true]").dataset.tool;
  return { name, size: (Number(find("size").value) * Math.max(picture.width, picture.height)) / SIZES };
}

function choose(name) {
  if (!name) return;
  for (const button of document.querySelectorAll("[data-tool]")) {
    button.setAttribute("aria-pressed", String(button.dataset.tool === name));
  }
}

/** What is to be done after each change. */
function watch(strokes, view) {
  const tell = sayLater();
  return () => {
    view.draw();
    find("undo").disabled = !strokes.undoable;
    find("redo").disabled = !strokes.redoable;
    tell(() => filled(texts.share, { n: Math.round(strokes.share() * 100) }));
  };
}

let waiting = 0;

function sayLater() {
  return (words) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      find("share").textContent = typeof words === "function" ? words() : words;
    }, QUIET);
  };
}

function boxWords(box, picture) {
  const part = (value, whole) => Math.round((value / whole) * 100);
  return filled(texts.box, {
    x: part(box.x, picture.width),
    y: part(box.y, picture.height),
    width: part(box.width, picture.width),
    height: part(box.height, picture.height),
  });
}

/** Keys that work wherever the focus is, but in a text that is typed. */
function listen(pointers, acts) {
  addEventListener("keydown", (event) => {
    if (event.target === find("words")) return;
    if (event.key === " " && event.target === find("view")) {
      pointers.held = true;
      event.preventDefault();
    }
    if (!(event.ctrlKey || event.metaKey)) return;
    const key = event.key.toLowerCase();
    const act = key === "y" || (key === "z" && event.shiftKey) ? acts.redo : key === "z" ? acts.undo : null;
    if (act) {
      event.preventDefault();
      act();
    }
  });
  addEventListener("keyup", (event) => {
    if (event.key === " ") pointers.held = false;
  });
}

async function send(strokes) {
  find("send").disabled = true;
  try {
    const form = new FormData();
    form.append("words", find("words").value);
    form.append("mask", await strokes.png(), "mask.png");
    const { text } = await (await ask("", { method: "POST", body: form })).json();
    find("work").hidden = true;
    notice(text, "info");
    close();
  } catch (error) {
    notice(error.told ? error.message : texts.trouble, "error");
    find("send").disabled = false;
  }
}

/** Inside of Telegram the page goes by itself (its manual, "Mini Apps": web_app_close). */
function close() {
  if (!proof) return;
  const name = "web_app_close";
  if (window.TelegramWebviewProxy) window.TelegramWebviewProxy.postEvent(name, "");
  else if (window.parent !== window) window.parent.postMessage(JSON.stringify({ eventType: name }), TELEGRAM);
}

if (leadsOn) location.replace(ENTRY + named + location.hash);
else if (location.pathname === ENTRY) notice(texts.ended, "error");
else start();
