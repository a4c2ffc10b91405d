// The flags people reach for most; the server knows them all and judges what is typed. `flag`: its name there, where
// people know a shorter one.

import { say } from "./texts.js";

export const FLAGS = [
  { value: "--ar 16:9", summary: say("flag-wide") },
  { value: "--ar 3:2", summary: say("flag-photo") },
  { value: "--ar 9:16", summary: say("flag-tall") },
  { value: "--stylize ", summary: say("flag-stylize") },
  { value: "--chaos ", summary: say("flag-chaos") },
  { value: "--seed ", summary: say("flag-seed") },
  { value: "--no ", summary: say("flag-no") },
  { value: "--v ", flag: "--version", summary: say("flag-version") },
  { value: "--fast", summary: say("speed-fast") },
  { value: "--turbo", summary: say("speed-turbo") },
  { value: "--relax", summary: say("speed-relax") },
];
