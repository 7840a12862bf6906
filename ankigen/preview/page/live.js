// With --watch: changes as they are saved.

function listen(version, { changed, failed, leave }) {
  const live = byId("live");
  const say = (state, text) => {
    live.hidden = false;
    live.dataset.state = state;
    live.textContent = text;
  };
  let known = version;
  const events = new EventSource("events");
  events.addEventListener("open", () => say("on", "live"));
  events.addEventListener("error", () => say("off", "not connected"));
  events.addEventListener("hello", (event) => {
    if (Number(event.data) !== known) leave();
  });
  events.addEventListener("change", (event) => {
    const change = JSON.parse(event.data);
    if (change.from !== known) return leave();
    known = change.to;
    changed(change);
    say("on", `live · ${new Date().toLocaleTimeString("en-GB")}`);
  });
  events.addEventListener("failed", (event) => {
    say("failed", JSON.parse(event.data));
    failed();
  });
  addEventListener("pagehide", () => events.close());
}
