// Keeps the progress of a job up to date while its page is open. Without this, the link
// "Check progress" says the same.
const shown = document.querySelector("[data-job]");
const EVERY = 1000;
const AFTER_A_FAILURE = 5000;

async function look() {
  let again = EVERY;
  try {
    const answer = await fetch(shown.dataset.job, { headers: { Accept: "application/json" } });
    if (answer.redirected || answer.status === 404) {
      window.location.reload();
      return;
    }
    if (answer.ok) {
      const job = await answer.json();
      if (job.state === "done" || job.state === "failed") {
        window.location.replace("?#outcome"); // the same page anew, with the focus on its heading
        return;
      }
      const bar = shown.querySelector("progress");
      const words = shown.querySelector("[role=status]");
      bar.value = job.percent;
      bar.textContent = `${job.percent}%`;
      if (words.textContent !== job.words) {
        words.textContent = job.words;
      }
    } else {
      again = AFTER_A_FAILURE;
    }
  } catch {
    again = AFTER_A_FAILURE;
  }
  window.setTimeout(look, again);
}

if (shown) {
  window.setTimeout(look, EVERY);
}
