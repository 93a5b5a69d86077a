// Every page works without this. It moves the focus to an error summary, and keeps a
// second click on the same button from sending a form twice.
import { Button, ErrorSummary, createAll, isSupported } from "../build/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

if (isSupported()) {
  createAll(ErrorSummary);
  createAll(Button, { preventDoubleClick: true });
}
