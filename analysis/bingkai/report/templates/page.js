(function () {
  "use strict";
  function all(open) {
    document.querySelectorAll("details.measure, details.more").forEach(function (part) { part.open = open; });
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
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var range = document.createRange();
      range.selectNodeContents(document.getElementById(button.dataset.copy));
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      document.execCommand("copy");
      document.getElementById("disalin").textContent = "✓";
    });
  });
  window.addEventListener("hashchange", reveal);
  reveal();
})();
