import type { AskOptions, Reply } from "../support/ask.ts";
import type { EdgeClient, EdgeQuestion } from "./edge-client.ts";

/** One thing that is asked for at the edge, and what must be seen. */
export interface Check {
  readonly question: EdgeQuestion;
  /** What is asked for, in a few words. */
  readonly asked: string;
  readonly expected: string;
  /** What an answer shows, in the words of `expected`. */
  readonly seen: (reply: Reply) => string;
}

/** Something that was seen at the edge. */
export interface Row {
  readonly host: string;
  readonly asked: string;
  readonly seen: string;
}

/** Asks for everything at once, and returns the table of what was seen. @throws Error with all that was not so. */
export async function expectAll(
  client: EdgeClient,
  checks: readonly Check[],
  options: Omit<AskOptions, "authority"> = {},
): Promise<readonly Row[]> {
  const replies = await client.ask(
    checks.map(({ question }) => question),
    { atOnce: 8, ...options },
  );
  const rows: Row[] = [];
  const wrong: string[] = [];
  for (const [index, { question, asked, expected, seen: read }] of checks.entries()) {
    const reply = replies[index];
    if (reply === undefined) throw new Error(`${asked} was not answered`);
    const { host } = question.endpoint;
    const seen = read(reply);
    rows.push({ host, asked, seen });
    if (seen !== expected) wrong.push(`${host}, ${asked}: ${seen}, and not ${expected}`);
  }
  if (wrong.length > 0) throw new Error(wrong.join("\n"));
  return rows;
}

/** Rows as lines of plain text, in columns; what was seen alike at one hostname is one line. */
export function tableOf(rows: readonly Row[]): string {
  const merged: Row[] = [];
  for (const row of rows) {
    const last = merged.at(-1);
    if (last?.host === row.host && last.seen === row.seen)
      merged.splice(-1, 1, { ...last, asked: `${last.asked}, ${row.asked}` });
    else merged.push(row);
  }
  const width = (column: "host" | "seen"): number => Math.max(...merged.map((row) => row[column].length));
  const [host, seen] = [width("host"), Math.min(width("seen"), WIDEST)];
  return merged
    .map((row) => `${row.host.padEnd(host)}  ${row.seen.padEnd(seen)}  ${row.asked}`)
    .join("\n    ");
}

const WIDEST = 60;

/** The values of a header, or that there are none. */
export const headerOf = ({ headers }: Reply, name: string): string =>
  (headers[name] ?? ["absent"]).join(" + ");

/** How a request ended, as far as its status tells; or why it has none. */
export const statusOf = ({ status, error }: Reply): string => (status === 0 ? (error ?? "") : String(status));
