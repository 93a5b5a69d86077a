// Three minutes before a session ends its pages say so, and one button puts it off. The server tells
// in a cookie when that is, so what is done in one window keeps the others from warning.
const BEFORE = 3 * 60 * 1000;
const EVERY = 5 * 1000;
const ENDS = /(?:^|; )(?:__Host-)?session-ends=(\d+)/;

const ends = () => 1000 * Number(ENDS.exec(document.cookie)?.[1] ?? Infinity);
const left = () => ends() - Date.now();

export function warnBeforeSignOut(dialog) {
  const button = dialog.querySelector("button");
  let closedAt = null; // the end about which no more is to be said

  // "soon": it can be put off; "last": it cannot; "over": nobody is signed in any more.
  function say(state) {
    dialog.dataset.state = state;
    for (const words of dialog.querySelectorAll("[data-when]")) {
      words.hidden = !words.dataset.when.split(" ").includes(state);
    }
    button.textContent = state === "soon" ? "Stay signed in" : "Close this message";
    const clock = new Date(ends())
      .toLocaleTimeString("en-GB", { hour: "numeric", minute: "2-digit", hour12: true })
      .replace(/\s/g, "");
    dialog.querySelector("[data-at]").textContent = `at ${clock}`;
    if (!dialog.open) {
      dialog.showModal();
    }
  }

  function look() {
    if (left() > BEFORE) {
      dialog.close();
      dialog.dataset.state = "";
    } else if (closedAt !== ends() && dialog.dataset.state !== "over") {
      if (left() <= 0) {
        say("over");
      } else if (!dialog.open) {
        say("soon");
      }
    }
  }

  async function answer() {
    if (dialog.dataset.state !== "soon") {
      closedAt = ends();
      dialog.close();
      return;
    }
    try {
      const told = await fetch(dialog.dataset.stay, { redirect: "manual" });
      if (told.status !== 204) {
        say("over");
      } else if (left() <= BEFORE) {
        say("last");
      } else {
        dialog.close();
      }
    } catch {
      // Not reached: the dialog stays, to be tried again.
    }
  }

  button.addEventListener("click", answer);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    answer();
  });
  document.addEventListener("visibilitychange", look);
  window.setInterval(look, EVERY);
  look();
}
