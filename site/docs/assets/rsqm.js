// Small helps that the theme lacks. Every page can be read and used without them.
(function () {
  "use strict";

  var narrow = window.matchMedia("(max-width: 76.234375em)"); // where the menu is a drawer
  var small = window.matchMedia("(max-width: 59.984375em)"); // where the search is a button

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

  // What scrolls sideways can be reached, and has a name that nothing else on the page has. It is asked again whenever
  // a box changes its size: with the window, or because the part that it is in was opened.
  var SCROLLING = ".rsqm-scroll, .md-typeset__scrollwrap, pre > code";
  function scrollers() {
    var watch = new ResizeObserver(nameScrollers);
    each(SCROLLING, function (box) { watch.observe(box); });
    nameScrollers();
  }
  function nameScrollers() {
    var names = {};
    each(SCROLLING, function (box) {
      if (box.scrollWidth > box.clientWidth + 1) {
        var name = (box.dataset.label || (box.matches("code") ? "Code" : "Table")) + ", scrolls sideways";
        names[name] = (names[name] || 0) + 1;
        box.tabIndex = 0;
        box.setAttribute("role", "region");
        box.setAttribute("aria-label", names[name] > 1 ? name + " (" + names[name] + ")" : name);
      } else {
        ["tabindex", "role", "aria-label"].forEach(function (name) { box.removeAttribute(name); });
      }
    });
  }

  // The theme's buttons are labels of hidden boxes, which keyboards and screen readers do not take for buttons. A real
  // one takes the label's place and its looks, and tells whether the box is ticked.
  function buttons(label, toggle) {
    var button = document.createElement("button");
    for (var i = 0; i < label.attributes.length; i++) {
      button.setAttribute(label.attributes[i].name, label.attributes[i].value);
    }
    button.type = "button";
    button.removeAttribute("tabindex");
    button.append.apply(button, label.childNodes);
    button.addEventListener("click", function () { toggle.click(); });
    function tell() { button.setAttribute("aria-expanded", String(toggle.checked)); }
    toggle.addEventListener("change", tell);
    tell();
    label.replaceWith(button);
    return button;
  }

  function focusFirst(box) {
    var all = Array.from(box.querySelectorAll("a[href], button"));
    var first = all.find(function (e) { return e.offsetParent && getComputedStyle(e).visibility === "visible"; });
    if (first) first.focus({ preventScroll: true });
  }

  function toggled(name, act) {
    var toggle = document.getElementById("__" + name);
    if (toggle) act(toggle);
  }

  // The menu of a narrow screen: focus goes in with it and comes back from it, and leaving closes it.
  function drawer(toggle) {
    var menu = document.querySelector('label.md-header__button[for="__drawer"]');
    var side = document.querySelector(".md-sidebar--primary");
    if (!menu || !side) return;
    menu = buttons(menu, toggle);
    menu.setAttribute("aria-label", "Menu");
    toggle.addEventListener("change", function () {
      if (toggle.checked) focusFirst(side);
    });
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || !toggle.checked) return;
      toggle.click();
      menu.focus();
    });
    document.addEventListener("focusin", function (event) {
      if (toggle.checked && !side.contains(event.target)) toggle.click();
    });
  }

  // The parts of the menu. In the drawer a part covers what it belongs to, and the focus goes with it.
  function part(label) {
    var toggle = document.getElementById(label.htmlFor);
    if (!toggle) return;
    var inside = toggle.parentElement.querySelector('label.md-nav__title[for="' + toggle.id + '"]');
    var open = buttons(label, toggle), back = inside && buttons(inside, toggle);
    toggle.addEventListener("change", function () {
      var next = toggle.checked ? back : open;
      if (next && narrow.matches && document.getElementById("__drawer").checked) next.focus({ preventScroll: true });
    });
  }

  // The search of a small screen opens by a button and takes the focus; inside it, another button leads back.
  function search(toggle) {
    var open = document.querySelector('label.md-header__button[for="__search"]');
    var input = document.querySelector(".md-search__input");
    if (!open || !input) return;
    open = buttons(open, toggle);
    open.setAttribute("aria-label", "Search");
    toggle.addEventListener("change", function () {
      if (small.matches) (toggle.checked ? input : open).focus();
    });
    each('label.md-search__icon[for="__search"]', function (label) {
      var back = buttons(label, toggle);
      back.setAttribute("aria-label", "Close the search");
      back.removeAttribute("aria-expanded");
      function fit() { // on a wide screen it is a picture of a lens and does nothing
        back.disabled = !small.matches;
        back.setAttribute("aria-hidden", String(!small.matches));
      }
      small.addEventListener("change", fit);
      fit();
    });
    each(".md-search[role=dialog]", function (box) { box.setAttribute("aria-label", "Search"); });
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
    each(".md-logo", function (logo) { logo.title = logo.getAttribute("aria-label"); });
    each(".md-path", function (path) { path.setAttribute("aria-label", "Where this page is"); });
    toggled("drawer", drawer);
    toggled("search", search);
    each("label.md-nav__link[for]", part);
    printing();
    scrollers();
  });
})();
