(function () {
  "use strict";
  function all(open) {
    document.querySelectorAll("details.measure").forEach(function (part) { part.open = open; });
  }
  function reveal() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var part = target; part; part = part.parentElement) { if (part.tagName === "DETAILS") { part.open = true; } }
    if (target) { target.scrollIntoView(); }
  }
  document.querySelectorAll("[data-all]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { all(button.dataset.all === "open"); });
  });
  window.addEventListener("hashchange", reveal);
  window.addEventListener("beforeprint", function () { all(true); });
  reveal();
})();
