// The page: what is selected, and what keys and buttons do.

const app = byId("app");
const root = document.documentElement;
const deck = new Deck(blockData("data-head"), blockData("data-rows"));
const stage = new Stage(byId("frame"), blockData("data-style"));
const list = new List(byId("list"), byId("rows"), (card) => open(card));
const tags = new Tags(byId("tags"), (tag, also) => search(withTag(box.value, tag, also)));
const box = byId("search");
const wide = matchMedia("(min-width: 1181px)");
const narrow = matchMedia("(max-width: 760px)");
const state = { cards: deck.cards, card: null, back: false, night: false, phone: false, problems: false };

/* What is remembered: the look for good, the place for this tab. */

function stored(storage, value) {
  try {
    if (value === undefined) return JSON.parse(storage().getItem("ankigen-preview")) ?? {};
    storage().setItem("ankigen-preview", JSON.stringify(value));
  } catch {} // a browser that keeps nothing
  return {};
}
const place = () => location.pathname;
const keepLook = () => stored(() => localStorage, { night: state.night, phone: state.phone });
const keepPlace = () => stored(() => sessionStorage, { of: place(), id: state.card?.id, back: state.back, query: box.value, list: list.box.scrollTop, top: stage.top });

/* The card. */

function draw(keep = false) {
  const { card } = state;
  app.toggleAttribute("data-empty", !card);
  const at = state.cards.indexOf(card);
  byId("position").textContent = card ? (at < 0 ? "" : `${(at + 1).toLocaleString("en")} / ${state.cards.length.toLocaleString("en")}`) : "";
  byId("previous").disabled = !state.cards.length || at === 0;
  byId("next").disabled = !state.cards.length || at === state.cards.length - 1;
  byId("flip-label").textContent = state.back ? "Show the question" : "Show the answer";
  if (!card) return;
  byId("source").replaceChildren(sourceLink(deck.head, card.file, card.line, card.column));
  const remarks = byId("remarks");
  remarks.hidden = !card.problems.length;
  remarks.replaceChildren(...card.problems.map((problem) => remark(deck.head, problem)));
  if (!deck.body(card)) return document.addEventListener("DOMContentLoaded", () => draw(keep), { once: true });
  stage.show(deck, card, { back: state.back, night: state.night, phone: state.phone || narrow.matches, keep });
}

function select(card, { back = false, scroll = true } = {}) {
  state.card = card;
  state.back = back;
  list.select(card, scroll);
  if (card) history.replaceState(null, "", `#${encodeURIComponent(card.id)}`);
  draw();
}

function open(card) {
  select(card, { scroll: false });
  pane("card");
}

function step(by) {
  const at = state.cards.indexOf(state.card);
  const next = state.cards[at < 0 ? 0 : Math.min(Math.max(at + by, 0), state.cards.length - 1)];
  if (next && next !== state.card) select(next);
}

function flip() {
  if (!state.card) return;
  state.back = !state.back;
  draw();
}

function pane(name) {
  app.dataset.pane = name;
  if (narrow.matches && name === "list") list.select(state.card, true);
}

/* The list. */

function search(expression) {
  box.value = expression;
  filter();
}

function filter({ keep = false } = {}) {
  const query = box.value.trim();
  const wanted = query ? predicate(query) : null;
  state.cards = wanted ? deck.cards.filter((card) => wanted(card, deck)) : deck.cards;
  const top = list.box.scrollTop;
  list.show(state.cards, plainWords(query));
  list.box.scrollTop = keep ? top : 0;
  tags.mark(tagTerms(query).map((term) => term.tag));
  tally(query);
  if (keep) return;
  if (!state.cards.includes(state.card)) select(state.cards[0] ?? null);
  else {
    list.select(state.card, true);
    draw(true);
  }
}

function tally(query) {
  const { length } = deck.cards;
  const all = `${length.toLocaleString("en")} card${length === 1 ? "" : "s"}`;
  byId("tally").textContent = query ? `${state.cards.length.toLocaleString("en")} of ${all}` : all;
  const none = byId("none");
  none.hidden = state.cards.length > 0 || state.problems;
  none.textContent = query ? "No card matches." : "This deck has no cards yet.";
  if (query) {
    const clear = element("button", { type: "button", class: "quiet" }, "Clear the search");
    clear.addEventListener("click", () => search(""));
    none.append(clear);
  }
  byId("rows").hidden = !state.cards.length;
}

function problems(on = !state.problems) {
  const { head } = deck;
  state.problems = on && head.problems.length > 0;
  const toggle = byId("problems-toggle");
  toggle.hidden = !head.problems.length;
  toggle.textContent = counted(head.problems);
  toggle.setAttribute("aria-pressed", String(state.problems));
  const all = byId("all-problems");
  all.hidden = !state.problems;
  byId("list").hidden = state.problems;
  byId("none").hidden = state.cards.length > 0 || state.problems;
  const shown = state.problems ? head.problems.slice(0, MOST) : [];
  all.replaceChildren(...shown.map((problem) => {
    const card = problem.note && deck.byId.get(problem.note);
    return remark(head, problem, card && (() => {
      if (!state.cards.includes(card)) search("");
      select(card);
      pane("card");
    }));
  }));
  if (head.problems.length > MOST && state.problems) all.append(element("p", {}, `… and ${head.problems.length - MOST} more: ankigen check`));
}

/* The look. */

