import { createHash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import type { Checkout } from "../../config/environment.ts";
import { type IgnoreRules, ignoreRules, noIgnoreRules } from "./ignore-rules.ts";

/** One file that a build sees. */
export interface ContextEntry {
  /** Below the context, with `/` between its parts. */
  readonly path: string;
  /** Whether it may be executed is all that Git carries of a file's mode, so it is all that two machines share. */
  readonly mode: "file" | "executable" | "link";
  /** SHA-256 of its bytes, of a link's target as it is written; hexadecimal. */
  readonly digest: string;
}

/** All that decides what a build makes. */
export interface BuildContext {
  /** In no particular order. */
  readonly entries: readonly ContextEntry[];
  /** SHA-256 of the Dockerfile that is followed, which counts even where the build does not see it; hexadecimal. */
  readonly dockerfile: string;
}

/** Path of the Dockerfile of a checkout, from where the context's own path starts. */
export const dockerfilePath = ({ context, dockerfile }: Checkout): string => join(context, dockerfile);

/** The file that says what a build does not see: the Dockerfile's own before the context's, as Docker has it. */
export function ignoreFilePath(checkout: Checkout): string | undefined {
  return [`${dockerfilePath(checkout)}.dockerignore`, join(checkout.context, ".dockerignore")].find((path) =>
    existsSync(path),
  );
}

/**
 * Reads what a build of a checkout sees: files and links, without what `.dockerignore` hides and without `.git`,
 * whose bytes differ between two clones of the same commit. Folders count by what is in them; Git has no others.
 * @throws Error of the file system, with the path, when a file can't be read.
 */
export function readBuildContext(checkout: Checkout): BuildContext {
  const ignoreFile = ignoreFilePath(checkout);
  const rules = ignoreFile === undefined ? noIgnoreRules : ignoreRules(readFileSync(ignoreFile, "utf8"));
  return {
    entries: [...visiblePaths(checkout.context, "", rules)].map((path) => readEntry(checkout.context, path)),
    dockerfile: digestOf(readFileSync(dockerfilePath(checkout))),
  };
}

function* visiblePaths(context: string, folder: string, rules: IgnoreRules): Generator<string> {
  for (const found of readdirSync(join(context, folder), { withFileTypes: true })) {
    const path = folder === "" ? found.name : `${folder}/${found.name}`;
    if (found.name === ".git") continue;
    if (found.isDirectory()) {
      if (!rules.hidesAllBelow(path)) yield* visiblePaths(context, path, rules);
    } else if ((found.isFile() || found.isSymbolicLink()) && !rules.hides(path)) {
      yield path;
    }
  }
}

const ownerMayExecute = 0o100;

function readEntry(context: string, path: string): ContextEntry {
  const file = join(context, path);
  const status = lstatSync(file);
  if (status.isSymbolicLink()) return { path, mode: "link", digest: digestOf(readlinkSync(file)) };
  const mode = (status.mode & ownerMayExecute) === 0 ? "file" : "executable";
  return { path, mode, digest: digestOf(readFileSync(file)) };
}

const digestOf = (bytes: string | Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
