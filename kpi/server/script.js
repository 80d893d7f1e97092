// Three things Streamlit's front end leaves undone: the page says which language it is in, a click that leaves a field counts,
// and a link to another page of ours opens where it stands. LANGUAGES is put before this by the server.
(() => {
  const start = document.documentElement.lang;

  function sayLanguage() {
    const chosen = new URLSearchParams(location.search).get("lang");
    document.documentElement.lang = Object.hasOwn(LANGUAGES, chosen ?? "") ? LANGUAGES[chosen] : start;
  }

  for (const name of ["pushState", "replaceState"]) {
    const original = history[name];
    history[name] = function (...given) {
      original.apply(this, given);
      sayLanguage();
    };
  }
  addEventListener("popstate", sayLanguage);

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
    setTimeout(() => event.target.dispatchEvent(again), HEARD);
  }, true);

  // Text may hold links to pages of ours; Streamlit would open each in a new tab. Going there as the browser's own "back"
  // does keeps the session. A click with a key held down, or another button, does what it always does.
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href][target=_blank]");
    const held = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || held || event.button !== 0 || link.hasAttribute("download") || link.origin !== location.origin) return;
    event.preventDefault();
    event.stopPropagation();
    history.pushState(null, "", link.href);
    dispatchEvent(new PopStateEvent("popstate"));
    scrollTo(0, 0);
  }, true);
})();
