// Adds to finished pages what paper cannot do: sorting, filtering, opening folds on a link.
// Without it every table is complete.  Sorting itself is sortable-tablesort's, above.
(function () {
  "use strict";
  var FEW = 7;
  var FITS = 3, STACKS = 8;
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
    var label = element("label", { "for": id }, "Filter rows");
    label.appendChild(element("span", { "class": "sr" }, " of " + words(table.caption)));
    line.appendChild(label);
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

  // On a phone each row of a table that is too wide for it, but not endless, is a card: every
  // value stands beside its column's name. What is no longer laid out as a table keeps its roles.
  document.querySelectorAll(".table-wrap table").forEach(function (table) {
    var headers = table.tHead ? Array.from(table.tHead.rows[0].cells).map(words) : [];
    if (headers.length <= FITS || headers.length > STACKS) return;
    table.classList.add("stacks");
    table.setAttribute("role", "table");
    Array.from(table.tBodies).forEach(function (body) {
      body.setAttribute("role", "rowgroup");
      Array.from(body.rows).forEach(function (row) {
        row.setAttribute("role", "row");
        Array.from(row.cells).forEach(function (cell, at) {
          cell.setAttribute("role", cell.scope === "row" ? "rowheader" : "cell");
          if (at) cell.dataset.label = headers[at];
        });
      });
    });
  });

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

  // Other weights: the score is the weighted mean of ranks, the lowest first, as in the report.
  document.querySelectorAll("[data-what-if]").forEach(function (section) {
    var given = JSON.parse(section.dataset.whatIf);
    var sliders = Array.from(section.querySelectorAll("input"));
    var changed = section.querySelector(".changed");
    var body = section.querySelector("tbody");
    var saved = given.factors.map(function (factor) { return factor.weight; });

    function ranked(weights) {
      var total = weights.reduce(function (sum, weight) { return sum + weight; }, 0);
      var scored = given.rows.map(function (row) {
        var lacking = weights.some(function (weight, at) { return weight > 0 && row.ranks[at] === null; });
        var sum = weights.reduce(function (so, weight, at) { return so + (weight > 0 ? weight * row.ranks[at] : 0); }, 0);
        return { row: row, score: lacking || !(total > 0) ? null : Number((sum / total).toFixed(9)) };
      }).filter(function (each) { return each.score !== null; });
      scored.forEach(function (each) {
        each.rank = 1 + scored.filter(function (other) { return other.score < each.score; }).length;
      });
      return scored.sort(function (a, b) { return a.rank - b.rank || (a.row.naics < b.row.naics ? -1 : 1); });
    }

    function first(order) {
      return order.filter(function (each) { return each.rank <= given.length; });
    }

    function names(order, without) {
      return order.filter(function (each) {
        return !without.some(function (other) { return other.row === each.row; });
      }).map(function (each) { return called(each.row); }).join("; ");
    }

    function called(row) {
      // A record of an earlier version does not say how sure a place is.
      return row.name + (row.sure === false ? "?" : "");
    }

    var report = ranked(saved);
    function show() {
      var weights = sliders.map(function (slider, at) {
        slider.nextElementSibling.value = String(Math.round(slider.value * 100) / 100);
        return Number(slider.value);
      });
      var order = ranked(weights), now = first(order), before = first(report);
      body.textContent = "";
      now.forEach(function (each) {
        var row = body.insertRow();
        var was = report.filter(function (other) { return other.row === each.row; })[0];
        row.dataset.naics = each.row.naics;
        row.appendChild(element("th", { scope: "row" }, called(each.row)));
        row.appendChild(element("td", { "class": "n" }, String(each.rank)));
        row.appendChild(element("td", { "class": "n" }, was ? String(was.rank) : "no score"));
        row.appendChild(element("td", { "class": "n" }, each.row.share || ""));
      });
      var tied = now.length > given.length;
      section.querySelector("caption span").textContent = "The first " + now.length + " by one best guess"
        + (tied ? ", as the last are tied" : "");
      var came = names(now, before), left = names(before, now);
      var same = weights.every(function (weight, at) { return weight === saved[at]; });
      if (!now.length) changed.textContent = "Give at least one factor a weight above 0.";
      else if (same) changed.textContent = "These are the saved weights. ?: not sure.";
      else changed.textContent = "First: " + called(now[0].row) + ". "
        + (came ? "New among the first " + now.length + ": " + came + ". " : "")
        + (left ? "No longer: " + left + ". " : "")
        + (came || left ? "" : "The same industries as in the report, perhaps in another order. ")
        + "The printed report uses the saved weights.";
    }
    sliders.forEach(function (slider) { slider.addEventListener("input", show); });
    section.querySelector("button").addEventListener("click", function () {
      sliders.forEach(function (slider, at) { slider.value = saved[at]; });
      show();
    });
    section.hidden = document.getElementById("page-what-if-way").hidden = false;
    show();
  });

  // Code stands in folds too.
  var code = document.getElementById("page-code");
  if (code) code.addEventListener("change", function () {
    document.querySelectorAll("details:has(.code)").forEach(function (fold) {
      if (code.checked) fold.open = true;
    });
  });

  // Back from a cell, the reader stands at the number again.
  var left = null;
  document.addEventListener("click", function (event) {
    var claim = event.target.closest && event.target.closest(".claim");
    if (claim) left = claim;
  });
  window.addEventListener("hashchange", function () {
    if (left && left.hash !== location.hash) left.focus();
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
