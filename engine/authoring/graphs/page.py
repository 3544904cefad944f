"""A picture as a page of its own: it can be moved, drawn near, and asked what belongs together."""

from html import escape
from typing import Final

from engine.authoring.graphs.picture import Picture
from engine.authoring.graphs.svg import svg

_STYLE: Final = """\
:root { color-scheme: light dark; }
html, body { margin: 0; height: 100%; overflow: hidden; background: #fdfdfb; }
#view { width: 100%; height: 100%; cursor: grab; touch-action: none; }
#view.held { cursor: grabbing; }
#view svg { position: absolute; left: 0; top: 0; transform-origin: 0 0; user-select: none; }
#view.asked g.box, #view.asked g.way-of, #view.asked g.words { opacity: 0.18; }
#view.asked g.near { opacity: 1; }
#view g { transition: opacity 0.12s; }
nav { position: fixed; right: 16px; bottom: 16px; display: flex; gap: 6px; }
nav button { font: 600 16px system-ui, sans-serif; min-width: 38px; height: 38px; border-radius: 8px;
  border: 1px solid #cfccc2; background: #fff; color: #22282e; cursor: pointer; }
@media (prefers-color-scheme: dark) {
  html, body { background: #17191c; }
  nav button { background: #22262a; color: #e6e6e1; border-color: #40464c; }
}
@media print { nav { display: none; } }"""

_SCRIPT: Final = """\
const view = document.getElementById("view"), picture = view.querySelector("svg");
const width = picture.width.baseVal.value, height = picture.height.baseVal.value;
const held = new Map();
let scale = 1, left = 0, top_ = 0;
function show() { picture.style.transform = `translate(${left}px, ${top_}px) scale(${scale})`; }
function fit() {
  const room = Math.min(view.clientWidth / width, view.clientHeight / height);
  scale = Math.min(Math.max(room, 0.55), 1.6);
  left = Math.max(0, (view.clientWidth - width * scale) / 2);
  top_ = Math.max(0, (view.clientHeight - height * scale) / 2);
  show();
}
function zoom(factor, x, y) {
  const now = Math.min(Math.max(scale * factor, 0.1), 8);
  left = x - (x - left) * now / scale;
  top_ = y - (y - top_) * now / scale;
  scale = now;
  show();
}
view.addEventListener("wheel", event => {
  event.preventDefault();
  zoom(Math.exp(-event.deltaY / 400), event.clientX, event.clientY);
}, { passive: false });
view.addEventListener("pointerdown", event => {
  view.setPointerCapture(event.pointerId);
  held.set(event.pointerId, event);
  view.classList.add("held");
});
view.addEventListener("pointermove", event => {
  const was = held.get(event.pointerId);
  if (!was) return;
  const other = [...held.values()].find(one => one.pointerId !== event.pointerId);
  if (other) {
    const far = one => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
    zoom(far(event) / Math.max(far(was), 1), other.clientX, other.clientY);
  } else {
    left += event.clientX - was.clientX;
    top_ += event.clientY - was.clientY;
    show();
  }
  held.set(event.pointerId, event);
});
for (const name of ["pointerup", "pointercancel"]) view.addEventListener(name, event => {
  held.delete(event.pointerId);
  if (!held.size) view.classList.remove("held");
});
const boxes = [...picture.querySelectorAll("g.box")], ways = [...picture.querySelectorAll("[data-ends]")];
for (const box of boxes) {
  const own = box.dataset.box;
  box.addEventListener("pointerenter", () => {
    if (held.size) return;
    const near = new Set([own]);
    for (const way of ways) {
      const ends = way.dataset.ends.split(" ");
      way.classList.toggle("near", ends.includes(own));
      if (ends.includes(own)) ends.forEach(end => near.add(end));
    }
    for (const other of boxes) other.classList.toggle("near", near.has(other.dataset.box));
    view.classList.add("asked");
  });
  box.addEventListener("pointerleave", () => view.classList.remove("asked"));
}
const middle = factor => zoom(factor, view.clientWidth / 2, view.clientHeight / 2);
document.getElementById("nearer").onclick = () => middle(1.3);
document.getElementById("farther").onclick = () => middle(1 / 1.3);
document.getElementById("all").onclick = fit;
addEventListener("resize", fit);
fit();"""


def html(picture: Picture) -> str:
    """The picture as a page: drag to move, wheel to draw near, rest on a box to see what belongs to it."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(picture.title)}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>\n"
        f'<div id="view">\n{svg(picture)}</div>\n'
        '<nav><button id="farther" title="Smaller">−</button><button id="all" title="All of it">All</button>'
        '<button id="nearer" title="Larger">+</button></nav>\n'
        f"<script>\n{_SCRIPT}\n</script>\n</body>\n</html>\n"
    )
