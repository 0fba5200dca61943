/** The code of an answer of the API server that is an error. */
export const answerCode = (error: unknown): unknown =>
  error instanceof Error && "code" in error ? error.code : undefined;

/** Whether an error says that there is no such object, or no such kind, as where a definition is not there yet. */
export const isAbsence = (error: unknown): boolean =>
  answerCode(error) === 404 ||
  // The client finds the path of a kind by itself, and has no error class for a kind that is not served.
  (error instanceof Error && error.message.startsWith("Unrecognized API version and kind"));

/** Why something failed, in one line. */
export function reasonOf(error: unknown): string {
  const code = answerCode(error);
  if (typeof code === "number") return `the API server answers ${code}`;
  return error instanceof Error ? (error.message.split("\n", 1)[0] ?? error.name) : String(error);
}
