import * as common from "@grafana/grafana-foundation-sdk/common";
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import * as prometheus from "@grafana/grafana-foundation-sdk/prometheus";
import * as stat from "@grafana/grafana-foundation-sdk/stat";
import * as table from "@grafana/grafana-foundation-sdk/table";
import * as text from "@grafana/grafana-foundation-sdk/text";
import * as timeseries from "@grafana/grafana-foundation-sdk/timeseries";
import type { Labelled } from "../../labels.ts";
import { type Board, boardTitle, boardUid, type Bound, type Panel, type TextPanel } from "./board.ts";
import { releaseMarks } from "./release-marks.ts";

/** Which Prometheus is asked is chosen on the board. */
const datasource = { type: "prometheus", uid: "${datasource}" } as const;

/** Heights of panels, in rows of Grafana's grid. */
const heights = { lines: 8, number: 4, table: 8, text: 10 } as const;
/** Rows are numbered apart from panels, whose numbers stand in links. */
const firstRow = 1000;

const usualWidth = 8;
const wholeWidth = 24;

const colours = { target: "blue", ticket: "orange", page: "red" } as const;

const meanings = { target: "what was promised", ticket: "a ticket", page: "somebody is woken" } as const;

/** Bounds have no names in Grafana, so the words under a panel say what each line is. */
const describe = ({ description, bounds = [] }: Panel): string =>
  [description, ...bounds.map(({ at, is }) => `Line at ${at} (${colours[is]}): ${meanings[is]}.`)].join(" ");

function thresholds(bounds: readonly Bound[]): dashboard.ThresholdsConfigBuilder {
  const steps = bounds
    .toSorted((one, other) => one.at - other.at)
    .map(({ at, is }) => ({ value: at, color: colours[is] }));
  return new dashboard.ThresholdsConfigBuilder()
    .mode(dashboard.ThresholdsMode.Absolute)
    .steps([{ value: null, color: "green" }, ...steps]);
}

const refId = (index: number): string => String.fromCharCode("A".charCodeAt(0) + index);

function targets({ kind, queries }: Panel): prometheus.DataqueryBuilder[] {
  return queries.map(({ expr, legend }, index) => {
    const query = new prometheus.DataqueryBuilder().refId(refId(index)).expr(expr).legendFormat(legend);
    if (kind === "lines") return query.range();
    const now = query.instant();
    return kind === "table" ? now.format(prometheus.PromQueryFormat.Table) : now;
  });
}

function linesPanel(panel: Panel): timeseries.PanelBuilder {
  const builder = new timeseries.PanelBuilder()
    .min(0)
    .fillOpacity(5)
    .showPoints(common.VisibilityMode.Never)
    .legend(
      new common.VizLegendOptionsBuilder()
        .displayMode(common.LegendDisplayMode.List)
        .placement(common.LegendPlacement.Bottom)
        .showLegend(true),
    )
    .tooltip(new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi));
  return panel.bounds
    ? builder.thresholdsStyle(
        new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Line),
      )
    : builder;
}

function numberPanel(): stat.PanelBuilder {
  return new stat.PanelBuilder()
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(["lastNotNull"]))
    .graphMode(common.BigValueGraphMode.None)
    .colorMode(common.BigValueColorMode.Value);
}

/** The time of asking and the value of 1 say nothing in a table of series. */
const tablePanel = (): table.PanelBuilder =>
  new table.PanelBuilder().withTransformation({
    id: "organize",
    options: { excludeByName: { Time: true, Value: true } },
  });

function panelBuilder(panel: Panel | TextPanel, id: number) {
  if (panel.kind === "text")
    return new text.PanelBuilder()
      .id(id)
      .title(panel.title)
      .description(panel.description)
      .mode(text.TextMode.Markdown)
      .content(panel.text)
      .span(wholeWidth)
      .height(heights.text);
  const made =
    panel.kind === "lines" ? linesPanel(panel) : panel.kind === "number" ? numberPanel() : tablePanel();
  made
    .id(id)
    .title(panel.title)
    .description(describe(panel))
    .datasource(datasource)
    .unit(panel.unit)
    .span(panel.width ?? usualWidth)
    .height(heights[panel.kind])
    .targets(targets(panel))
    .thresholds(thresholds(panel.bounds ?? []));
  if (panel.most !== undefined) made.max(panel.most);
  if (panel.span !== undefined) made.timeFrom(panel.span);
  return made;
}

/** Other boards of the same system and environment. */
const siblings = (tags: string[]): dashboard.DashboardLinkBuilder =>
  new dashboard.DashboardLinkBuilder("Other boards")
    .type(dashboard.DashboardLinkType.Dashboards)
    .tags(tags)
    .asDropdown(true)
    .keepTime(true)
    .includeVars(true);

/** Whose board it is, and where the handbook is read. */
export interface DashboardOwner {
  readonly labelled: Labelled;
  /** Address of the folder with a page for each alert. @default none, and boards don't link to it */
  readonly runbooks?: string;
}

// The SDK prefers the second form of dashboards, which is made for Grafana's API. This one is read from files by every release.
/* eslint-disable @typescript-eslint/no-deprecated */

/** A board as Grafana reads it from a file. */
export function dashboardJson(board: Board, { labelled, runbooks }: DashboardOwner): dashboard.Dashboard {
  const { system, environment } = labelled;
  const tags = [system, environment];
  const builder = new dashboard.DashboardBuilder(`${system} ${environment}: ${boardTitle(board.name)}`)
    .uid(boardUid(labelled, board.name))
    .description(board.about)
    .tags(tags)
    .readonly()
    .timezone("browser")
    .time({ from: "now-6h", to: "now" })
    .refresh("1m")
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .link(siblings(tags))
    .withVariable(
      new dashboard.DatasourceVariableBuilder("datasource").label("Prometheus").type("prometheus"),
    )
    .annotation(releaseMarks(labelled, datasource));
  if (runbooks !== undefined)
    builder.link(
      new dashboard.DashboardLinkBuilder("Runbooks")
        .type(dashboard.DashboardLinkType.Link)
        .url(runbooks)
        .targetBlank(true),
    );
  let id = 0;
  for (const [row, { title, panels }] of board.rows.entries()) {
    builder.withRow(new dashboard.RowBuilder(title).id(firstRow + row));
    for (const panel of panels) builder.withPanel(panelBuilder(panel, ++id));
  }
  const built = builder.build();
  // The SDK would have links hidden in a menu.
  for (const link of built.links ?? []) delete link.placement;
  return built;
}
