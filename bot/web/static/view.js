// The picture on the screen: how large and where, with what is chosen as a red veil with a moving outline.

import { sheet } from "./strokes.js";

const ZOOM_MOST = 8;
const STRIPE = 8; // pixels of the outline's pattern
const EDGE = 2; // pixels that the outline is wide
const GROUND_SHARE = 0.96; // of the stage, for a ground with its edge around it

export class View {
  zoom = 1;
  x = 0; // of the middle of the stage, in pixels of the picture
  y = 0;
  box = null; // the rectangle that is being made, or moved by keys
  placing = null; // where the picture lies on a larger ground, while that is what is shown

  #canvas;
  #picture;
  #strokes;
  #outline;
  #phase = 0;

  constructor(canvas, picture, strokes) {
    this.#canvas = canvas;
    this.#picture = picture;
    this.#strokes = strokes;
    this.#outline = sheet(1, 1);
    this.x = picture.width / 2;
    this.y = picture.height / 2;
    new ResizeObserver(() => this.draw()).observe(canvas);
    if (!matchMedia("(prefers-reduced-motion: reduce)").matches) {
      setInterval(() => {
        this.#phase = (this.#phase + 1) % STRIPE;
        this.draw();
      }, 150);
    }
  }

  /** Screen pixels for each pixel of the picture. */
  get scale() {
    const { clientWidth, clientHeight } = this.#canvas;
    const { width, height } = this.placing?.ground ?? this.#picture;
    const fit = Math.min(clientWidth / width, clientHeight / height);
    return (fit || 1) * (this.placing ? GROUND_SHARE : this.zoom);
  }

  /** Shows the picture on its ground, or to be painted on; as a whole in either case. */
  place(placing) {
    this.placing = placing;
    this.#canvas.toggleAttribute("data-placing", Boolean(placing));
    this.zoom = 1;
    this.#keepIn();
  }

  /** Where in the picture an event on the screen is. */
  spot(event) {
    const frame = this.#canvas.getBoundingClientRect();
    return {
      x: (event.clientX - frame.left - frame.width / 2) / this.scale + this.x,
      y: (event.clientY - frame.top - frame.height / 2) / this.scale + this.y,
    };
  }

  /** Closer by a factor, around a point of the picture; on its ground the picture grows instead. */
  zoomBy(factor, around = { x: this.x, y: this.y }) {
    if (this.placing) {
      this.placing.zoom(factor);
      return;
    }
    const before = this.zoom;
    this.zoom = Math.min(Math.max(this.zoom * factor, 1), ZOOM_MOST);
    const share = before / this.zoom;
    this.x = around.x + (this.x - around.x) * share;
    this.y = around.y + (this.y - around.y) * share;
    this.#keepIn();
  }

  /** By screen pixels; on its ground the picture moves. */
  pan(right, down) {
    if (this.placing) {
      this.placing.move(right / this.scale, down / this.scale);
      return;
    }
    this.x -= right / this.scale;
    this.y -= down / this.scale;
    this.#keepIn();
  }

  #keepIn() {
    this.x = Math.min(Math.max(this.x, 0), this.#picture.width);
    this.y = Math.min(Math.max(this.y, 0), this.#picture.height);
    if (this.zoom === 1) {
      this.x = this.#picture.width / 2;
      this.y = this.#picture.height / 2;
    }
    this.draw();
  }

  draw() {
    const canvas = this.#canvas;
    const density = devicePixelRatio || 1;
    const [width, height] = [canvas.clientWidth * density, canvas.clientHeight * density].map(Math.round);
    if (!width || !height) return; // it is not on the screen any more
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const pen = canvas.getContext("2d");
    const scale = this.scale * density;
    const ground = this.placing?.ground;
    const [x, y] = ground ? [ground.x + ground.width / 2, ground.y + ground.height / 2] : [this.x, this.y];
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.setTransform(scale, 0, 0, scale, width / 2 - x * scale, height / 2 - y * scale);
    pen.imageSmoothingEnabled = this.zoom < 4;
    if (ground) this.#drawGround(pen, scale, ground);
    else this.#drawChosen(pen, scale, width, height);
  }

  #drawGround(pen, scale, ground) {
    pen.fillStyle = "#fff";
    pen.fillRect(ground.x, ground.y, ground.width, ground.height);
    pen.drawImage(this.#picture, 0, 0);
    this.#drawBox(pen, scale, ground);
    this.#drawBox(pen, scale, { x: 0, y: 0, width: this.#picture.width, height: this.#picture.height });
  }

  #drawChosen(pen, scale, width, height) {
    pen.drawImage(this.#picture, 0, 0);
    pen.globalAlpha = 0.45;
    pen.drawImage(this.#strokes.canvas, 0, 0);
    pen.globalAlpha = 1;
    this.#drawOutline(pen, width, height);
    if (this.box) this.#drawBox(pen, scale, this.box);
  }

  /** What is chosen, grown by a few screen pixels, less itself, in stripes. */
  #drawOutline(pen, width, height) {
    const outline = this.#outline;
    if (outline.width !== width || outline.height !== height) Object.assign(outline, { width, height });
    const line = outline.getContext("2d");
    line.setTransform(1, 0, 0, 1, 0, 0);
    line.globalCompositeOperation = "source-over";
    line.clearRect(0, 0, width, height);
    const at = pen.getTransform();
    for (const [right, down] of [[-EDGE, 0], [EDGE, 0], [0, -EDGE], [0, EDGE]]) {
      line.setTransform(at.a, 0, 0, at.d, at.e + right, at.f + down);
      line.drawImage(this.#strokes.canvas, 0, 0);
    }
    line.setTransform(at);
    line.globalCompositeOperation = "destination-out";
    line.drawImage(this.#strokes.canvas, 0, 0);
    line.setTransform(1, 0, 0, 1, this.#phase, 0);
    line.globalCompositeOperation = "source-in";
    line.fillStyle = stripes(line);
    line.fillRect(-this.#phase, 0, width, height);
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.drawImage(outline, 0, 0);
    pen.setTransform(at);
  }

  #drawBox(pen, scale, { x, y, width, height }) {
    pen.lineWidth = 2 / scale;
    pen.strokeStyle = "#fff";
    pen.strokeRect(x, y, width, height);
    pen.setLineDash([6 / scale, 6 / scale]);
    pen.lineDashOffset = -(this.#phase * 1.5) / scale; // of twelve, in as many steps as the stripes have
    pen.strokeStyle = "#000";
    pen.strokeRect(x, y, width, height);
    pen.setLineDash([]);
  }
}

let pattern = null;

/** Diagonal stripes of black and white. */
function stripes(pen) {
  if (pattern) return pattern;
  const tile = sheet(STRIPE, STRIPE);
  const ink = tile.getContext("2d");
  for (let y = 0; y < STRIPE; y++) {
    for (let x = 0; x < STRIPE; x++) {
      ink.fillStyle = (x + y) % STRIPE < STRIPE / 2 ? "#fff" : "#000";
      ink.fillRect(x, y, 1, 1);
    }
  }
  pattern = pen.createPattern(tile, "repeat");
  return pattern;
}
