// The page itself: shows whose it is to the server, gets the picture, has it painted on, and sends what was chosen.

import { Keys } from "./keys.js";
import { Placing } from "./placing.js";
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
    const { words, moves } = await (await ask("/claim", { method: "POST" })).json();
    find("words").value = words;
    const picture = await createImageBitmap(await (await ask("/picture")).blob());
    notice("", "info");
    find("work").hidden = false;
    paint(picture, moves);
  } catch (error) {
    notice(error.told ? error.message : texts.trouble, "error");
  }
}

/** `moves`: it can be placed on a larger ground, too. */
function paint(picture, moves) {
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
  const tell = sayLater();
  const placing = place(picture, view, tell);
  const choose = (name) => {
    if (!name) return;
    const before = view.placing;
    pointers.letGo();
    press(name);
    if (before || name === "move") show(name === "move" ? placing : null, view); // else it stays as close as it is
    if (view.placing) placing.resize(placing.size);
    else if (before) changed();
  };
  document.querySelector("[data-tool=move]").hidden = !moves;
  find("tools").addEventListener("click", (event) => choose(event.target.closest("button")?.dataset.tool));
  new Keys(find("view"), view, strokes, picture, {
    b: () => choose("brush"),
    e: () => choose("eraser"),
    r: () => choose("rectangle"),
    l: () => choose("lasso"),
    m: () => moves && choose("move"),
    "[": () => find("size").stepDown(),
    "]": () => find("size").stepUp(),
    "+": acts.closer,
    "=": acts.closer,
    "-": acts.wider,
    changed,
    moved: (box) => tell(boxWords(box, picture)),
  });
  listen(pointers, acts, view);
  find("form").addEventListener("submit", (event) => {
    event.preventDefault();
    send(strokes, view.placing);
  });
  changed();
}

/** The controls for a larger ground, and the picture on it. */
function place(picture, view, tell) {
  const placing = new Placing(picture, () => {
    find("larger").min = placing.least;
    find("larger").value = placing.size;
    find("times").textContent = `${placing.size}×`;
    view.draw();
    if (view.placing) tell(() => groundWords(placing.ground, picture));
  });
  find("shape").addEventListener("input", () => placing.shape(find("shape").value));
  find("larger").addEventListener("input", () => placing.resize(Number(find("larger").value)));
  placing.shape(find("shape").value);
  return placing;
}

function groundWords(ground, picture) {
  const part = (value, whole) => Math.round((value / whole) * 100);
  return filled(texts.placed, {
    width: part(ground.width, picture.width),
    height: part(ground.height, picture.height),
    x: part(-ground.x, ground.width),
    y: part(-ground.y, ground.height),
  });
}

function brush(picture) {
  const name = document.querySelector("[data-tool][aria-pressed=true]").dataset.tool;
  return { name, size: (Number(find("size").value) * Math.max(picture.width, picture.height)) / SIZES };
}

function press(name) {
  for (const button of document.querySelectorAll("[data-tool]")) {
    button.setAttribute("aria-pressed", String(button.dataset.tool === name));
  }
}

/** The picture on its ground, if there is one, or to be painted on, and the controls for that. */
function show(placing, view) {
  for (const part of document.querySelectorAll(".painting")) part.hidden = Boolean(placing);
  for (const part of document.querySelectorAll(".placing")) part.hidden = !placing;
  find("view").setAttribute("aria-describedby", placing ? "movekeys share" : "keys share");
  view.place(placing);
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
function listen(pointers, acts, view) {
  addEventListener("keydown", (event) => {
    if (event.target === find("words")) return;
    if (event.key === " " && event.target === find("view")) {
      pointers.held = true;
      event.preventDefault();
    }
    if (!(event.ctrlKey || event.metaKey) || view.placing) return;
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

/** What was painted; or, where that is what is shown, how the picture was placed. */
async function send(strokes, placing) {
  find("send").disabled = true;
  try {
    const form = new FormData();
    form.append("words", find("words").value);
    if (placing) form.append("frame", JSON.stringify(placing.wish));
    else form.append("mask", await strokes.png(), "mask.png");
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
