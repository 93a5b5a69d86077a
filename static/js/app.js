// Every page works without this. It moves the focus to what went wrong or was done, keeps a second
// click on the same button from sending a form twice, and folds the menu away on a telephone.
import { Button, ErrorSummary, NotificationBanner, ServiceNavigation, createAll, isSupported } from "../build/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

if (isSupported()) {
  createAll(ErrorSummary);
  createAll(NotificationBanner);
  createAll(ServiceNavigation);
  createAll(Button, { preventDoubleClick: true });
}
