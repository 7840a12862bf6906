// The list: rows of one height, of which only those in sight exist.

const SPARE = 6; // rows beyond each edge

class List {
  constructor(box, rows, choose) {
    this.box = box;
    this.rows = rows;
    this.cards = [];
    this.selected = null;
    this.marked = [];
    this.shown = new Map();
    this.height = parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--row"));
    box.addEventListener("scroll", () => this.later(), { passive: true });
    new ResizeObserver(() => this.later()).observe(box);
    rows.addEventListener("click", (event) => {
      const row = event.target.closest(".row");
      if (row) choose(this.cards[Number(row.dataset.at)]);
    });
  }

  later() {
    this.asked ??= requestAnimationFrame(() => {
      this.asked = null;
      this.draw();
    });
  }

  show(cards, marked) {
    this.cards = cards;
    this.marked = marked;
    this.rows.style.height = `${cards.length * this.height}px`;
    this.rows.replaceChildren();
    this.shown.clear();
    this.draw();
  }

  draw() {
    const first = Math.max(0, Math.floor(this.box.scrollTop / this.height) - SPARE);
    const last = Math.min(this.cards.length, Math.ceil((this.box.scrollTop + this.box.clientHeight) / this.height) + SPARE);
    for (const [at, row] of this.shown) {
      if (at < first || at >= last) {
        row.remove();
        this.shown.delete(at);
      }
    }
    for (let at = first; at < last; at += 1) {
      if (!this.shown.has(at)) {
        const row = this.row(this.cards[at], at);
        this.shown.set(at, row);
        this.rows.append(row);
      }
    }
    this.mark();
  }

  /** Which row is the selected one, for eyes and for screen readers. */
  mark() {
    let active = null;
    for (const [at, row] of this.shown) {
      const is = this.cards[at] === this.selected;
      row.setAttribute("aria-selected", String(is));
      if (is) active = row.id;
    }
    if (active) this.box.setAttribute("aria-activedescendant", active);
    else this.box.removeAttribute("aria-activedescendant");
  }

  select(card, scroll) {
    this.selected = card;
    const at = this.cards.indexOf(card);
    if (scroll && at >= 0) {
      const top = at * this.height;
      const room = this.box.clientHeight;
      if (top < this.box.scrollTop) this.box.scrollTop = top - (top ? this.height / 2 : 0);
      else if (top + this.height > this.box.scrollTop + room) this.box.scrollTop = top + this.height * 1.5 - room;
      this.draw();
    } else {
      this.mark();
    }
  }

  row(card, at) {
    const row = element("div", { class: "row", role: "option", id: `row-${at}`, "aria-posinset": at + 1, "aria-setsize": this.cards.length });
    row.dataset.at = at;
    row.dataset.id = card.id;
    row.style.top = `${at * this.height}px`;
    const title = element("span", { class: "t", dir: "auto" });
    title.append(...markedText(card.title || "(no text)", this.marked));
    const line = element("span", { class: "m" }, element("span", {}, card.tags.length ? card.tags.map(spoken).join(" · ") : card.file));
    if (card.badge) line.append(element("span", { class: "badge" }, card.badge));
    if (card.problems.length) {
      const worst = ["error", "warning", "info"].find((severity) => card.problems.some((problem) => problem.severity === severity));
      line.append(element("span", { class: "sign", "data-severity": worst, title: worst }, card.problems.length > 1 ? `▲ ${card.problems.length}` : "▲"));
    }
    row.append(element("span", { class: "n" }, String(card.place + 1)), title, line);
    return row;
  }
}

const spoken = (tag) => tag.replaceAll("::", " › ");

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** A text with what was searched for in <mark>. */
function markedText(text, wanted) {
  const low = text.toLowerCase();
  if (!wanted.length || low.length !== text.length) return [text];
  const out = [];
  let at = 0;
  while (at < text.length) {
    let [start, word] = [-1, ""];
    for (const candidate of wanted) {
      const found = low.indexOf(candidate, at);
      if (found >= 0 && (start < 0 || found < start)) [start, word] = [found, candidate];
    }
    if (start < 0) break;
    out.push(text.slice(at, start), element("mark", {}, text.slice(start, start + word.length)));
    at = start + word.length;
  }
  out.push(text.slice(at));
  return out;
}
