(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const values = read("values"), specs = read("specs"), locale = read("locale");
  const subject = document.getElementById("subject");

  const show = () => {
    const found = values[subject.value] || {};
    for (const card of document.querySelectorAll(".measure")) {
      const row = found[card.dataset.id];
      const value = card.querySelector(".value");
      value.textContent = row ? row[0] : "–";
      value.classList.toggle("none", !row || row[0] === "–");
      for (const cell of card.querySelectorAll("[data-cell]")) cell.textContent = (row && row[cell.dataset.cell]) || "–";
      const said = card.querySelector(".said");
      said.textContent = (row && row[5]) || "";
      said.hidden = !said.textContent;
    }
  };
  subject.addEventListener("change", show);
  show();

  const code = document.getElementById("kode"), codeNote = document.getElementById("kode-note");
  const hint = codeNote.textContent;
  const openCode = (wanted) => {
    for (const [key, rows] of Object.entries(values)) for (const [id, row] of Object.entries(rows)) {
      const card = row[6] === wanted && document.getElementById("m-" + id);
      if (!card) continue;
      subject.value = key; show();
      card.open = true; card.scrollIntoView({ block: "center" });
      return true;
    }
    return false;
  };
  code.addEventListener("input", () => {
    const wanted = code.value.trim().toUpperCase();
    codeNote.textContent = wanted.length < 6 || openCode(wanted) ? hint : codeNote.dataset.absent;
  });

  const open = () => {
    const printed = /^#([0-9A-Z]{6})$/.exec(location.hash);
    if (printed && openCode(printed[1])) return;
    const card = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (card && card.matches("details")) card.open = true;
  };
  addEventListener("hashchange", open);
  document.addEventListener("click", (event) => {
    const coded = event.target.closest("[data-code]");
    if (coded && openCode(coded.dataset.code)) event.preventDefault();
    const link = event.target.closest("[data-measure]");
    if (!link) return;
    const wanted = "corpus:all";
    if (values[wanted] && values[wanted][link.dataset.measure]) { subject.value = wanted; show(); }
    const card = document.getElementById("m-" + link.dataset.measure);
    if (card) card.open = true;
  });
  open();

  const options = { renderer: "svg", actions: false };
  if (locale) { options.formatLocale = locale.number; options.timeFormatLocale = locale.time; }
  const fit = (spec, width) => {
    const { panel, axis, space, across } = spec.usermeta;
    spec.columns = Math.max(1, Math.min(across, Math.floor((width + space) / (panel + axis + space))));
    const each = Math.floor((width - space * (spec.columns - 1)) / spec.columns) - axis;
    for (const one of spec.concat) one.width = each;
  };
  for (const [id, spec] of Object.entries(specs)) {
    const width = document.getElementById(id).clientWidth;
    if (spec.concat) fit(spec, width);
    else if (width < 600) spec.config.axis.labelLimit = Math.round(width * 0.36);
    vegaEmbed("#" + id, spec, options);
  }
})();
