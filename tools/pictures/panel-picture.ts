import * as vega from "vega";
import type { Panel, Unit } from "../../components/observability/boards/board.ts";

/** A line of a panel. */
export interface DrawnLine {
  readonly name: string;
  readonly points: readonly (readonly [number, number])[];
}

/** What a panel is drawn with. */
export interface PanelPicture {
  readonly panel: Pick<Panel, "bounds" | "unit" | "most">;
  readonly lines: readonly DrawnLine[];
  readonly width: number;
  readonly height: number;
}

const colours = [
  "#5794f2",
  "#73bf69",
  "#f2cc0c",
  "#ff9830",
  "#b877d9",
  "#ff7383",
  "#8ab8ff",
  "#96d98d",
  "#fff899",
  "#ffb357",
];
const boundColours = { target: "#1f60c4", ticket: "#e0752d", page: "#e02f44" } as const;

/** How numbers stand on an axis, in d3's words. */
const formats: Readonly<Record<Unit, string>> = {
  short: ".3~s",
  percentunit: ".3~p",
  s: ".3~s",
  bytes: ".3~s",
  Bps: ".3~s",
  reqps: ".3~s",
  ops: ".3~s",
  currencyUSD: "$.3~s",
};

const suffixes: Partial<Readonly<Record<Unit, string>>> = {
  s: "s",
  bytes: "B",
  Bps: "B/s",
  reqps: "/s",
  ops: "/s",
};

/** Numbers below a thousand stand as they are, longer times in hours and days. */
function axisLabel(unit: Unit): string {
  const value = "datum.value";
  const plain = `(abs(${value}) < 1000 ? format(${value}, '.3~g') : format(${value}, '.3~s')) + '${suffixes[unit] ?? ""}'`;
  if (unit === "percentunit" || unit === "currencyUSD") return `format(${value}, '${formats[unit]}')`;
  if (unit !== "s") return plain;
  return (
    `${value} >= 172800 ? format(${value} / 86400, '.3~g') + 'd' : ` +
    `${value} >= 7200 ? format(${value} / 3600, '.3~g') + 'h' : ${plain}`
  );
}

/** The lines of a panel with its bounds, as an element of SVG. */
export async function panelPicture({ panel, lines, width, height }: PanelPicture): Promise<string> {
  const { bounds = [], unit, most } = panel;
  const values = lines.flatMap(({ name, points }) =>
    points.map(([time, value]) => ({ name, time: time * 1000, value })),
  );
  const highest = Math.max(...values.map(({ value }) => value), ...bounds.map(({ at }) => at));
  const inner = { width: width - 64, height: height - 34 };
  const spec: vega.Spec = {
    ...inner,
    padding: { left: 56, right: 8, top: 6, bottom: 28 },
    autosize: "none",
    data: [
      { name: "lines", values },
      { name: "bounds", values: bounds.map(({ at, is }) => ({ at, colour: boundColours[is] })) },
    ],
    scales: [
      { name: "x", type: "utc", domain: { data: "lines", field: "time" }, range: "width" },
      {
        name: "y",
        type: "linear",
        domain: [
          Math.min(0, ...values.map(({ value }) => value)),
          most ?? (highest > 0 ? highest * 1.08 : 1),
        ],
        range: "height",
      },
      { name: "colour", type: "ordinal", domain: lines.map(({ name }) => name), range: colours },
    ],
    axes: [
      {
        orient: "bottom",
        scale: "x",
        tickCount: 4,
        format: "%H:%M",
        labelFlush: true,
        labelPadding: 6,
        labelFontSize: 10,
        labelColor: "#666",
        domainColor: "#ccc",
        ticks: false,
      },
      {
        orient: "left",
        scale: "y",
        tickCount: 4,
        grid: true,
        gridColor: "#eee",
        domain: false,
        ticks: false,
        labelFontSize: 10,
        labelColor: "#666",
        encode: { labels: { update: { text: { signal: axisLabel(unit) } } } },
      },
    ],
    marks: [
      {
        type: "group",
        clip: true,
        encode: { update: { width: { signal: "width" }, height: { signal: "height" } } },
        from: { facet: { name: "line", data: "lines", groupby: "name" } },
        marks: [
          {
            type: "line",
            from: { data: "line" },
            encode: {
              update: {
                x: { scale: "x", field: "time" },
                y: { scale: "y", field: "value" },
                stroke: { scale: "colour", field: "name" },
                strokeWidth: { value: 1.4 },
              },
            },
          },
        ],
      },
      {
        type: "rule",
        from: { data: "bounds" },
        encode: {
          update: {
            x: { value: 0 },
            x2: { signal: "width" },
            y: { scale: "y", field: "at" },
            stroke: { field: "colour" },
            strokeDash: { value: [5, 3] },
          },
        },
      },
    ],
  };
  const view = new vega.View(vega.parse(spec), { renderer: "none" });
  const drawn = slim(await view.toSVG());
  view.finalize();
  return drawn + legend(lines, { width, height });
}

/** What a reader of the page does not see takes most of the room. */
const slim = (svg: string): string =>
  svg
    .replace(/^<svg[^>]*>/, "<g>")
    .replace(/<\/svg>$/, "</g>")
    .replaceAll(/ (?:aria-[a-z]+|role|class|pointer-events|stroke-miterlimit|fill-opacity)="[^"]*"/g, "")
    .replaceAll(/<[^>]+>/g, (tag) => tag.replaceAll(/(\d+\.\d)\d+/g, "$1"))
    .replaceAll(/<path[^>]*d="M0,0h0v0h0Z"[^>]*><\/path>|<path[^>]*display="none"[^>]*><\/path>/g, "");

/** About how wide a letter of a legend is. */
const letterWidth = 5.2;

/** Names of lines, as far as they fit. */
function legend(
  lines: readonly DrawnLine[],
  { width, height }: Pick<PanelPicture, "width" | "height">,
): string {
  let letters = 10;
  const fitting = lines.findIndex(
    ({ name }) => (letters += Math.min(name.length, 22) + 4) * letterWidth > width,
  );
  const shown = fitting === -1 ? lines : lines.slice(0, fitting);
  const names = shown.map(
    ({ name }, index) =>
      `<tspan fill="${colours[index % colours.length] ?? ""}">■</tspan><tspan> ${escaped(name.slice(0, 22))}  </tspan>`,
  );
  const more = lines.length > shown.length ? `<tspan>and ${lines.length - shown.length} more</tspan>` : "";
  return `<text x="8" y="${height + 8}" font-size="9" fill="#555" xml:space="preserve">${names.join("")}${more}</text>`;
}

/** Text as it may stand in SVG. */
export const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** A number as it stands in a panel. */
export const formatted = (value: number, unit: Unit): string =>
  new Intl.NumberFormat("en", {
    notation: "compact",
    maximumFractionDigits: 1,
    ...(unit === "percentunit" && { style: "percent" }),
    ...(unit === "currencyUSD" && { style: "currency", currency: "USD" }),
  }).format(value) + (suffixes[unit] ?? "");
