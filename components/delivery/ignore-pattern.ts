import { posix } from "node:path";

/** One line of a `.dockerignore` file. */
export interface IgnorePattern {
  /** Whether it shows again what a line before it hid. */
  readonly exception: boolean;
  /** Matches a path below the context, or a folder with all that is in it. */
  readonly expression: RegExp;
  /** What every path that it matches begins with. */
  readonly firmPart: string;
  /** Whether it has no wildcard, so that the firm part is all of it. */
  readonly firm: boolean;
}

/**
 * Reads one line as Docker does: a pattern of Go's `filepath.Match` from the top of the context, and `**` for any
 * number of folders. Upper and lower case differ on every machine.
 * @throws SyntaxError when Docker would refuse the line.
 */
export function ignorePattern(line: string): IgnorePattern {
  const exception = line.startsWith("!");
  const given = exception ? line.slice(1).trim() : line;
  const pattern = withoutTrailingSlash(posix.normalize(given)).replace(/^\/(?=.)/, "");
  if (exception && (given === "" || pattern === "/")) throw new SyntaxError("an exception from nothing");
  const wild = pattern.search(/[*?[\\]/);
  return {
    exception,
    expression: expressionOf(pattern),
    firmPart: wild === -1 ? pattern : pattern.slice(0, wild),
    firm: wild === -1,
  };
}

const withoutTrailingSlash = (path: string): string => path.replace(/(?<=.)\/$/, "");

/** The parts of a pattern: `**` with its slash, a wildcard, a class of characters, an escape, or any other character. */
const parts = /\*\*\/?|\*|\?|\[\^?(?:\\.|[^\]\\])+\]|\\.|./gsu;

/** `**.log`: everywhere else what follows `**` starts a name, but after a leading one it may also end it. */
const ending = /^\*\*[^/*?[\]\\][^*?[\]\\]*$/;

function expressionOf(pattern: string): RegExp {
  const found = pattern.match(parts) ?? [];
  const source = found.map((part, index) => {
    if (part.startsWith("**")) return index === found.length - 1 || ending.test(pattern) ? ".*" : "(?:.*/)?";
    if (part === "*") return "[^/]*";
    if (part === "?") return "[^/]";
    if (part === "[" || part === "\\") throw new SyntaxError(`"${part}" begins what does not end`);
    if (part.startsWith("[")) return part.replaceAll(/\\(.)/gsu, (_, escaped: string) => literal(escaped));
    return literal(part.startsWith("\\") ? part.slice(1) : part);
  });
  return new RegExp(`^${source.join("")}$`, "su");
}

const literal = (character: string): string => character.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&");
