// The tag tree: how many cards there are under each tag; a click puts the tag into the search.

const MANY = 40; // tags, from which on the lower levels start folded

class Tags {
  constructor(tree, choose) {
    this.tree = tree;
    this.choose = choose;
    this.folded = null;
    tree.addEventListener("click", (event) => this.click(event));
    tree.addEventListener("keydown", (event) => this.key(event));
  }

  show(cards) {
    const root = { children: new Map(), count: 0 };
    const paths = new Set();
    let without = 0;
    for (const card of cards) {
      if (!card.tags.length) without += 1;
      const seen = new Set();
      for (const tag of card.tags) {
        let node = root;
        let path = "";
        for (const part of tag.split("::")) {
          path = path ? `${path}::${part}` : part;
          if (!node.children.has(part)) node.children.set(part, { name: part, path, children: new Map(), count: 0 });
          node = node.children.get(part);
          if (!seen.has(path)) node.count += 1;
          seen.add(path);
          paths.add(path);
        }
      }
    }
    this.folded ??= new Set(paths.size > MANY ? paths : []);
    const focused = document.activeElement?.closest?.("[role=treeitem]")?.dataset.tag;
    this.tree.replaceChildren(...this.level(root.children, 1));
    if (without && paths.size) this.tree.append(this.item({ name: "untagged", path: "none", children: new Map(), count: without }, 1));
    this.stop();
    if (focused !== undefined) this.find(focused)?.focus();
  }

  level(children, depth) {
    const nodes = [...children.values()].sort((a, b) => a.name.localeCompare(b.name));
    return nodes.map((node) => this.item(node, depth));
  }

  item(node, depth) {
    const open = !this.folded.has(node.path);
    const parent = node.children.size > 0;
    const label = element("span", { class: "tag", title: spoken(node.path) }, element("span", { class: "twist", "aria-hidden": "true" }, parent ? (open ? "▾" : "▸") : ""), element("span", { class: "name" }, node.name), element("span", { class: "count" }, String(node.count)));
    const item = element("li", { role: "treeitem", tabindex: "-1", "aria-level": depth, "aria-selected": "false", "aria-label": `${node.name}, ${node.count}` }, label);
    item.dataset.tag = node.path;
    if (parent) {
      item.setAttribute("aria-expanded", String(open));
      const group = element("ul", { role: "group" }, ...this.level(node.children, depth + 1));
      group.hidden = !open;
      item.append(group);
    }
    return item;
  }

  /** Show which tags the search asks for. */
  mark(tags) {
    for (const item of this.tree.querySelectorAll("[role=treeitem]")) {
      item.setAttribute("aria-selected", String(tags.includes(item.dataset.tag)));
    }
  }

  stop() {
    const first = this.tree.querySelector("[role=treeitem]");
    if (first && !this.tree.querySelector("[role=treeitem][tabindex='0']")) first.tabIndex = 0;
  }

  find(tag) {
    return [...this.tree.querySelectorAll("[role=treeitem]")].find((item) => item.dataset.tag === tag);
  }

  fold(item, closed) {
    if (!item.hasAttribute("aria-expanded")) return;
    if (closed) this.folded.add(item.dataset.tag);
    else this.folded.delete(item.dataset.tag);
    item.setAttribute("aria-expanded", String(!closed));
    item.querySelector(":scope > ul").hidden = closed;
    item.querySelector(".twist").textContent = closed ? "▸" : "▾";
  }

  click(event) {
    const item = event.target.closest("[role=treeitem]");
    if (!item) return;
    this.focus(item);
    if (event.target.closest(".twist") && item.hasAttribute("aria-expanded")) {
      this.fold(item, item.getAttribute("aria-expanded") === "true");
    } else {
      this.fold(item, false);
      this.choose(item.dataset.tag, event.ctrlKey || event.metaKey || event.shiftKey);
    }
  }

  focus(item) {
    for (const other of this.tree.querySelectorAll("[tabindex='0']")) other.tabIndex = -1;
    item.tabIndex = 0;
    item.focus();
  }

  key(event) {
    const item = event.target.closest("[role=treeitem]");
    if (!item || event.altKey || event.metaKey) return;
    const seen = [...this.tree.querySelectorAll("[role=treeitem]")].filter((other) => !other.parentElement.closest("[hidden]"));
    const at = seen.indexOf(item);
    const open = item.getAttribute("aria-expanded");
    const go = {
      ArrowDown: () => seen[at + 1],
      ArrowUp: () => seen[at - 1],
      Home: () => seen[0],
      End: () => seen[seen.length - 1],
      ArrowRight: () => (open === "false" ? this.fold(item, false) : open === "true" ? seen[at + 1] : null),
      ArrowLeft: () => (open === "true" ? this.fold(item, true) : item.parentElement.closest("[role=treeitem]")),
    }[event.key];
    if (go) {
      const target = go();
      if (target) this.focus(target);
    } else if (event.key === "Enter" || event.key === " ") {
      this.choose(item.dataset.tag, event.ctrlKey || event.shiftKey);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}
