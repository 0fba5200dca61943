import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Canary } from "./canary.ts";
import { encodingNames } from "./encodings.ts";
import { type Leak, leaksIn, type Place } from "./leak-search.ts";

interface Row {
  places: number;
  bytes: number;
  canaries: number;
  hits: number;
}

/** Searches, and keeps count of what was searched, so that a search through nothing is seen. */
export class LeakTable {
  readonly #rows = new Map<string, Row>();
  readonly #search: typeof leaksIn;

  /** @param searching How secrets are looked for. @default by the marks of canaries */
  constructor(searching: typeof leaksIn = leaksIn) {
    this.#search = searching;
  }

  /** Searches places of one sort, and counts them in its row of the table. @returns what leaked */
  search(searched: string, places: readonly Place[], canaries: readonly Canary[]): readonly Leak[] {
    const leaks = this.#search(places, canaries);
    const row = this.#rows.get(searched) ?? { places: 0, bytes: 0, canaries: 0, hits: 0 };
    row.places += places.length;
    row.bytes += places.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
    row.canaries += canaries.length;
    row.hits += leaks.length;
    this.#rows.set(searched, row);
    return leaks;
  }

  toString(): string {
    const head = ["searched", "places", "kB", "canaries", "hits"];
    const body = [...this.#rows].map(([searched, { places, bytes, canaries, hits }]) => [
      searched,
      ...[places, Math.ceil(bytes / 1000), canaries, hits].map(String),
    ]);
    const columns = head.map((_, column) => [head, ...body].map((row) => row[column] ?? ""));
    const widths = columns.map((cells) => Math.max(...cells.map(({ length }) => length)));
    const lines = [head, ...body].map((row) =>
      row
        .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
        .join("  "),
    );
    const hits = [...this.#rows.values()].reduce((sum, row) => sum + row.hits, 0);
    return `Leak search, each canary ${encodingNames.join(", in ")}; hits: ${hits}\n${lines.join("\n")}\n`;
  }

  /** Leaves the table where the suite that runs this prints it. */
  write(file: string): void {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, this.toString());
  }
}
