import type { Duration } from "../../model/quantities/duration.ts";
import type { Seen } from "./look.ts";
import { type Reading, type Signal, type SignalKind, signalKinds } from "./signal.ts";
import { type Breach, looksInARow } from "./standing.ts";

/** `03:30` */
export function clockText({ wholeSeconds }: Duration): string {
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${two(Math.floor(wholeSeconds / 60))}:${two(wholeSeconds % 60)}`;
}

/** A look in one line: of each kind the worst. */
export const lookText = (seen: readonly Seen[]): string =>
  signalKinds.flatMap((kind) => kindText(kind, seen)).join("; ");

function kindText(kind: SignalKind, seen: readonly Seen[]): string[] {
  const ofKind = seen.filter(({ signal }) => signal.kind === kind);
  if (ofKind.length === 0) return [];
  const read = ofKind.flatMap(({ signal, reading }) =>
    typeof reading === "string" ? [] : [{ signal, reading }],
  );
  const worst = read.toSorted((one, other) => other.reading.load - one.reading.load)[0];
  if (worst !== undefined) return [readingText(worst.signal, worst.reading)];
  return [
    ofKind.some(({ reading }) => reading === "unknown") ? `${kind}: unknown` : `${kind}: too early to tell`,
  ];
}

const readingText = ({ service }: Signal, { text }: Reading): string => `${service} ${text}`;

/** What is beyond what is allowed and may yet pass. */
export const pendingText = ({ signal, reading, looks }: Breach): string =>
  `  beyond its limit at ${looks} of ${looksInARow} looks: ${readingText(signal, reading)}; ${signal.bound}`;

/** What the release is taken back for. */
export const breachText = ({ signal, reading }: Breach): string =>
  `BREACH of ${readingText(signal, reading)}; ${signal.bound}. What to do: ${signal.page}`;

/** What nobody could tell. */
export const unknownText = ({ kind, service }: Signal): string =>
  `Nobody could tell the ${kind} of ${service}.`;
