// Small helps that the theme lacks. Every page can be read and used without them.
(function () {
  "use strict";

  function each(selector, act) {
    document.querySelectorAll(selector).forEach(act);
  }

  // A box over a long table: only rows that hold every word stay.
  function filter(box) {
    var rows = document.querySelectorAll("#" + box.dataset.filter + " tbody tr");
    var input = box.querySelector("input"), told = box.querySelector("[role=status]");
    function apply() {
      var words = input.value.toLowerCase().split(/\s+/), shown = 0;
      rows.forEach(function (row) {
        var text = row.textContent.toLowerCase();
        row.hidden = !words.every(function (word) { return text.includes(word); });
        shown += row.hidden ? 0 : 1;
      });
      told.textContent = input.value.trim() ? shown + " of " + rows.length + " shown" : "";
    }
    box.hidden = false;
    input.addEventListener("input", apply);
    if (input.value) apply();
  }

  // What scrolls sideways can be reached and named.
  function scrollers() {
    each(".rsqm-scroll, .md-typeset__scrollwrap", function (box) {
      if (box.scrollWidth > box.clientWidth + 1) {
        box.tabIndex = 0;
        box.setAttribute("role", "region");
        box.setAttribute("aria-label", (box.dataset.label || "Table") + ", scrolls sideways");
      } else {
        ["tabindex", "role", "aria-label"].forEach(function (name) { box.removeAttribute(name); });
      }
    });
  }

  // The theme's menu and search buttons are labels of hidden boxes: give them a name, a state and the keyboard.
  function button(name, said) {
    var toggle = document.getElementById("__" + name);
    if (!toggle) return;
    var labels = document.querySelectorAll('label.md-icon[for="__' + name + '"]');
    function tell() {
      labels.forEach(function (label) { label.setAttribute("aria-expanded", String(toggle.checked)); });
    }
    labels.forEach(function (label) {
      label.tabIndex = 0;
      label.setAttribute("role", "button");
      label.setAttribute("aria-label", said);
      label.addEventListener("keydown", function (event) {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        toggle.click();
      });
    });
    toggle.tabIndex = -1;
    toggle.setAttribute("aria-hidden", "true");
    toggle.addEventListener("change", tell);
    tell();
    return { toggle: toggle, first: labels[0] };
  }

  function drawer() {
    var menu = button("drawer", "Menu");
    button("search", "Search");
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && menu && menu.toggle.checked) {
        menu.toggle.click();
        menu.first.focus();
      }
    });
  }

  // Closed parts are printed too, and closed again afterwards.
  function printing() {
    var opened = [];
    window.addEventListener("beforeprint", function () {
      each("details:not([open])", function (part) { part.open = true; opened.push(part); });
    });
    window.addEventListener("afterprint", function () {
      opened.forEach(function (part) { part.open = false; });
      opened = [];
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    each("[data-filter]", filter);
    each(".md-search[role=dialog]", function (box) { box.setAttribute("aria-label", "Search"); });
    each(".md-logo", function (logo) { logo.title = logo.getAttribute("aria-label"); });
    drawer();
    printing();
    scrollers();
    window.addEventListener("resize", scrollers);
    window.addEventListener("load", scrollers);
  });
})();
