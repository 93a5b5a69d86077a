// What is asked of every page's HTML: all that is recommended, save what is said here.
export default {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // The templates put it there; a reader never meets it.
    "no-trailing-whitespace": "off",
    // On a telephone a table's rows are laid out as blocks, and browsers then forget what they are.
    "no-redundant-role": "off",
    // A page is named after what it is about, as the papers print it.
    "long-title": "off",
    // Boxes to tick share a name as radios do.
    "form-dup-name": ["error", { shared: ["radio", "button", "reset", "submit", "checkbox"] }],
  },
};
