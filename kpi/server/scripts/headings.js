// Streamlit's headings are as large as they look, so that a page jumps from the first level to the third. Who hears the page goes
// by levels: each heading is told to be one below the one it stands under.
(() => {
  function tell() {
    const above = []; // sizes of the headings that the next one may stand under
    for (const heading of document.querySelectorAll("[data-testid=stMain] :is(h1, h2, h3, h4, h5, h6)")) {
      const size = Number(heading.tagName[1]);
      while (above.length && above.at(-1) >= size) above.pop();
      const level = String(above.push(size));
      if (heading.getAttribute("aria-level") !== level) heading.setAttribute("aria-level", level);
    }
  }

  let due = 0;
  new MutationObserver((changes) => {
    if (!due && changes.some((change) => change.addedNodes.length)) due = requestAnimationFrame(() => { due = 0; tell(); });
  }).observe(document.documentElement, { subtree: true, childList: true });
})();
