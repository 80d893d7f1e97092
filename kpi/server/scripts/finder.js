// The field that finds by name (kpi/web/shell/finder.py) is heard as somebody types, not only on Enter; arrow keys go through what
// was found, Enter takes the first of it, and on a phone the sidebar folds once a link of it was taken.
(() => {
  const FIELD = ".st-key-find input", HEARD = 200, PHONE = 640;
  const links = () => [...document.querySelectorAll(".kpi-found a")];
  const same = (one, other) => one.split(/\s+/).join(" ").trim() === other.split(/\s+/).join(" ").trim();

  let due = 0;
  addEventListener("input", (event) => {
    if (!event.target.matches?.(FIELD) || event.isComposing) return;
    clearTimeout(due);
    due = setTimeout(() => event.target.dispatchEvent(
      new KeyboardEvent("keydown", { key: "Enter", code: "Enter", keyCode: 13, bubbles: true, cancelable: true })), HEARD);
  }, true);
  addEventListener("compositionend", (event) => event.target.dispatchEvent(new InputEvent("input", { bubbles: true })), true);

  addEventListener("keydown", (event) => {
    const area = event.target.closest?.(".st-key-finder");
    if (!area || !event.isTrusted || event.isComposing) return;
    const stops = [area.querySelector(FIELD), ...links()], here = stops.indexOf(event.target);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") event.target.blur();
    else if (step && here >= 0) stops[Math.min(Math.max(here + step, 0), stops.length - 1)].focus();
    else if (event.key === "Enter" && here === 0 && stops[1] && same(area.querySelector(".kpi-found").dataset.typed, event.target.value)) stops[1].click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  // Pressing the mouse on what was found would leave the field, and with it what was found would go before it was clicked.
  addEventListener("mousedown", (event) => { if (event.target.closest?.(".kpi-found")) event.preventDefault(); }, true);

  addEventListener("popstate", (event) => {
    if (event.isTrusted || !document.activeElement?.closest("[data-testid=stSidebar]")) return;
    document.activeElement.blur();
    if (innerWidth <= PHONE) document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
  });
})();
