// On a phone a table is read as cards (kpi/server/styles/tables.css): every cell needs the heading of its column beside it.
(() => {
  function name(table) {
    const headings = [...(table.tHead?.rows[0]?.cells ?? [])].map((cell) => cell.innerText.trim().replace(/\s+/g, " "));
    for (const body of table.tBodies) {
      for (const row of body.rows) {
        [...row.cells].forEach((cell, place) => {
          const heading = headings[place] ?? "";
          if (cell.dataset.label !== heading) cell.dataset.label = heading;
          cell.toggleAttribute("data-empty", !cell.innerText.trim() && !cell.querySelector("img"));
        });
      }
    }
  }

  let due = 0;
  new MutationObserver((changes) => {
    if (due || !changes.some((change) => change.addedNodes.length)) return;
    due = requestAnimationFrame(() => {
      due = 0;
      for (const table of document.querySelectorAll("[data-testid=stTable] table")) name(table);
    });
  }).observe(document.documentElement, { subtree: true, childList: true });
})();
