import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isMap, parseDocument, visit } from "yaml";
import { paths } from "../paths.ts";
import { ensureStack } from "./state-folder.ts";

export interface ThrowAwayState {
  readonly environment: NodeJS.ProcessEnv;
  /** A copy of the stack's file: the engine writes the salt of its passphrase into it. */
  readonly configFile: string;
  remove(): void;
}

/** A state in which nothing exists, encrypted with a passphrase that nobody will need again. */
export function throwAwayState(
  project: string,
  stack: string,
  stackFile: string | undefined,
): ThrowAwayState {
  removeAbandoned();
  const folder = join(paths.preview, `${stack}.${process.pid}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const configFile = join(folder, `Pulumi.${stack}.yaml`);
  writeFileSync(configFile, stackFile === undefined ? "" : withoutEncryption(stackFile));
  ensureStack(folder, project, stack);
  return {
    configFile,
    environment: {
      PULUMI_BACKEND_URL: pathToFileURL(folder).href,
      PULUMI_CONFIG_PASSPHRASE: randomBytes(24).toString("base64url"),
      PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A preview that was killed could not clear up after itself. */
function removeAbandoned(): void {
  if (!existsSync(paths.preview)) return;
  for (const name of readdirSync(paths.preview)) {
    if (!isRunning(Number(name.split(".").at(-1)))) {
      rmSync(join(paths.preview, name), { recursive: true, force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** The file's own key belongs to the team's backend, and values under it cannot be read without that. */
export function withoutEncryption(stackFile: string): string {
  const document = parseDocument(readFileSync(stackFile, "utf8"));
  visit(document, {
    Map: (_key, map) => {
      if (map.items.length !== 1 || !map.has("secure")) return undefined;
      throw new Error(
        `${stackFile} holds encrypted values, which only the stack's own backend can read. ` +
          `Configure it with "pulumi login <backend>", then run this again.`,
      );
    },
  });
  if (!isMap(document.contents)) return "";
  for (const key of ["encryptionsalt", "encryptedkey", "secretsprovider"]) document.delete(key);
  return document.toString();
}
