/** Which of two passphrases opens something: `either` where nothing is encrypted. */
export type OpenedBy = "old" | "new" | "either" | "neither";

/**
 * What is to be done about a stack's passphrase, by who opens its file and its state.
 * `half`: a rotation was cut off after the file and before the state. `stale-file`: the state was rotated with another copy of the
 * file than this one.
 */
export type PassphraseVerdict = "rotate" | "done" | "half" | "stale-file" | "locked";

export function passphraseVerdict(file: OpenedBy, state: OpenedBy): PassphraseVerdict {
  if (file === "neither" || state === "neither") return "locked";
  if (file !== "new" && state !== "new") return "rotate";
  if (file !== "old" && state !== "old") return "done";
  return file === "new" ? "half" : "stale-file";
}
