import type { Watch } from "../../../model/watch.ts";
import { recordedValue, type WatchLine, type WatchUnit } from "../watches/watch-line.ts";
import type { WatchedPart } from "../watches/watched-part.ts";
import type { Board, Bound, Panel, Unit } from "./board.ts";

/** A watch at one part, with the numbers that it draws there. */
export interface ShownWatch {
  readonly watch: Pick<Watch, "name" | "kind" | "severity">;
  readonly at: WatchedPart;
  readonly lines: readonly WatchLine[];
  /** The names of its alerts. */
  readonly alerts: readonly string[];
}

const units: Readonly<Record<WatchUnit, Unit>> = {
  seconds: "s",
  share: "percentunit",
  count: "short",
  tokens: "short",
  dollars: "currencyUSD",
};

/** What is watched beside the objectives, each with its target and the line from which on somebody is told (DSH-02, OBS-06). */
export const watchListBoard = (watches: readonly ShownWatch[]): Board => ({
  name: "watch-list",
  about:
    "What is watched beside the objectives: where each number should be, and from where on somebody is told.",
  rows: [...Map.groupBy(watches, ({ watch }) => watch.name)].map(([name, ofName]) => ({
    title: name.replaceAll("-", " "),
    panels: ofName.flatMap(watchPanels),
  })),
});

/** A panel for each number of a watch. */
export const watchPanels = (shown: ShownWatch): readonly Panel[] =>
  shown.lines.map((line) => linePanel(shown, line));

function linePanel({ watch, at, alerts }: ShownWatch, line: WatchLine): Panel {
  const bounds: readonly Bound[] = [
    ...(line.target === undefined ? [] : [{ at: line.target, is: "target" } as const]),
    ...(line.alert === undefined ? [] : [{ at: line.alert, is: watch.severity }]),
  ];
  return {
    kind: "lines",
    title: `${at.part}: ${line.name.replaceAll("-", " ")}`,
    description: `${line.title.charAt(0).toUpperCase()}${line.title.slice(1)}.`,
    unit: units[line.unit],
    queries: [{ expr: recordedValue(at, line.name), legend: at.part }],
    ...(bounds.length > 0 && { bounds }),
    alerts: { names: alerts, labels: { watch: watch.name, part: at.part } },
  };
}
