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
fit();
