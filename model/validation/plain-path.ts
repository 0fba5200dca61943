/** Segments of characters that need no escape, none of them a step up or in place, and no slash at the end. */
export const plainPath = /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)+$/;

/** What to say of a path that is not {@link plainPath}. */
export const notPlain = (path: string): string =>
  `"${path}" is not a plain path; write segments such as /api/orders, with no slash at the end`;
