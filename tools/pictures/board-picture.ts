import type { Labelled } from "../../components/labels.ts";
import {
  type Board,
  boardTitle,
  type Panel,
  panelsOf,
  type TextPanel,
} from "../../components/observability/boards/board.ts";
import { dashboardJson } from "../../components/observability/boards/dashboard-json.ts";
import type { Answer } from "./asked-prometheus.ts";
import { type DrawnLine, escaped, formatted, panelPicture } from "./panel-picture.ts";

/** What a query of a panel came to, with what its series are called. */
export interface DrawnQuery {
  readonly legend: string;
  readonly answers: readonly Answer[];
}

/** What a board is drawn from. */
export interface DrawnBoard {
  readonly labelled: Labelled;
  readonly board: Board;
  readonly queries: (panel: Panel) => readonly DrawnQuery[];
}

const column = 50;
const row = 26;
const top = 34;

interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** A board as a picture, with its panels where Grafana has them. Its titles stand in it as text. */
export async function boardPicture({ labelled, board, queries }: DrawnBoard): Promise<string> {
  const placed = (dashboardJson(board, { labelled }).panels ?? []).map((panel) => ({
    title: panel.title ?? "",
    isRow: panel.type === "row",
    place: panel.gridPos ?? { x: 0, y: 0, w: 24, h: 1 },
  }));
  const panels = new Map(panelsOf(board).map((panel) => [panel.title, panel]));
  const parts: string[] = [];
  for (const { title, isRow, place } of placed) {
    const panel = panels.get(title);
    if (isRow) parts.push(heading(title, place));
    else if (panel) parts.push(await framed(panel, place, panel.kind === "text" ? [] : queries(panel)));
  }
  const height = top + Math.max(...placed.map(({ place }) => (place.y + place.h) * row)) + 8;
  const name = `${labelled.system} ${labelled.environment}: ${boardTitle(board.name)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 ${height}" font-family="sans-serif">`,
    `<rect width="1200" height="${height}" fill="#f4f5f5"/>`,
    `<text x="8" y="22" font-size="16" fill="#222">${escaped(name)} (made-up data)</text>`,
    ...parts,
    "</svg>",
    "",
  ].join("\n");
}

const heading = (title: string, { x, y }: Place): string =>
  `<text x="${x * column + 8}" y="${top + y * row + 18}" font-size="13" font-weight="bold" fill="#444">${escaped(title)}</text>`;

async function framed(
  panel: Panel | TextPanel,
  { x, y, w, h }: Place,
  queries: readonly DrawnQuery[],
): Promise<string> {
  const width = w * column - 6;
  const height = h * row - 6;
  return [
    `<g transform="translate(${x * column + 3},${top + y * row})">`,
    `<rect width="${width}" height="${height}" fill="#fff" stroke="#dcdcdc"/>`,
    `<text class="panel" x="8" y="16" font-size="11" fill="#222">${escaped(panel.title)}</text>`,
    `<g transform="translate(0,20)">${await content(panel, queries, width, height - 34)}</g>`,
    "</g>",
  ].join("\n");
}

async function content(
  panel: Panel | TextPanel,
  queries: readonly DrawnQuery[],
  width: number,
  height: number,
): Promise<string> {
  if (panel.kind === "text")
    return panel.text
      .split("\n")
      .filter((line) => !line.startsWith("| ---"))
      .map((line, index) => words(line.replaceAll(/\[([^\]]*)\]\([^)]*\)|`/g, "$1"), 14 + index * 17))
      .join("");
  const lines = queries.flatMap(({ legend, answers }) => answers.map((answer) => lineOf(legend, answer)));
  if (panel.kind === "lines") {
    const drawn = lines.filter(({ points }) => points.length > 0);
    return drawn.length === 0
      ? words("nothing to draw", 24)
      : panelPicture({ panel, lines: drawn, width, height });
  }
  return lines
    .map(({ name, points }, index) => {
      const value = formatted(points.at(-1)?.[1] ?? 0, panel.unit);
      const at = panel.kind === "table" ? 14 + index * 17 : 30;
      return panel.kind === "table"
        ? words(name, at)
        : `<text x="${12 + (index * (width - 20)) / lines.length}" y="${at}" font-size="18" fill="#3a7d34">${escaped(value)}</text>` +
            `<text x="${12 + (index * (width - 20)) / lines.length}" y="${at + 16}" font-size="9" fill="#555">${escaped(name)}</text>`;
    })
    .join("");
}

const words = (text: string, y: number): string =>
  `<text x="12" y="${y}" font-size="11" fill="#333">${escaped(text)}</text>`;

const lineOf = (legend: string, { labels, points }: Answer): DrawnLine => ({
  name: legend.replaceAll(/\{\{(\w+)\}\}/g, (_, label: string) => labels[label] ?? ""),
  points,
});
