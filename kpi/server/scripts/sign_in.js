// Signing out, and what a tab does whose visit has ended elsewhere: it goes to the page to sign in, and comes back from there.
// SIGN_IN, whether people sign in at all, is put before this by the server.
(() => {
  if (!SIGN_IN) return;
  const STATE = "./sign-in-state", OUT = "./sign-out", IN = "./sign-in";
  let leaving = false; // by a click here: the connection is closed before the answer has come

  // One click signs out: the form that the page would show is sent as it is. Where that fails, the page itself is shown.
  addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[data-sign-out]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    leaving = true;
    try {
      const shown = new DOMParser().parseFromString(await (await fetch(link.href)).text(), "text/html");
      const form = shown.querySelector("form[action*='sign-out']");
      const answer = await fetch(OUT, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      location.assign(answer.ok ? answer.url : link.href);
    } catch {
      location.assign(link.href);
    }
  }, true);

  async function goIfEnded() {
    try {
      const answer = await fetch(STATE);
      if ((await answer.json()).signed_in === false && !leaving) {
        location.assign(`${IN}?why=ended&next=${encodeURIComponent(location.pathname + location.search)}`);
      }
    } catch {
      // The server itself is not there: Streamlit says so.
    }
  }

  // Streamlit says on its app whether it is connected. A connection that was there and is lost may have been closed by the server.
  const CONNECTION = "data-test-connection-state";
  let connected = false;
  new MutationObserver(() => {
    const now = document.querySelector(`[${CONNECTION}]`)?.getAttribute(CONNECTION) === "CONNECTED";
    if (connected && !now) goIfEnded();
    connected = now;
  }).observe(document.documentElement, { subtree: true, childList: true, attributeFilter: [CONNECTION] });
})();
