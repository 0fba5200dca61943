import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { panelsOf } from "../../../components/observability/boards/board.ts";
import { openMetrics } from "../../../tools/pictures/open-metrics.ts";
import { picturedBoards } from "../../../tools/pictures/pictured-boards.ts";
import { promqlNames } from "../../support/promql-names.ts";

const root = new URL("../../../", import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, root), "utf8");
const plain = (text: string): string =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

describe("pictures of boards", () => {
  const boards = picturedBoards();

  test("are one for each kind, and none is left over", () => {
    expect(readdirSync(new URL("docs/dashboards/", root)).sort()).toEqual(
      boards.map(({ board }) => `${board.name}.svg`).sort(),
    );
  });

  test.each(boards)(
    "show the panels that the board has, and no others: $board.name; if not, run `make pictures`",
    ({ board, file }) => {
      const picture = read(file);
      const titles = [...picture.matchAll(/<text class="panel"[^>]*>([^<]*)</g)].map(([, title = ""]) =>
        plain(title),
      );
      expect(titles).toEqual(panelsOf(board).map(({ title }) => title));
      expect(picture).toContain("made-up data");
      expect(picture.length).toBeLessThan(120_000);
    },
  );

  test("stand on the page about boards", () => {
    const page = read("docs/dashboards.md");
    for (const { board } of boards) expect(page).toContain(`(dashboards/${board.name}.svg)`);
  });
});

describe("made-up data", () => {
  const drawn = (query: string): readonly string[] =>
    openMetrics(promqlNames(query).asked, { from: 1_768_370_400, to: 1_768_374_000 }).split("\n");

  test("has the labels that a query asks for, and ends as Prometheus wants it", () => {
    const lines = drawn(
      'sum(rate(http_request_duration_seconds_count{namespace="atlas-ux-production",job="web",path!~"/metrics",status=~"5.."}[5m]))',
    );
    expect(lines.at(-2)).toBe("# EOF");
    expect(lines[0]).toMatch(/^http_request_duration_seconds_count\{.*status="500"\} \d/);
    for (const line of lines.slice(0, -2)) expect(line).toContain('job="web"');
  });

  test("is the same each time", () => {
    expect(drawn("up")).toEqual(drawn("up"));
  });

  test("counts upwards", () => {
    const values = drawn('redis_keyspace_hits_total{job="odd-scenes-production/cache-exporter"}')
      .filter((line) => line.startsWith("redis"))
      .map((line) => Number(line.split(" ").at(-2)));
    expect(values.length).toBeGreaterThan(50);
    expect(values).toEqual(values.toSorted((one, other) => one - other));
  });
});
