(function () {
  "use strict";
  var WIDTH = 90, STEP = 20, text = JSON.parse(document.getElementById("wording").textContent);
  var form = document.getElementById("cari"), count = document.getElementById("cari-jumlah");
  var list = document.getElementById("cari-hasil"), more = document.getElementById("cari-lagi");
  var dialog = document.getElementById("artikel"), shown = document.getElementById("artikel-isi");
  var field = {}, loading = null, data = null, found = [], n = 0;
  ["ukuran", "media", "zona", "kata"].forEach(function (name) { field[name] = document.getElementById("cari-" + name); });
  // From the outside in: a mark of a later kind lies inside one of an earlier kind.
  var LAYER = { ignored: 1, content: 2, quote: 2, direct: 3, indirect: 3, scare: 3, here: 4, speaker: 5, cue: 6, term: 7 };
  var TAG = { quote: "q", speaker: "b", cue: "mark", term: "mark" };

  function load() {
    if (!loading) {
      var packed = document.getElementById("data"), bytes = atob(packed.textContent);
      var array = new Uint8Array(bytes.length);
      for (var i = 0; i < bytes.length; i++) { array[i] = bytes.charCodeAt(i); }
      packed.remove();
      var stream = new Blob([array]).stream().pipeThrough(new DecompressionStream("deflate"));
      loading = new Response(stream).json().then(function (read) {
        data = read;
        summed(data.passages.article);
        Object.keys(data.measures).forEach(function (name) { summed(data.measures[name]); });
        data.articles.forEach(function (row) { row.title = characters(row[3]); row.body = characters(row[4]); });
      });
    }
    return loading;
  }
  function summed(steps) { for (var i = 1; i < steps.length; i++) { steps[i] += steps[i - 1]; } }
  // Offsets count characters: a text with one beyond the basic plane is cut into them.
  function characters(string) { return /[\ud800-\udfff]/.test(string) ? Array.from(string) : string; }
  function cut(from, start, end) { var part = from.slice(start, end); return typeof part === "string" ? part : part.join(""); }
  function element(name, content, className) {
    var made = document.createElement(name);
    if (content) { made.textContent = content; }
    if (className) { made.className = className; }
    return made;
  }
  function number(value) { return value.toLocaleString(text.lang); }

  function passage(i) {
    var all = data.passages;
    return { article: all.article[i], field: all.field[i], start: all.start[i], end: all.start[i] + all.length[i], zone: all.zone[i] };
  }
  function source(hit) { var row = data.articles[hit.article]; return hit.field ? row.body : row.title; }
  function around(hit) { return cut(source(hit), Math.max(hit.start - WIDTH, 0), hit.end + WIDTH); }

  function search() {
    var measure = field.ukuran.value, outlet = field.media.value, zone = field.zona.value;
    var word = field.kata.value.trim().toLowerCase();
    found = measure === "*" ? inTexts(word, outlet) : data.measures[measure].map(passage).filter(function (hit) {
      return (outlet === "" || data.articles[hit.article][1] === +outlet) && (zone === "" || hit.zone === +zone) &&
        (!word || around(hit).toLowerCase().includes(word));
    });
    var articles = new Set(found.map(function (hit) { return hit.article; })).size;
    count.textContent = measure === "*" && word.length < 3 ? text.type :
      text.found.replace("{n}", number(found.length)).replace("{m}", number(articles));
    list.textContent = "";
    n = 0;
    show();
  }
  function inTexts(word, outlet) {
    var hits = [];
    if (word.length < 3) { return hits; }
    data.articles.forEach(function (row, article) {
      if (outlet !== "" && row[1] !== +outlet) { return; }
      [row.title, row.body].forEach(function (where, at) {
        var lower = typeof where === "string" ? where.toLowerCase() : null;
        if (lower === null || lower.length !== where.length) { lower = Array.from(where, small); where = null; }
        var size = where === null ? Array.from(word).length : word.length;
        for (var i = next(lower, word, 0); i >= 0 && hits.length < 5000; i = next(lower, word, i + size)) {
          hits.push({ article: article, field: at, start: i, end: i + size, zone: -1 });
        }
      });
    });
    return hits;
  }
  function small(letter) { var lower = letter.toLowerCase(); return lower.length === letter.length ? lower : letter; }
  function next(where, word, from) {
    if (typeof where === "string") { return where.indexOf(word, from); }
    var letters = Array.from(word);
    for (var i = from; i <= where.length - letters.length; i++) {
      if (letters.every(function (letter, k) { return where[i + k] === letter; })) { return i; }
    }
    return -1;
  }
  function show() {
    found.slice(n, n + STEP).forEach(function (hit) { list.append(line(hit)); });
    n = Math.min(n + STEP, found.length);
    more.hidden = n >= found.length;
  }
  function line(hit) {
    var row = data.articles[hit.article], where = source(hit), made = element("li"), p = element("p"), small = element("small");
    p.lang = "id";
    var left = cut(where, Math.max(hit.start - WIDTH, 0), hit.start), right = cut(where, hit.end, hit.end + WIDTH);
    if (hit.start > WIDTH) { left = "… " + left.slice(left.indexOf(" ") + 1); }
    if (hit.end + WIDTH < where.length) { right = right.slice(0, right.lastIndexOf(" ") + 1) + "…"; }
    p.append(left, element("mark", cut(where, hit.start, hit.end)), right);
    var open = element("button", row[3] || text.article, "link");
    open.type = "button";
    open.addEventListener("click", function () { article(hit); });
    small.append([data.outlets[row[1]], row[2]].concat(hit.zone < 0 ? [] : data.zones[hit.zone]).join(" · ") + " · ", open);
    made.append(p, small);
    return made;
  }

  function marks(article, wanted, hit) {
    var flat = data.marks[article], made = [];
    for (var i = 0; i < flat.length; i += 5) {
      if (flat[i] === wanted) {
        made.push({ kind: data.kinds[flat[i + 1]], start: flat[i + 2], end: flat[i + 2] + flat[i + 3], note: data.notes[flat[i + 4]] });
      }
    }
    if (hit.field === wanted) { made.push({ kind: "here", start: hit.start, end: hit.end, note: text.here }); }
    return made.sort(function (a, b) { return LAYER[a.kind] - LAYER[b.kind] || a.start - b.start || b.end - a.end; });
  }
  // Marks that cross are cut where another begins or ends, so that elements nest.
  function marked(into, where, list, from, to) {
    var edges = [from, to];
    list = list.filter(function (mark) { return mark.start < to && mark.end > from; });
    list.forEach(function (mark) { edges.push(Math.max(mark.start, from), Math.min(mark.end, to)); });
    edges = Array.from(new Set(edges)).sort(function (a, b) { return a - b; });
    var open = [], stack = [into];
    for (var i = 0; i + 1 < edges.length; i++) {
      var active = list.filter(function (mark) { return mark.start <= edges[i] && mark.end >= edges[i + 1]; });
      var kept = 0;
      while (kept < open.length && open[kept] === active[kept]) { kept++; }
      open.length = kept;
      stack.length = kept + 1;
      active.slice(kept).forEach(function (mark) {
        var inner = element(TAG[mark.kind] || "span", "", "bk-" + (mark.kind === "quote" ? "content" : mark.kind));
        inner.title = mark.note;
        if (mark.kind === "cue" && mark.start === edges[i]) {
          inner.tabIndex = 0;
          inner.setAttribute("role", "note");
          inner.setAttribute("aria-label", mark.note);
        }
        stack[stack.length - 1].append(inner);
        stack.push(inner);
        open.push(mark);
      });
      stack[stack.length - 1].append(cut(where, edges[i], edges[i + 1]));
    }
  }
  function article(hit) {
    var row = data.articles[hit.article], view = element("article", "", "bk-article"), facts = element("div", "", "bk-facts");
    [data.outlets[row[1]], row[2], row[6], row[0]].forEach(function (fact) { if (fact) { facts.append(element("span", fact)); } });
    if (row[5]) {
      var link = element("a", text.link), span = element("span");
      link.href = row[5];
      link.rel = "noopener noreferrer";
      span.append(link);
      facts.append(span);
    }
    var title = element("h2", row[3] ? "" : text.untitled, "bk-title"), body = element("div", "", "bk-text");
    title.id = "artikel-judul";
    title.lang = body.lang = "id";
    if (row[3]) { marked(title, row.title, marks(hit.article, 0, hit), 0, row.title.length); }
    var inside = marks(hit.article, 1, hit), start = 0, whole = row.body;
    for (var i = 0; i <= whole.length; i++) {
      if (i === whole.length || whole[i] === "\n" || whole[i] === "\r") {
        if (i > start) { var p = element("p"); marked(p, whole, inside, start, i); body.append(p); }
        start = i + 1;
      }
    }
    view.append(facts, title, legend(), body);
    shown.textContent = "";
    shown.append(view);
    if (dialog.showModal) { dialog.showModal(); }
    var here = shown.querySelector(".bk-here");
    if (here) { here.scrollIntoView({ block: "center" }); }
  }
  function legend() {
    var made = element("ul", "", "bk-legend");
    text.legend.forEach(function (entry) {
      var li = element("li");
      li.append(element(TAG[entry[0]] || "span", entry[1], "bk-" + entry[0]));
      made.append(li);
    });
    return made;
  }

  function start() { count.textContent = text.loading; return load().then(search, function () { count.textContent = text.failed; }); }
  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("input", start);
  more.addEventListener("click", show);
  document.querySelectorAll("[data-measure]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      field.ukuran.value = button.dataset.measure;
      field.media.value = field.zona.value = field.kata.value = "";
      start().then(function () {
        document.getElementById("konkordans").scrollIntoView();
        field.ukuran.focus({ preventScroll: true });
      });
    });
  });
  if (field.ukuran.options.length > 1) { field.ukuran.selectedIndex = 1; }
  if ("IntersectionObserver" in window) {
    new IntersectionObserver(function (seen, observer) {
      if (seen.some(function (entry) { return entry.isIntersecting; })) { observer.disconnect(); start(); }
    }, { rootMargin: "400px" }).observe(form);
  } else { start(); }
})();
