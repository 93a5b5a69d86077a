// Every page works without this. It moves the focus to what went wrong or was done, keeps a second
// click on the same button from sending a form twice, folds the menu away on a telephone, shows of
// the boxes for a date those it needs, and says before a person is signed out.
import { Button, ErrorSummary, NotificationBanner, ServiceNavigation, createAll, isSupported } from "../build/govuk-frontend.min.js";
import { showDueBoxes } from "./due.js";
import { warnBeforeSignOut } from "./sign_out.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

if (isSupported()) {
  createAll(ErrorSummary);
  createAll(NotificationBanner);
  createAll(ServiceNavigation);
  createAll(Button, { preventDoubleClick: true });
}

for (const group of document.querySelectorAll("[data-due]")) {
  showDueBoxes(group);
}

const warning = document.querySelector("[data-stay]");
if (warning) {
  warnBeforeSignOut(warning);
}
