// Mouse, pen and fingers on the picture: one paints, two fingers zoom and pan, and once a pen was seen fingers only pan.
// On a larger ground each of them moves the picture, and two fingers size it.

const LEAST_BOX = 2; // pixels of the picture; less is a slip

export class Pointers {
  held = false; // the key that makes any drag a pan

  #canvas;
  #view;
  #strokes;
  #tool;
  #done;
  #down = new Map();
  #step = null;
  #penSeen = false;

  /** `tool` tells the tool and the size of the brush, in pixels of the picture; `done` hears of every change. */
  constructor(canvas, view, strokes, tool, done) {
    this.#canvas = canvas;
    this.#view = view;
    this.#strokes = strokes;
    this.#tool = tool;
    this.#done = done;
    canvas.addEventListener("pointerdown", (event) => this.#press(event));
    canvas.addEventListener("pointermove", (event) => this.#move(event));
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, (event) => this.#lift(event));
    canvas.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
  }

  #press(event) {
    if (event.button > 1) return;
    event.preventDefault();
    this.#canvas.focus({ preventScroll: true, focusVisible: false });
    this.#canvas.setPointerCapture(event.pointerId);
    this.#penSeen ||= event.pointerType === "pen";
    this.#down.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (this.#down.size > 1) {
      this.#drop();
      return;
    }
    const fingerPans = this.#penSeen && event.pointerType === "touch";
    const pans = this.held || event.button === 1 || fingerPans || Boolean(this.#view.placing);
    if (!pans) this.#begin(event);
  }

  #begin(event) {
    const { name, size } = this.#tool();
    const point = this.#view.spot(event);
    this.#view.box = null;
    if (name === "rectangle") this.#step = { kind: "box", from: point, ...boxOf(point, point) };
    else if (name === "lasso") this.#step = { kind: "area", points: [point] };
    else this.#step = { kind: "line", points: [point], size, takes: name === "eraser" };
    this.#show();
  }

  #move(event) {
    const before = this.#down.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    this.#down.set(event.pointerId, now);
    if (this.#down.size > 1) this.#pinch(event.pointerId, before, now);
    else if (!this.#step) this.#view.pan(now.x - before.x, now.y - before.y);
    else this.#go(event);
  }

  #go(event) {
    const step = this.#step;
    if (step.kind === "box") Object.assign(step, boxOf(step.from, this.#view.spot(event)));
    else {
      const events = event.getCoalescedEvents?.() ?? [];
      for (const one of events.length ? events : [event]) step.points.push(this.#view.spot(one));
    }
    this.#show();
  }

  /** One of two fingers has moved: their distance zooms around the other. */
  #pinch(id, before, now) {
    const other = [...this.#down].find(([key]) => key !== id)[1];
    const far = (point) => Math.hypot(point.x - other.x, point.y - other.y) || 1;
    this.#view.zoomBy(far(now) / far(before), this.#view.spot({ clientX: other.x, clientY: other.y }));
    this.#view.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
  }

  #lift(event) {
    if (!this.#down.delete(event.pointerId) || !this.#step) return;
    const step = this.#step;
    const slip = step.kind === "box" && (step.width < LEAST_BOX || step.height < LEAST_BOX);
    if (event.type === "pointercancel" || slip || (step.kind === "area" && step.points.length < 3)) {
      this.#drop();
      return;
    }
    this.#step = null;
    this.#view.box = null;
    this.#strokes.add(step);
    this.#done();
  }

  /** What is being made with another tool ends unmade: its points would be reckoned by another scale. */
  letGo() {
    this.#down.clear();
    this.#drop();
  }

  #drop() {
    if (!this.#step) return;
    this.#step = null;
    this.#view.box = null;
    this.#strokes.cancel();
    this.#view.draw();
  }

  #show() {
    if (this.#step.kind === "box") this.#view.box = this.#step;
    this.#strokes.preview(this.#step);
    this.#view.draw();
  }

  #wheel(event) {
    event.preventDefault();
    if (event.ctrlKey || !event.shiftKey) this.#view.zoomBy(Math.exp(-event.deltaY / 400), this.#view.spot(event));
    else this.#view.pan(-event.deltaX - event.deltaY, 0);
  }
}

/** In whole pixels. */
export function boxOf(one, other) {
  const [left, right] = [one.x, other.x].sort((a, b) => a - b).map(Math.round);
  const [top, bottom] = [one.y, other.y].sort((a, b) => a - b).map(Math.round);
  return { x: left, y: top, width: right - left, height: bottom - top };
}
