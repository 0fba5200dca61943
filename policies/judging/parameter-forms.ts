import type { TextForm } from "./settings.ts";

/** A label's or an annotation's key, with or without a prefix. */
export const labelKeyForm: TextForm = {
  pattern: "^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$",
};

/** A size as Kubernetes writes it: `500m`, `8Gi`. */
export const quantityForm: TextForm = {
  pattern: "^([0-9]+[.]?[0-9]*|[.][0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]{1,2})?$",
};

/** A whole number above 0. */
export const wholeNumberForm: TextForm = { pattern: "^[1-9][0-9]{0,5}$" };

/** A time as Go writes it: `2160h`, `1h30m`. */
export const durationForm: TextForm = { pattern: "^([0-9]+[hms])+$" };

/** Days, weeks or months: `7d`, `4w`, `1m`. */
export const spanForm: TextForm = { pattern: "^[1-9][0-9]*[dwm]$" };

/** A namespace and a name: `shop/web`. */
export const namespacedNameForm: TextForm = { pattern: "^[^\\s/]+/[^\\s/]+$" };

/** A kind, a namespace and a name: `Deployment shop/web`. */
export const namespacedObjectForm: TextForm = { pattern: "^[A-Z][A-Za-z0-9]* [^\\s/]+/[^\\s/]+$" };
