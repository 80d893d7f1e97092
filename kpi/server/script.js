// Two things Streamlit's front end leaves undone: the page says which language it is in, and a link to another page of ours
// opens where it stands. LANGUAGES is put before this by the server.
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
