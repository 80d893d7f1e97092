// What Streamlit's front end leaves undone: the page says which language it is in, a click that leaves a field counts, a link to
// another page of ours opens where it stands, "back" undoes what was chosen, and the address of a view can be copied.
// LANGUAGES is put before this by the server.
(() => {
  const start = document.documentElement.lang;

  let left = new URLSearchParams(location.search); // what the address says that is open now

  function sayLanguage() {
    const chosen = new URLSearchParams(location.search).get("lang");
    document.documentElement.lang = Object.hasOwn(LANGUAGES, chosen ?? "") ? LANGUAGES[chosen] : start;
  }

  for (const name of ["pushState", "replaceState"]) {
    const original = history[name];
    history[name] = function (...given) {
      original.apply(this, given);
      left = new URLSearchParams(location.search);
      sayLanguage();
    };
  }
  addEventListener("popstate", sayLanguage);

  // A session remembers what was chosen, and an address that does not say it means "as chosen". Gone back to, it means what it
  // meant then: nothing was chosen. So what the address left says and this one does not is given in it as empty.
  addEventListener("popstate", (event) => {
    const here = new URL(location.href);
    if (event.isTrusted) {
      for (const name of left.keys()) if (!here.searchParams.has(name)) here.searchParams.set(name, "");
      if (here.href !== location.href) history.replaceState(history.state, "", here);
    }
    left = here.searchParams;
  }, true);

  // A block of ours that changes is put in anew. Whatever was done to a link, button or fold in it goes on with the same one of the
  // new block: what had the focus keeps it, and a click that waited is not lost.
  const STOPS = "a[href], button, summary";
  const stops = (place) => [...place.querySelectorAll(STOPS)];
  function remembered(target) {
    const stop = target.closest?.(STOPS), place = stop?.closest(".stHtml")?.parentElement;
    return place && { stop, place, number: stops(place).indexOf(stop) };
  }
  function successor({ stop, place, number }) {
    const now = stops(place);
    return now.find((each) => each.pathname === stop.pathname && each.textContent === stop.textContent) ?? now[number];
  }

  let focused; // the stop that has the focus
  addEventListener("focusin", (event) => { focused = remembered(event.target); });
  addEventListener("focusout", ({ target }) => setTimeout(() => {
    if (focused?.stop === target && target.isConnected && document.activeElement !== target) focused = undefined; // left, not gone
  }));
  new MutationObserver(() => {
    if (focused && !focused.stop.isConnected && document.activeElement === document.body) successor(focused)?.focus({ preventScroll: true });
  }).observe(document.documentElement, { subtree: true, childList: true });

  // A tap leaves a field and clicks in the same instant; Streamlit then sends the click first and what was typed after it, as of
  // the page that was being left, which undoes the click. So such a click waits until the field has been heard.
  const HEARD = 120;
  let changed = -Infinity;
  addEventListener("change", (event) => {
    if (event.target.matches?.("input:not([type=checkbox], [type=radio], [type=file]), textarea")) changed = performance.now();
  }, true);
  addEventListener("click", (event) => {
    const held = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!event.isTrusted || held || performance.now() - changed > HEARD) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const again = new MouseEvent("click", { bubbles: true, cancelable: true, composed: true });
    const clicked = remembered(event.target);
    setTimeout(() => (event.target.isConnected || !clicked ? event.target : successor(clicked))?.dispatchEvent(again), HEARD);
  }, true);

  // Text may hold links to pages of ours; Streamlit would open each in a new tab, and one in a block of ours would leave the
  // session. Going there as the browser's own "back" does keeps it. A click with a key held down, or another button, does what
  // it always does.
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href][target=_blank], .stHtml a[href]");
    const held = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || held || event.button !== 0 || link.hasAttribute("download") || link.origin !== location.origin) return;
    if (link.hasAttribute("data-leaves")) return; // a page of the server's own: opened, not switched to
    event.preventDefault();
    event.stopPropagation();
    history.pushState(null, "", link.href);
    dispatchEvent(new PopStateEvent("popstate"));
    scrollTo(0, 0);
  }, true);

  // Streamlit bars a pressed button while the page is made anew, and what is barred loses the focus: the next key would go nowhere.
  // It comes back with the button, unless somebody went on meanwhile.
  addEventListener("focusout", ({ target }) => {
    if (!target.matches?.("button:disabled")) return;
    const back = new MutationObserver(() => {
      if (target.disabled && target.isConnected) return;
      back.disconnect();
      if (document.activeElement === document.body) target.focus({ preventScroll: true });
    });
    back.observe(target, { attributeFilter: ["disabled"] });
  }, true);

  // A pressed button hands the address on, without what it says by saying nothing, and a word beside it tells.
  // The clipboard is not there for an address without https, but on this machine: then by way of a field.
  function address() {
    const here = new URL(location.href);
    for (const [name, value] of [...here.searchParams]) if (!value) here.searchParams.delete(name);
    return here.href;
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const field = document.createElement("textarea");
      field.value = text;
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      return done;
    }
  }

  addEventListener("click", async (event) => {
    const button = event.target.closest?.("button[data-copy]");
    if (!button) return;
    const told = (await copy(address())) ? button.dataset.copy : button.dataset.copyFailed;
    button.focus();
    if (button.nextElementSibling) button.nextElementSibling.textContent = told;
  });
})();
