// The card: in a frame of its own, where no script runs, with the note type's own styling.

const DROPPED = "script, iframe, frame, object, embed, link, meta, base, form, noscript";
const trusted = window.trustedTypes?.createPolicy("ankigen", { createHTML: (html) => html }) ?? { createHTML: (html) => html };

class Stage {
  constructor(frame, base) {
    this.frame = frame;
    this.baseText = base;
    this.shown = null; // what is in the frame
    this.onKey = null;
    this.ready = new Promise((resolve) => {
      const begin = () => {
        this.document = frame.contentDocument;
        this.sheets = [];
        this.document.addEventListener("keydown", (event) => this.onKey?.(event));
        this.document.addEventListener("click", (event) => this.click(event));
        resolve();
      };
      if (frame.contentDocument?.body && frame.contentDocument.URL === "about:srcdoc" && frame.contentDocument.readyState === "complete") begin();
      else frame.addEventListener("load", begin, { once: true });
    });
  }

  sheet(text) {
    const made = new this.frame.contentWindow.CSSStyleSheet();
    made.replaceSync(text);
    return made;
  }

  /** Put a side of a card into the frame. `keep` leaves the place where it was read. */
  async show(deck, card, { back, night, phone, keep }) {
    await this.ready;
    const [type, , , number] = deck.body(card);
    const html = deck.html(card, back);
    const styling = deck.head.css[type];
    const light = `${night}/${phone}/${number}`;
    const same = this.shown;
    if (!same || same.html !== html || same.styling !== styling) {
      const [nodes, styles] = this.clean(html);
      const scroll = this.document.scrollingElement?.scrollTop ?? 0;
      const open = keep ? [...this.document.querySelectorAll("details")].map((fold) => fold.open) : [];
      this.base ??= this.sheet(this.baseText);
      this.document.adoptedStyleSheets = [this.base, ...[styling, ...styles].map((text) => this.sheet(text))];
      this.document.body.replaceChildren(...nodes);
      this.document.querySelectorAll("details").forEach((fold, i) => { if (open[i] !== undefined) fold.open = open[i]; });
      if (keep) this.scroll(scroll);
      else this.begin(back);
    }
    if (!same || same.light !== light) {
      this.document.documentElement.className = `${night ? "night-mode" : ""} ${phone ? "mobile android" : ""}`.trim();
      this.document.body.className = `card card${number}${night ? " nightMode night_mode" : ""}${phone ? " mobile android" : ""}`;
    }
    this.shown = { html, styling, light };
    this.frame.title = `Card ${card.place + 1}, ${back ? "answer" : "question"}`;
  }

  /** Where reading begins: as in Anki, at the answer. */
  begin(back) {
    this.scroll(0);
    if (back) this.document.getElementById("answer")?.scrollIntoView();
  }

  scroll(top) {
    if (this.document?.scrollingElement) this.document.scrollingElement.scrollTop = top;
  }

  get top() {
    return this.document?.scrollingElement?.scrollTop ?? 0;
  }

  /** Nodes that are safe to show, with their pictures, and the text of their style elements. */
  clean(html) {
    const holder = document.createElement("template"); // what is in it neither loads nor runs
    holder.innerHTML = trusted.createHTML(html);
    const parsed = holder.content;
    for (const node of parsed.querySelectorAll(DROPPED)) node.remove();
    const styles = [...parsed.querySelectorAll("style")].map((node) => (node.remove(), node.textContent));
    for (const node of parsed.querySelectorAll("*")) {
      for (const { name } of [...node.attributes]) {
        if (/^on|^srcset$|^srcdoc$|^formaction$|^ping$/i.test(name)) node.removeAttribute(name);
      }
    }
    for (const link of parsed.querySelectorAll("[href], [*|href]")) {
      const href = link.getAttribute("href") ?? "";
      if (!/^(https?:|mailto:|#)/i.test(href)) link.removeAttribute("href");
      else if (link.localName === "a") link.setAttribute("rel", "noopener noreferrer");
      for (const { name } of [...link.attributes]) if (name !== "href" && name.endsWith(":href")) link.removeAttribute(name);
    }
    for (const media of parsed.querySelectorAll("[src]")) this.fill(media);
    return [[...parsed.childNodes], styles];
  }

  /** A picture's address in this page: in it, or beside it. */
  fill(media) {
    const name = media.getAttribute("src");
    const inside = document.querySelector(`script[data-media="${CSS.escape(name)}"]`);
    const beside = document.body.dataset.media;
    if (inside) media.src = inside.textContent;
    else if (beside && /^[\w.-]+$/.test(name)) media.src = new URL(beside + name, document.baseURI).href;
    else if (/^data:image\//i.test(name)) media.src = name;
    else {
      const words = document.createElement("span");
      words.className = "not-here";
      words.textContent = `${media.getAttribute("alt") || "picture"} (not in the deck: ${name.slice(0, 80)})`;
      media.replaceWith(words);
    }
  }

  /** A link within the card goes there; the frame itself never leaves. */
  click(event) {
    const link = event.target.closest?.("a[href]");
    const href = link?.getAttribute("href");
    if (!href?.startsWith("#")) return;
    event.preventDefault();
    this.document.getElementById(decoded(href.slice(1)))?.scrollIntoView();
  }
}
