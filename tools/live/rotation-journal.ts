import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { paths } from "../../toolchain/paths.ts";
import { writeWhole } from "../../toolchain/steps/atomic-file.ts";

const OWN_ALONE = 0o600;

/**
 * A stack's file as it was before its passphrase was changed. The engine writes the file first and the state last, so a
 * change that is cut off between them leaves a file that does not fit the state. What is kept is as encrypted as the file.
 */
export class RotationJournal {
  readonly #journal: string;
  readonly #interrupted: string;
  readonly #file: string;

  constructor(stack: string, file: string) {
    const folder = join(paths.tools, "rotation");
    this.#journal = join(folder, `${stack}.json`);
    this.#interrupted = join(folder, `${stack}.interrupted.yaml`);
    this.#file = file;
  }

  isThere(): boolean {
    return existsSync(this.#journal);
  }

  keep(): void {
    const text = existsSync(this.#file) ? readFileSync(this.#file, "utf8") : null;
    writeWhole(this.#journal, JSON.stringify({ text }), OWN_ALONE);
  }

  /** Puts the file back. What stood there may have been edited since, so that is kept beside the journal. */
  restore(): void {
    const { text } = JSON.parse(readFileSync(this.#journal, "utf8")) as { readonly text: string | null };
    if (existsSync(this.#file)) writeWhole(this.#interrupted, readFileSync(this.#file, "utf8"), OWN_ALONE);
    if (text === null) rmSync(this.#file, { force: true });
    else writeWhole(this.#file, text);
    this.forget();
  }

  forget(): void {
    rmSync(this.#journal, { force: true });
  }
}
