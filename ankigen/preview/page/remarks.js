// What there is to say of the notes: beside a card, and all of it in the list's place.

const MOST = 300; // remarks in the list

/** Where a line of a source file opens: in the editor here, or on the web. */
function address(head, file, line, column) {
  if (head.folder !== null) {
    const path = `${head.folder}/${file}`.split("/").map(encodeURIComponent).join("/").replace(/^([a-z])%3A/i, "/$1:");
    return `vscode://file${path.startsWith("/") ? "" : "/"}${path}:${line}:${column}`;
  }
  if (head.address !== null) return `${head.address}/${file.split("/").map(encodeURIComponent).join("/")}#L${line}`;
  return null;
}

function sourceLink(head, file, line, column) {
  const text = `${file}:${line}`;
  const href = address(head, file, line, column);
  if (!href) return element("span", {}, text);
  const attributes = { href, title: head.folder !== null ? "Open in the editor (e)" : "Open the source (e)" };
  if (head.folder === null) Object.assign(attributes, { target: "_blank", rel: "noopener noreferrer" });
  return element("a", attributes, text);
}

function remark(head, problem, go) {
  const box = element("section", { class: "remark", "data-severity": problem.severity, "aria-label": `${problem.severity} ${problem.code}` });
  const rule = element("p", { class: "rule" }, element("span", { class: "name", title: problem.why }, `${problem.code} ${problem.slug}`));
  if (problem.file) rule.append(sourceLink(head, problem.file, problem.line, problem.column));
  box.append(rule, element("p", {}, problem.message));
  if (problem.excerpt?.[1].trim()) {
    const [before, marked, after] = problem.excerpt;
    box.append(element("pre", {}, before, element("u", {}, marked), after));
  }
  if (problem.help) box.append(element("p", { class: "help" }, problem.help));
  if (go) {
    const button = element("button", { type: "button", class: "quiet go" }, "Show the card");
    button.addEventListener("click", go);
    box.append(button);
  }
  return box;
}

function counted(problems) {
  const number = (severity, name) => {
    const count = problems.filter((problem) => problem.severity === severity).length;
    return count ? [`${count.toLocaleString("en")} ${name}${count === 1 ? "" : "s"}`] : [];
  };
  return [...number("error", "error"), ...number("warning", "warning"), ...number("info", "hint")].join(", ");
}
