// Of the boxes for a date, only those that the chosen kind of date needs are shown.
export function showDueBoxes(group) {
  const shape = group.querySelector("select");
  const boxes = group.querySelectorAll("[data-for]");

  function show() {
    for (const box of boxes) {
      box.hidden = !box.dataset.for.split("|").includes(shape.value);
    }
  }

  shape.addEventListener("change", show);
  show();
}
