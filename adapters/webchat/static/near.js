// Tells what comes into view and leaves it, with one observer for the whole page.

const heard = new WeakMap(); // element -> hear(near)

const observer = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) heard.get(target)?.(isIntersecting);
}, { threshold: 0.1 });

/** `hear(near)` is told whenever a part of the element comes into view, or all of it has left. */
export function whenNear(element, hear) {
  heard.set(element, hear);
  observer.observe(element);
}
