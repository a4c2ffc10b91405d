// Folds the actions of older pictures: those that are newest keep theirs, and so does what somebody looks at.

const KEPT = 2; // pictures whose actions stay
const DUE = "foldable"; // articles whose actions are still to be folded

export class Folding {
  #list;
  #seen = new Set(); // articles in view
  #due = false;
  #watch;

  constructor(list) {
    this.#list = list;
    this.#watch = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) this.#seen[isIntersecting ? "add" : "delete"](target);
      this.#later();
    });
    list.addEventListener("acted", ({ target }) => {
      target.classList.add(DUE);
      this.#watch.observe(target);
      this.#later();
    });
  }

  #later() {
    if (this.#due) return;
    this.#due = true;
    requestAnimationFrame(() => this.#fold());
  }

  #fold() {
    this.#due = false;
    const acted = [...this.#list.getElementsByClassName(DUE)];
    for (const article of acted.slice(0, -KEPT)) {
      const looked = this.#seen.has(article) || article.contains(document.activeElement);
      if (looked) continue;
      article.view.fold();
      article.classList.remove(DUE); // for good: who opens it keeps it, and nothing is left to be watched
      this.#watch.unobserve(article);
      this.#seen.delete(article);
    }
  }
}
