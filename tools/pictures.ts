import { mkdirSync, writeFileSync } from "node:fs";
import { type Panel, panelsOf } from "../components/observability/boards/board.ts";
import { promqlNames } from "../tests/support/promql-names.ts";
import { type AskedPrometheus, withPrometheus } from "./pictures/asked-prometheus.ts";
import { boardPicture, type DrawnQuery } from "./pictures/board-picture.ts";
import { openMetrics } from "./pictures/open-metrics.ts";
import { picturedBoards } from "./pictures/pictured-boards.ts";

// Draws every kind of board from data that is made up: Debian's Prometheus answers the panels' own queries, and Vega draws
// what it answers. Where Grafana itself puts what, and in which colours, it says alone.
const to = Date.UTC(2026, 0, 14, 18) / 1000;
const span = { from: to - 6 * 3_600, to, step: 900 };

const boards = picturedBoards();
const panels = boards.flatMap(({ board }) =>
  panelsOf(board).flatMap((panel) => (panel.kind === "text" ? [] : [panel])),
);
const asked = panels.flatMap(({ queries }) => queries.flatMap(({ expr }) => promqlNames(expr).asked));

await withPrometheus(openMetrics(asked, span), async (prometheus) => {
  mkdirSync("docs/dashboards", { recursive: true });
  for (const { labelled, board, file } of boards) {
    const drawn = new Map<Panel, readonly DrawnQuery[]>();
    for (const panel of panelsOf(board))
      if (panel.kind !== "text") drawn.set(panel, await answersTo(prometheus, panel));
    const picture = await boardPicture({ labelled, board, queries: (panel) => drawn.get(panel) ?? [] });
    writeFileSync(file, picture);
    console.log(`${file} (${Math.round(picture.length / 1024)} KB)`);
  }
});

async function answersTo(prometheus: AskedPrometheus, { queries }: Panel): Promise<readonly DrawnQuery[]> {
  const answers: DrawnQuery[] = [];
  for (const { expr, legend } of queries)
    answers.push({ legend, answers: await prometheus.over(expr, span) });
  return answers;
}
