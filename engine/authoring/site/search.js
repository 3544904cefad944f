(() => {
  const field = document.getElementById("search"), list = document.getElementById("found");
  const up = document.documentElement.dataset.up;
  const plain = text => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  const known = FOUND.map(one => [plain(one[0]), plain(one[1]), one]);
  let chosen = 0;
  function look() {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    list.replaceChildren();
    chosen = 0;
    if (!words.length) return;
    const hits = [];
    for (const [title, more, one] of known) {
      let worth = 0;
      for (const word of words) {
        const at = title.indexOf(word);
        const here = at === 0 ? 3 : at > 0 ? 2 : more.includes(word) ? 1 : 0;
        if (!here) { worth = 0; break; }
        worth += here;
      }
      if (worth) hits.push([worth, one]);
    }
    hits.sort((a, b) => b[0] - a[0]);
    for (const [, [title, more, path]] of hits.slice(0, 12)) {
      const item = document.createElement("li"), link = document.createElement("a");
      const soft = document.createElement("span");
      link.href = up + path;
      link.textContent = title;
      soft.textContent = " " + more;
      link.append(soft);
      item.append(link);
      list.append(item);
    }
    if (!hits.length) {
      const item = document.createElement("li");
      item.textContent = "Nothing is called so.";
      list.append(item);
    }
    mark();
  }
  function mark() {
    [...list.children].forEach((item, place) => item.classList.toggle("chosen", place === chosen));
  }
  field.addEventListener("input", look);
  field.addEventListener("keydown", event => {
    const most = list.children.length - 1;
    if (event.key === "ArrowDown") chosen = Math.min(chosen + 1, most);
    else if (event.key === "ArrowUp") chosen = Math.max(chosen - 1, 0);
    else if (event.key === "Enter") { list.children[chosen]?.querySelector("a")?.click(); return; }
    else if (event.key === "Escape") { field.value = ""; look(); return; }
    else return;
    event.preventDefault();
    mark();
  });
  document.addEventListener("keydown", event => {
    if (event.key === "/" && document.activeElement !== field) { event.preventDefault(); field.focus(); }
  });
  document.addEventListener("click", event => {
    if (!event.target.closest("form")) list.replaceChildren();
  });
})();
