// The CSS checker's rules: the standard ones, and a guard for the engines of 2020 (Chrome 80, Safari 13) that old
// phones and the browsers inside chat programs still have. What they do not know may not be what a page depends on.
export default {
  extends: "stylelint-config-standard",
  reportNeedlessDisables: true,
  reportInvalidScopeDisables: true,
  reportDescriptionlessDisables: true,
  rules: {
    // (width <= 600px) is unknown to Safari before 16.4.
    "media-feature-range-notation": "prefix",
    "at-rule-disallowed-list": [
      "container",
      "import",
      "layer",
      "position-try",
      "property",
      "scope",
      "starting-style",
      "view-transition",
    ],
    "function-disallowed-list": [
      "anchor",
      "clamp",
      "color",
      "color-mix",
      "contrast-color",
      "hwb",
      "if",
      "image-set",
      "lab",
      "lch",
      "light-dark",
      "oklab",
      "oklch",
      "round",
    ],
    "selector-pseudo-class-disallowed-list": ["has", "is", "modal", "open", "popover-open", "user-invalid", "user-valid", "where"],
    // No nesting; an at-rule may hold rules.
    "max-nesting-depth": [0, { ignore: ["blockless-at-rules"], ignoreAtRules: ["media", "supports"] }],
    "selector-nested-pattern": "^$",
    "property-disallowed-list": [
      "aspect-ratio",
      "inset",
      "/^inset-/",
      "/^(margin|padding|border)-(inline|block)$/",
      "rotate",
      "scale",
      "translate",
    ],
    "unit-disallowed-list": ["cap", "cqb", "cqh", "cqi", "cqw", "dvh", "dvw", "ic", "lh", "lvh", "lvw", "rlh", "svh", "svw"],
    // Components: one block for each macro, with our prefix; what is no component has a plain name.
    "selector-class-pattern": "^(c-)?[a-z][a-z0-9]*(-[a-z0-9]+)*(__[a-z0-9]+(-[a-z0-9]+)*)?(--[a-z0-9]+(-[a-z0-9]+)*)?$",
    "custom-property-empty-line-before": null,
    // currentColor as it is written everywhere.
    "value-keyword-case": ["lower", { camelCaseSvgKeywords: true }],
    // The order of rules in the file is the order of the components, not of their weight.
    "no-descending-specificity": null,
    // Safari 13 knows its own prefix only.
    "property-no-vendor-prefix": [true, { ignoreProperties: ["text-size-adjust", "appearance"] }],
  },
};
