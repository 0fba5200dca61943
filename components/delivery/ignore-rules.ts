import { type IgnorePattern, ignorePattern } from "./ignore-pattern.ts";

/** What a `.dockerignore` file keeps from a build. Paths are below the context, with `/` between their parts. */
export interface IgnoreRules {
  /** Whether a build does not see this file. */
  hides(path: string): boolean;
  /** Whether a build sees nothing at all below this folder, so that nobody needs to look. */
  hidesAllBelow(folder: string): boolean;
}

/** The rules of a context without a `.dockerignore`. */
export const noIgnoreRules: IgnoreRules = { hides: () => false, hidesAllBelow: () => false };

/**
 * Reads the text of a `.dockerignore` file as Docker does: the last line that matches a path decides.
 *
 * Written out here because the published package for it is a port of Docker's rules of 2020: it hides less than today's
 * for patterns such as `build**`, and fails on folders such as `(shop)`.
 * @throws SyntaxError when a line is no pattern; {@link invalidPatterns} finds them beforehand.
 */
export function ignoreRules(text: string): IgnoreRules {
  const patterns = patternLines(text).map(ignorePattern);
  const exceptions = patterns.filter(({ exception }) => exception);
  const hides = (path: string): boolean => {
    const matched = withParents(path);
    const last = patterns.findLast(({ expression }) =>
      matched.some((candidate) => expression.test(candidate)),
    );
    return last !== undefined && !last.exception;
  };
  return {
    hides,
    hidesAllBelow: (folder) =>
      hides(folder) && !exceptions.some((exception) => mayReach(exception, `${folder}/`)),
  };
}

/** The lines of a `.dockerignore` file that are no patterns; Docker refuses to build with any. */
export function invalidPatterns(text: string): readonly string[] {
  return patternLines(text).filter((line) => {
    try {
      ignorePattern(line);
      return false;
    } catch {
      return true;
    }
  });
}

function patternLines(text: string): readonly string[] {
  return text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .filter((line) => !line.startsWith("#"))
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** A path and the folders that it is in: a pattern that matches one of them matches all that is below. */
function withParents(path: string): readonly string[] {
  const names = path.split("/");
  return names.map((_, index) => names.slice(0, index + 1).join("/"));
}

/** Whether an exception may show something below a folder. The folder ends in a slash. */
const mayReach = ({ firm, firmPart }: IgnorePattern, folder: string): boolean =>
  firmPart.startsWith(folder) || (!firm && folder.startsWith(firmPart));
