// What was painted: a list of steps over a picture's pixels, undone and done again by drawing them anew.

export const STEPS_MOST = 50;

/** A mask of `width` × `height` pixels; what is chosen is opaque. */
export class Strokes {
  #steps = [];
  #undone = [];
  #baked;

  constructor(width, height) {
    this.canvas = sheet(width, height);
    this.#baked = sheet(width, height);
  }

  get undoable() {
    return this.#steps.length > 0;
  }

  get redoable() {
    return this.#undone.length > 0;
  }

  /** A step that is still being made: it is drawn, and not yet one. */
  preview(step) {
    this.#redraw();
    draw(this.canvas, step);
  }

  add(step) {
    this.#undone = [];
    this.#steps.push(step);
    if (this.#steps.length > STEPS_MOST) draw(this.#baked, this.#steps.shift());
    this.#redraw();
  }

  cancel() {
    this.#redraw();
  }

  undo() {
    if (this.undoable) this.#undone.push(this.#steps.pop());
    this.#redraw();
  }

  redo() {
    if (this.redoable) this.#steps.push(this.#undone.pop());
    this.#redraw();
  }

  /** How much of the picture is chosen, 0 to 1. */
  share() {
    const side = 256;
    const small = sheet(side, side);
    const pen = small.getContext("2d", { willReadFrequently: true });
    pen.drawImage(this.canvas, 0, 0, side, side);
    const { data } = pen.getImageData(0, 0, side, side);
    let sum = 0;
    for (let at = 3; at < data.length; at += 4) sum += data[at];
    return sum / (255 * side * side);
  }

  /** White on black, as a PNG. */
  async png() {
    const { width, height } = this.canvas;
    const out = sheet(width, height);
    const pen = out.getContext("2d");
    pen.drawImage(this.canvas, 0, 0);
    pen.globalCompositeOperation = "source-in";
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, width, height);
    pen.globalCompositeOperation = "destination-over";
    pen.fillStyle = "#000";
    pen.fillRect(0, 0, width, height);
    return new Promise((resolve) => out.toBlob(resolve, "image/png"));
  }

  #redraw() {
    const pen = this.canvas.getContext("2d");
    pen.globalCompositeOperation = "source-over";
    pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    pen.drawImage(this.#baked, 0, 0);
    for (const step of this.#steps) draw(this.canvas, step);
  }
}

export function sheet(width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

/** A step: `line` through points, `area` within them, `box`, or `invert` and `clear` of all. `takes`: takes away. */
function draw(canvas, step) {
  const pen = canvas.getContext("2d");
  pen.save();
  pen.globalCompositeOperation = step.takes ? "destination-out" : "source-over";
  pen.fillStyle = pen.strokeStyle = "#e02020";
  if (step.kind === "line") drawLine(pen, step);
  else if (step.kind === "area") drawArea(pen, step.points);
  else if (step.kind === "box") pen.fillRect(step.x, step.y, step.width, step.height);
  else if (step.kind === "clear") pen.clearRect(0, 0, canvas.width, canvas.height);
  else if (step.kind === "invert") {
    pen.globalCompositeOperation = "xor";
    pen.fillRect(0, 0, canvas.width, canvas.height);
  }
  pen.restore();
}

function drawLine(pen, { points, size }) {
  pen.lineWidth = size;
  pen.lineCap = pen.lineJoin = "round";
  pen.beginPath();
  pen.moveTo(points[0].x, points[0].y);
  for (const point of points) pen.lineTo(point.x, point.y);
  pen.stroke();
}

function drawArea(pen, points) {
  pen.beginPath();
  pen.moveTo(points[0].x, points[0].y);
  for (const point of points) pen.lineTo(point.x, point.y);
  pen.closePath();
  pen.fill();
}
