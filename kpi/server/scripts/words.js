// Streamlit's front end speaks English. What it says by itself is put into the language of the page, wherever it says it; what
// others wrote is left alone. WORDS is put before this by the server: by language and key, with {name} for what is put in there.
(() => {
  const OWN = [
    "stSkipToContent", "stFileUploaderDropzone", "stFileUploaderFileErrorMessage", "stSelectboxVirtualDropdown",
    "stMultiSelectVirtualDropdown", "stStatusWidget", "stConnectionStatus", "stTooltipContent", "InputInstructions", "stToolbar",
    "stMainMenuPopover", "stMainMenuList", "stDialog",
  ].map((name) => `[data-testid=${name}]`).concat("[data-live-announcer]", ".gdg-search-status", "[role=dialog]").join(", ");
  const OTHERS = "[data-testid=stFileChipName]"; // within them, what others wrote
  const EMPTY = "no_results"; // stands where the choices would; all else there is a choice
  const ATTRIBUTES = ["aria-label", "title", "placeholder"];
  const LABELLED = ATTRIBUTES.map((name) => `[${name}]`).join(", ");
  const ICON = "[data-testid=stMarkdownContainer] [role=img][aria-label$=' icon']"; // named in English, and beside its own text

  const whole = new Map(), patterns = [];
  for (const texts of Object.values(WORDS)) {
    for (const [key, form] of Object.entries(texts)) {
      const names = [...form.matchAll(/\{(\w+)\}/g)].map((found) => found[1]);
      const pieces = form.split(/\{\w+\}/).map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
      if (names.length) patterns.push({ key, names, reads: new RegExp(`^${pieces.join("(.+)")}$`, "s") });
      else whole.set(form.trim(), key);
    }
  }

  function said(text, lang) {
    const words = text.trim();
    if (whole.has(words)) return WORDS[lang][whole.get(words)];
    for (const { key, names, reads } of patterns) {
      const found = reads.exec(words);
      if (found) return WORDS[lang][key].replace(/\{(\w+)\}/g, (_, name) => found[1 + names.indexOf(name)]);
    }
    return text;
  }

  const chosen = () => Object.keys(LANGUAGES).find((lang) => LANGUAGES[lang] === document.documentElement.lang) ?? "en";

  function put(node, lang) {
    const owner = node.parentElement;
    if (!owner?.closest(OWN) || owner.closest(OTHERS) || (owner.closest("[role=option]") && whole.get(node.data.trim()) !== EMPTY)) return;
    const words = said(node.data, lang);
    if (words !== node.data) node.data = words;
  }

  function label(element, lang) {
    if (element.matches(OTHERS)) return;
    for (const name of ATTRIBUTES) {
      const given = element.getAttribute(name);
      if (!given) continue;
      const words = said(given, lang);
      if (words !== given) element.setAttribute(name, words);
    }
    if (element.matches(ICON)) element.setAttribute("aria-hidden", "true");
  }

  function within(root, lang) {
    if (root.nodeType === Node.TEXT_NODE) return put(root, lang);
    if (root.nodeType !== Node.ELEMENT_NODE || root instanceof SVGElement) return;
    if (root.matches(LABELLED)) label(root, lang);
    for (const element of root.querySelectorAll(LABELLED)) label(element, lang);
    for (const own of root.closest(OWN) ? [root] : root.querySelectorAll(OWN)) {
      const texts = document.createTreeWalker(own, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) put(texts.currentNode, lang);
    }
  }

  within(document.body, chosen());
  new MutationObserver((changes) => {
    const lang = chosen();
    for (const change of changes) {
      if (change.target === document.documentElement) within(document.body, lang);
      else if (change.type === "childList") change.addedNodes.forEach((node) => within(node, lang));
      else if (change.type === "characterData") put(change.target, lang);
      else if (!(change.target instanceof SVGElement)) label(change.target, lang);
    }
  }).observe(document.documentElement, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: [...ATTRIBUTES, "lang"],
  });
})();
