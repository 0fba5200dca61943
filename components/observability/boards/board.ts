import type { Labelled } from "../../labels.ts";

/** The boards that a system may have (DSH-01…DSH-08). Each has those that it has something to show on. */
export type BoardName =
  | "overview"
  | "objectives"
  | "services"
  | "addresses"
  | "resources"
  | "workers"
  | "database"
  | "stores"
  | "backups"
  | "watch-list"
  | "business"
  | "cost"
  | "third-parties"
  | "telemetry";

/** A page of panels about one side of a system, before it is put into Grafana's words. */
export interface Board {
  readonly name: BoardName;
  /** What it is about, in a sentence for who sees it for the first time. */
  readonly about: string;
  readonly rows: readonly Row[];
}

/** Panels that belong together, under one heading. */
export interface Row {
  readonly title: string;
  readonly panels: readonly (Panel | TextPanel)[];
}

/** Units as Grafana calls them. */
export type Unit = "short" | "percentunit" | "s" | "bytes" | "Bps" | "reqps" | "ops" | "currencyUSD";

/** A panel that draws what queries come to. */
export interface Panel {
  /** `lines` over time, a `number` for each of its series now, or a `table` of series. */
  readonly kind: "lines" | "number" | "table";
  /** Unique on its board. */
  readonly title: string;
  /** What is drawn, and what to make of it. */
  readonly description: string;
  readonly unit: Unit;
  readonly queries: readonly PanelQuery[];
  /** Bounds that are drawn across. @default none */
  readonly bounds?: readonly Bound[];
  /** The alerts that go by what is drawn, which lead to this panel. @default none */
  readonly alerts?: ShownAlerts;
  /** How wide, in twenty-fourths of the board. @default 8 */
  readonly width?: number;
  /** The top of the scale. @default as high as what is drawn */
  readonly most?: number;
  /** How far back it looks, whatever the board does, as `30d`. @default as far as the board */
  readonly span?: string;
}

/** A panel with words in it. */
export interface TextPanel {
  readonly kind: "text";
  readonly title: string;
  /** What the words are for. */
  readonly description: string;
  /** In Markdown. */
  readonly text: string;
}

/** What is asked of Prometheus, and what its series are called in the legend. */
export interface PanelQuery {
  readonly expr: string;
  /** May name labels, as `{{pod}}`. */
  readonly legend: string;
}

/** A value that something is held against. */
export interface Bound {
  readonly at: number;
  /** `target` is what was promised; at the others somebody is told. */
  readonly is: "target" | "ticket" | "page";
}

/** Alerts by their names. */
export interface ShownAlerts {
  readonly names: readonly string[];
  /** Those alone that have these labels. @default any */
  readonly labels?: Readonly<Record<string, string>>;
  /** Those alone that are about these parts. @default any */
  readonly parts?: readonly string[];
}

/** What Grafana knows a board by, at most 40 characters. Links to it stay good as long as system, environment and name do. */
export const boardUid = (
  { system, environment }: Pick<Labelled, "system" | "environment">,
  name: BoardName,
): string => `${system}-${environment}-${name}`;

/** What a board is called, in words: `watch list`. */
export const boardTitle = (name: BoardName): string => name.replaceAll("-", " ");

/** The panels of a board in their order, which is what they are numbered by, from 1. */
export const panelsOf = ({ rows }: Pick<Board, "rows">): readonly (Panel | TextPanel)[] =>
  rows.flatMap(({ panels }) => panels);
