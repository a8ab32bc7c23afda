// Hides the terms that do not hold the words asked for; the page works without it.
"use strict";
{
  const field = document.getElementById("search");
  const told = document.getElementById("found");
  const terms = [...document.querySelectorAll("article")].map((node) => [node, node.textContent.toLowerCase()]);
  const trees = [...document.querySelectorAll("section > details")];
  const sections = [...document.querySelectorAll("section")];
  const show = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const [node, text] of terms) {
      const fits = words.every((word) => text.includes(word));
      node.hidden = !fits;
      count += fits ? 1 : 0;
    }
    for (const tree of trees) tree.hidden = words.length > 0;
    for (const section of sections) section.hidden = words.length > 0 && !section.querySelector("article:not([hidden])");
    told.textContent = words.length ? `${count} of ${terms.length} terms` : "";
  };
  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 120);
  });
  // A link to a term that is hidden shows all again.
  addEventListener("hashchange", () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.closest("[hidden]")) {
      field.value = "";
      show();
      target.scrollIntoView();
    }
  });
}
