// Adds to finished pages what paper cannot do: sorting, filtering, opening folds on a link.
// Without it every table is complete.  Sorting itself is sortable-tablesort's, above.
(function () {
  "use strict";
  var FEW = 7;
  var count = 0;

  function element(name, attributes, text) {
    var made = document.createElement(name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (text) made.textContent = text;
    return made;
  }

  function words(cell) {
    return cell.textContent.replace(/\s+/g, " ").trim();
  }

  function addSorting(table, status) {
    Array.from(table.tHead.rows[0].cells).forEach(function (header) {
      var button = element("button", { type: "button", "class": "sort" });
      while (header.firstChild) button.appendChild(header.firstChild);
      header.appendChild(button);
      // Largest first for figures, first in the alphabet for words, best first for ranks.
      button.addEventListener("click", function () {
        var rising = !header.classList.contains("n") || header.dataset.first === "asc";
        table.classList.toggle("asc", rising);
      });
    });
    table.addEventListener("sort-end", function () {
      var header = table.tHead.querySelector("th[aria-sort]");
      status.textContent = "Sorted by " + words(header) + ", " + header.getAttribute("aria-sort") + ".";
    });
  }

  function addFilter(table, wrap, status) {
    var id = "page-filter-" + (++count);
    var line = element("div", { "class": "filter" });
    var input = element("input", { type: "search", id: id, autocomplete: "off", spellcheck: "false" });
    line.appendChild(element("label", { "for": id }, "Filter rows"));
    line.appendChild(input);
    line.appendChild(status);
    wrap.parentNode.insertBefore(line, wrap);
    wrap.id = wrap.id || id + "-table";
    input.setAttribute("aria-controls", wrap.id);
    function apply() {
      var wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      var rows = Array.from(table.tBodies[0].rows);
      var shown = rows.filter(function (row) {
        var text = row.textContent.toLowerCase();
        row.hidden = !wanted.every(function (word) { return text.indexOf(word) >= 0; });
        return !row.hidden;
      });
      status.textContent = wanted.length ? shown.length + " of " + rows.length + " rows" : "";
    }
    input.addEventListener("input", apply);
    table.addEventListener("show-all", function () { input.value = ""; apply(); });
  }

  document.querySelectorAll("table.sortable").forEach(function (table) {
    var wrap = table.closest(".table-wrap");
    if (!wrap || table.tBodies[0].rows.length < 2) return;
    var status = element("span", { role: "status" });
    addSorting(table, status);
    if (table.tBodies[0].rows.length > FEW) {
      addFilter(table, wrap, status);
    } else {
      status.className = "sr";
      wrap.parentNode.insertBefore(status, wrap);
    }
  });

  // A link into a fold or to a filtered row opens the way to it.
  function reveal() {
    var target = null;
    try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch (error) { return; }
    if (!target) return;
    var inside = target.closest("details:not([open])");
    while (inside) {
      inside.open = true;
      inside = inside.parentElement.closest("details:not([open])");
    }
    var row = target.closest("tr[hidden]");
    if (row) row.closest("table").dispatchEvent(new Event("show-all"));
    target.scrollIntoView({ block: target.closest("table") ? "center" : "start", inline: "center" });
    if (target.matches("td, th")) {
      target.tabIndex = -1;
      target.focus({ preventScroll: true });
    }
  }
  window.addEventListener("hashchange", reveal);
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[href^='#']");
    if (link && link.hash === location.hash) reveal();
  });
  if (location.hash) reveal();

})();
