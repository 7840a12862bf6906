// The deck: what was written into the page, and what came after it when the notes changed.

const BLOCK = 200; // cards a block, as the page was written

const byId = (id) => document.getElementById(id);
const blockData = (id) => JSON.parse(byId(id).textContent);
const folded = (text) => text.normalize("NFKC").toLowerCase();

/** What an address spells with percent signs; an address that is broken stays as it is. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&#39;": "'", "&#x27;": "'", "&nbsp;": " " };
const BREAKS = /<\/?(?:p|br|li|div|t[dhr]|h\d|pre|summary|mjx-container)\b[^>]*>/gi;

/** The words of HTML, for the search. */
const words = (html) => html.replace(BREAKS, " ").replace(/<[^>]*>/g, "").replace(/&[#\w]+;/g, (sign) => ENTITIES[sign] ?? sign);

class Deck {
  constructor(head, rows) {
    this.blocks = new Map();
    this.later = new Map(); // bodies that came after the page
    this.cards = rows.map((row, index) => this.card(row, index));
    this.take(head);
  }

  card([id, title, badge, deck, tags, file, line, column], index) {
    return { id, title, badge, deck, tags, file, line, column, index, low: null, place: 0, problems: [] };
  }

  take(head) {
    this.head = head;
    this.byId = new Map(this.cards.map((card, place) => [card.id, Object.assign(card, { place, problems: [] })]));
    for (const problem of head.problems) {
      const card = problem.note && this.byId.get(problem.note);
      if (card) card.problems.push(problem);
    }
  }

  /** [note type, front, back, number, values]; null while the page is still being read. */
  body(card) {
    const later = this.later.get(card.id);
    if (later) return later;
    const number = Math.floor(card.index / BLOCK);
    if (!this.blocks.has(number)) {
      if (!byId(`data-${number}`)) return null;
      this.blocks.set(number, blockData(`data-${number}`));
    }
    return this.blocks.get(number)[card.index % BLOCK];
  }

  html(card, back) {
    const [, first, second, , values] = this.body(card);
    const [parts, holes] = this.head.skeletons[back ? second : first];
    return parts[0] + holes.map((hole, i) => values[hole] + parts[i + 1]).join("");
  }

  /** All that the search looks at, folded. */
  text(card) {
    if (card.low === null) {
      const body = this.body(card);
      if (!body) return folded(card.title);
      card.low = folded(words(body[4].join("\n")));
    }
    return card.low;
  }

  /** A change: a new head, perhaps a new order, the rows and bodies that differ. */
  apply({ head, order, rows, bodies }) {
    for (const row of rows) {
      const known = this.byId.get(row[0]);
      const card = this.card(row, known ? known.index : -1);
      card.low = known ? known.low : null;
      this.byId.set(card.id, card);
    }
    for (const [id, body] of bodies) {
      this.later.set(id, body);
      this.byId.get(id).low = null;
    }
    const ids = order ?? this.cards.map((card) => card.id);
    this.cards = ids.map((id) => this.byId.get(id));
    this.take(head);
  }
}