function look(night, phone) {
  Object.assign(state, { night, phone });
  root.dataset.light = night ? "night" : "day";
  byId("desk").dataset.device = phone ? "phone" : "desktop";
  for (const [id, on] of Object.entries({ night, day: !night, phone, desktop: !phone })) byId(id).setAttribute("aria-pressed", String(on));
  draw(true);
}

function chosen(night, phone) {
  look(night, phone);
  keepLook();
}

function tagsPane(on = app.dataset.tags === "off") {
  app.dataset.tags = on ? "on" : "off";
  byId("tags-toggle").setAttribute("aria-pressed", String(on));
}

/* Keys. */

const keys = {
  " ": flip,
  ArrowRight: () => step(1),
  ArrowLeft: () => step(-1),
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  j: () => step(1),
  k: () => step(-1),
  Home: () => step(-Infinity),
  End: () => step(Infinity),
  "/": () => {
    pane("list");
    box.focus();
    box.select();
  },
  t: () => tagsPane(),
  d: () => chosen(!state.night, state.phone),
  p: () => chosen(state.night, !state.phone),
  e: () => byId("source").querySelector("a")?.click(),
  x: () => problems(),
  "?": () => byId("help").showModal(),
  Escape: () => {
    if (narrow.matches && app.dataset.pane === "card") pane("list");
    else if (state.problems) problems(false);
    else if (box.value) search("");
    byId("list").focus();
  },
};

function onKey(event) {
  const { target, key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || byId("help").open) return;
  if (target === box) {
    if (key === "Escape" && box.value) search("");
    else if (key === "Escape" || key === "Enter" || key === "ArrowDown") byId("list").focus();
    else if (key !== "ArrowUp") return;
    event.preventDefault();
    return;
  }
  const inFrame = target.ownerDocument !== document;
  const acts = target.closest?.("button, a, summary, input, label");
  if (acts && (key === " " || key === "Enter")) return;
  if (inFrame && /^(Arrow(Up|Down)|Home|End)$/.test(key)) return; // scrolls the card
  const action = keys[key.length === 1 ? key.toLowerCase() : key] ?? (key === "Enter" && target === byId("list") ? flip : null);
  if (!action) return;
  event.preventDefault();
  action();
}

/* The beginning. */

document.addEventListener("keydown", onKey);
stage.onKey = onKey;
box.addEventListener("input", () => filter());
for (const button of document.querySelectorAll(".app button")) button.addEventListener("mousedown", (event) => event.preventDefault());
const clicks = {
  previous: () => step(-1),
  next: () => step(1),
  flip,
  phone: () => chosen(state.night, true),
  desktop: () => chosen(state.night, false),
  day: () => chosen(false, state.phone),
  night: () => chosen(true, state.phone),
  "tags-toggle": () => tagsPane(),
  "problems-toggle": () => problems(),
  "help-open": () => byId("help").showModal(),
  "to-list": () => pane("list"),
};
for (const [id, action] of Object.entries(clicks)) byId(id).addEventListener("click", action);
wide.addEventListener("change", () => tagsPane(wide.matches && deck.cards.some((card) => card.tags.length)));
narrow.addEventListener("change", () => draw(true));
addEventListener("pagehide", keepPlace);
addEventListener("hashchange", () => {
  const card = deck.byId.get(decoded(location.hash.slice(1)));
  if (card && card !== state.card) select(card);
});

const remembered = stored(() => localStorage);
const here = stored(() => sessionStorage);
const same = here.of === place() ? here : {};
tags.show(deck.cards);
tagsPane(wide.matches && deck.cards.some((card) => card.tags.length > 0));
look(remembered.night ?? matchMedia("(prefers-color-scheme: dark)").matches, remembered.phone ?? false);
box.value = same.query ?? "";
const first = deck.byId.get(decoded(location.hash.slice(1))) ?? deck.byId.get(same.id) ?? deck.cards[0] ?? null;
if (first && first.id === same.id) {
  filter({ keep: true });
  list.box.scrollTop = same.list ?? 0;
  select(first, { back: same.back, scroll: false });
  stage.ready.then(() => stage.scroll(same.top ?? 0));
} else {
  filter({ keep: true });
  select(first);
}
problems(false);

/** Changes that came over the wire; the place is kept. */
function changed(change) {
  const old = state.card;
  const before = state.cards.indexOf(old);
  const length = deck.cards.length;
  deck.apply(change);
  byId("deck").textContent = deck.head.deck;
  tags.show(deck.cards);
  filter({ keep: true });
  problems(state.problems);
  let card = old && deck.byId.get(old.id);
  if (!card) card = state.cards[Math.min(Math.max(before, 0), state.cards.length - 1)] ?? null;
  const renamed = old && card && card.id !== old.id && deck.cards.length === length;
  if (!card || (card.id !== old?.id && !renamed)) state.back = false;
  state.card = card;
  list.select(card, false);
  if (card) history.replaceState(null, "", `#${encodeURIComponent(card.id)}`);
  draw(true);
}

if (document.body.dataset.version) {
  listen(Number(document.body.dataset.version), {
    changed,
    failed: () => {},
    leave: () => location.reload(),
  });
}

/** Make the texts for the search while nothing else is to be done. */
function prepare(at = 0) {
  const idle = window.requestIdleCallback ?? ((work) => setTimeout(() => work({ timeRemaining: () => 8 }), 30));
  idle((time) => {
    let i = at;
    while (i < deck.cards.length && time.timeRemaining() > 2) deck.text(deck.cards[i++]);
    if (i < deck.cards.length) prepare(i);
  });
}
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => {
  if (box.value) filter({ keep: true });
  prepare();
});
else prepare();
