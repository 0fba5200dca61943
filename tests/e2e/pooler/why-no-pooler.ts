import { execFileSync } from "node:child_process";
import { whyNoImages } from "../app/images.ts";

/** The drivers' binaries are made for one Python. */
function whyNoPython(): string | undefined {
  try {
    const found = execFileSync("python3", ["--version"], { encoding: "utf8" }).trim();
    return found.startsWith("Python 3.11.")
      ? undefined
      : `its drivers take Python 3.11, and this is ${found}`;
  } catch {
    return "python3 is not on PATH";
  }
}

/** Why no pooler can be tried on this machine, in a line; nothing where one can. */
export const whyNoPooler = (): string | undefined => whyNoImages() ?? whyNoPython();
