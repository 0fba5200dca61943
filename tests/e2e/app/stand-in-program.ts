import { fileURLToPath } from "node:url";
import { goProgram } from "../go-program.ts";

/** Where the program's sources lie. */
export const programSources = fileURLToPath(new URL("program", import.meta.url));

/**
 * Path of the stand-in program. Under its own name `stand-in` it puts load on a service, gets a URL and looks up a name:
 * `stand-in load --help`.
 * @throws NoClusterHere without Go.
 */
export const standInProgram = (say: (line: string) => void): Promise<string> =>
  goProgram("stand-in", programSources, say);
