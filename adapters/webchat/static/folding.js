// Folds the actions of older pictures: those that are newest keep theirs, and so does what somebody looks at.

const KEPT = 2; // pictures whose actions stay

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
    const acted = [...this.#list.getElementsByClassName("acted")];
    for (const article of acted.slice(0, -KEPT)) {
      const looked = this.#seen.has(article) || article.contains(document.activeElement);
      if (!looked) article.view.fold();
    }
  }
}
