// Every page works without this. It moves the focus to an error summary, keeps a second click on
// the same button from sending a form twice, and folds the menu away on a telephone.
import { Button, ErrorSummary, ServiceNavigation, createAll, isSupported } from "../build/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

if (isSupported()) {
  createAll(ErrorSummary);
  createAll(ServiceNavigation);
  createAll(Button, { preventDoubleClick: true });
}
