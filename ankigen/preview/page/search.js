// The search: Anki's expressions, as far as they make sense before an import.

/** The signs of an expression: brackets, "or", "-", and terms; text in quotes belongs together. */
function tokens(expression) {
  const found = [];
  let at = 0;
  while (at < expression.length) {
    const start = at;
    const sign = expression[at];
    if (/\s/.test(sign)) {
      at += 1;
    } else if (sign === "(" || sign === ")") {
      found.push({ kind: sign, start, end: (at += 1) });
    } else if (sign === "-" && /[^\s)]/.test(expression[at + 1] ?? " ")) {
      found.push({ kind: "not", start, end: (at += 1) });
    } else {
      let text = "";
      let quoted = false;
      let literal = false;
      for (; at < expression.length; at += 1) {
        const next = expression[at];
        if (next === "\\" && at + 1 < expression.length) {
          at += 1;
          text += next + expression[at];
        } else if (next === '"') {
          quoted = !quoted;
          literal = true;
        } else if (!quoted && /[\s()]/.test(next)) {
          break;
        } else {
          text += next;
        }
      }
      const word = text.toLowerCase();
      const kind = !literal && (word === "or" || word === "and") ? word : "term";
      found.push({ kind, text, start, end: at });
    }
  }
  return found;
}

/** A pattern with Anki's signs (`*` any letters, `_` one, `\` before a sign: itself) as a RegExp. */
function pattern(text) {
  const signs = text.match(/\\.|\*+|./gsu) ?? [];
  const source = signs.map((sign) => {
    if (sign[0] === "*") return "\\S*?";
    return sign === "_" ? "\\S" : [...sign].at(-1).replace(/[\\^$.*+?()[\]{}|/]/, "\\$&");
  });
  return new RegExp(`^${source.join("")}(::\\S*)?$`, "isu");
}

function regular(source) {
  try {
    return new RegExp(source, "iu");
  } catch {
    return /(?!)/; // not one yet
  }
}

function term(text) {
  const [, name, value] = /^(tag|deck):(.*)$/is.exec(text) ?? [];
  if (!name) {
    const wanted = folded(text.replace(/\\(.)/gs, "$1"));
    return (card, deck) => deck.text(card).includes(wanted);
  }
  if (value === "" || value === "*") return () => true; // perhaps still being typed
  if (name.toLowerCase() === "deck") {
    const asked = pattern(value.replaceAll(" ", "\\ "));
    return (card) => asked.test(card.deck);
  }
  if (value.toLowerCase() === "none") return (card) => card.tags.length === 0;
  const asked = value.startsWith("re:") ? regular(value.slice(3)) : pattern(value.normalize("NFC"));
  return (card) => card.tags.some((tag) => asked.test(tag));
}

/** From an expression to a function of a card; an unfinished one means what it says so far. */
function predicate(expression) {
  const signs = tokens(expression);
  let at = 0;

  function any() {
    const sides = [all()];
    while (signs[at]?.kind === "or") {
      at += 1;
      if (at < signs.length) sides.push(all());
    }
    return sides.length === 1 ? sides[0] : (card, deck) => sides.some((side) => side(card, deck));
  }
  function all() {
    const parts = [];
    while (at < signs.length && signs[at].kind !== "or" && signs[at].kind !== ")") {
      if (signs[at].kind === "and") at += 1;
      else parts.push(one());
    }
    return (card, deck) => parts.every((part) => part(card, deck));
  }
  function one() {
    const sign = signs[at];
    at += 1;
    if (!sign) return () => true;
    if (sign.kind === "not") {
      const inner = one();
      return (card, deck) => !inner(card, deck);
    }
    if (sign.kind === "(") {
      const inner = any();
      if (signs[at]?.kind === ")") at += 1;
      return inner;
    }
    return sign.kind === "term" ? term(sign.text) : () => true;
  }

  const sides = [];
  do {
    sides.push(any());
    if (signs[at]) at += 1; // a bracket that closes nothing
  } while (at < signs.length);
  return (card, deck) => sides.every((side) => side(card, deck));
}

/** The plain words of an expression, to be marked in the list. */
function plainWords(expression) {
  const signs = tokens(expression);
  return signs
    .filter((sign, i) => sign.kind === "term" && signs[i - 1]?.kind !== "not" && !/^(tag|deck):/i.test(sign.text))
    .map((sign) => sign.text.toLowerCase())
    .filter(Boolean);
}

const quotedTag = (tag) => {
  const escaped = tag.replace(/[*_\\"]/g, "\\$&");
  return /[\s()"]/.test(tag) ? `"tag:${escaped}"` : `tag:${escaped}`;
};

/** The tags that stand in an expression by themselves, with their places. */
function tagTerms(expression) {
  const signs = tokens(expression);
  return signs
    .filter((sign, i) => sign.kind === "term" && /^tag:./i.test(sign.text) && signs[i - 1]?.kind !== "not")
    .map((sign) => ({ tag: sign.text.slice(4).replace(/\\(.)/g, "$1"), start: sign.start, end: sign.end }));
}

/** The expression with this tag in the place of those that it has, or without it if it was there. */
function withTag(expression, tag, also) {
  const found = tagTerms(expression);
  if (found.some((item) => item.tag === tag)) {
    return cut(expression, found.filter((item) => item.tag === tag));
  }
  if (also && found.length) {
    const end = found[found.length - 1].end;
    return `${expression.slice(0, end)} or ${quotedTag(tag)}${expression.slice(end)}`;
  }
  const rest = cut(expression, found);
  return rest ? `${quotedTag(tag)} ${rest}` : quotedTag(tag);
}

function cut(expression, terms) {
  let text = expression;
  for (const { start, end } of [...terms].reverse()) text = text.slice(0, start) + text.slice(end);
  return text.replace(/^(\s*(or|and)\b)+|(\b(or|and)\s*)+$/gi, "").replace(/\b(or|and)(\s+(or|and)\b)+/gi, "$1").replace(/\(\s*\)/g, "").trim().replace(/\s+/g, " ");
}
