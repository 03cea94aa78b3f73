// The script checker's rules, each of them named: faults that a browser finds first, ways around the content policy, and
// a guard for the engines of 2020 (Chrome 80, Safari 13) that old phones and the browsers inside chat programs still have.
// ESLint 9 is the last that runs on Node 18, which Debian 12 has.

// Objects and methods that came after 2020.
const LATER_OBJECTS = [
  "AggregateError", "BroadcastChannel", "CompressionStream", "DecompressionStream", "FinalizationRegistry",
  "ResizeObserver", "WeakRef", "cookieStore", "requestIdleCallback", "scheduler", "structuredClone",
];
const LATER_METHODS = [
  "ListFormat", "Segmenter", "at", "checkVisibility", "findLast", "findLastIndex", "groupBy", "hasOwn", "isWellFormed",
  "randomUUID", "replaceAll", "replaceChildren", "requestSubmit", "showModal", "showPopover", "startViewTransition",
  "toReversed", "toSorted", "toSpliced", "toWellFormed", "togglePopover", "withResolvers", ...LATER_OBJECTS,
];
const anyOf = (names) => `/^(${names.join("|")})$/`;
const later = (selector) => ({ selector, message: "Engines of 2020 do not know this." });
const LATER = [
  later(`:matches(CallExpression, NewExpression)[callee.name=${anyOf(LATER_OBJECTS)}]`),
  later(`:matches(CallExpression, NewExpression)[callee.property.name=${anyOf(LATER_METHODS)}]`),
  later(`:matches(CallExpression, NewExpression)[callee.property.value=${anyOf(LATER_METHODS)}]`),
  // Safari learned to look behind in 2023; before that the whole script is a syntax error.
  later("Literal[regex.pattern=/\\(\\?<[=!]/]"),
];

// The minifier (rjsmin) takes blanks out of the inner one, words too.
const NESTED = { selector: "TemplateLiteral TemplateLiteral", message: "Join the texts instead." };

// A text of the data that becomes markup could bring a script or a style with it.
const MARKUP = ["innerHTML", "outerHTML", "insertAdjacentHTML", "write", "writeln", "createContextualFragment", "srcdoc"];

const BROWSER = [
  "Blob", "Intl", "TextDecoder", "URL", "URLSearchParams", "addEventListener", "clearTimeout", "document", "fetch",
  "getSelection", "history", "localStorage", "location", "matchMedia", "navigator", "print", "sessionStorage", "setTimeout",
  "window",
];
const readonly = (names) => Object.fromEntries(names.map((name) => [name, "readonly"]));

const FAULTS = {
  "array-callback-return": "error",
  "eqeqeq": "error",
  "no-async-promise-executor": "error",
  "no-cond-assign": "error",
  "no-const-assign": "error",
  "no-constant-condition": "error",
  "no-dupe-keys": "error",
  "no-duplicate-case": "error",
  "no-eval": "error",
  "no-fallthrough": "error",
  "no-implied-eval": "error",
  "no-new-func": "error",
  "no-redeclare": ["error", { builtinGlobals: false }],
  "no-self-compare": "error",
  "no-throw-literal": "error",
  "no-undef": "error",
  "no-unreachable": "error",
  "no-unused-vars": ["error", { caughtErrors: "none" }],
  "no-use-before-define": ["error", { functions: false, variables: false }],
  "no-var": "error",
  "prefer-const": "error",
  "use-isnan": "error",
  "valid-typeof": "error",
};

export default [
  { linterOptions: { reportUnusedDisableDirectives: "error" }, rules: FAULTS },
  {
    files: ["**/*.js"],
    // ES2019 is what both engines speak: Safari learned ?. and ?? with 13.1, class fields with 14.1.
    languageOptions: { ecmaVersion: 2019, sourceType: "script", globals: readonly(BROWSER) },
    rules: {
      "no-alert": "error",
      "no-console": "error",
      "no-restricted-properties": ["error", ...MARKUP.map((property) => ({ property, message: "Make elements instead." }))],
      "no-restricted-syntax": ["error", ...LATER, NESTED],
    },
  },
  {
    // Published in one file with the page, which calls its functions.
    files: ["**/search-text.js", "**/search-index.js", "**/search-view.js", "**/list-records.js"],
    rules: { "no-unused-vars": ["error", { vars: "local", caughtErrors: "none" }] },
  },
  { files: ["**/search-index.js"], languageOptions: { globals: { searchText: "readonly" } } },
  { files: ["**/search-view.js"], languageOptions: { globals: { openIndex: "readonly" } } },
  { files: ["**/search-page.js", "**/batch-page.js", "**/province-page.js"], languageOptions: { globals: { searchView: "readonly" } } },
  { files: ["**/list-filter.js"], languageOptions: { globals: { makeElement: "readonly", readRecords: "readonly" } } },
  { files: ["**/*.mjs"], languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: readonly(["process"]) } },
];
