import { describe, expect, test } from "vitest";
import { type Board, type Bound, panelsOf } from "../../../components/observability/boards/board.ts";
import { systemBoards } from "../../../components/observability/boards/boards.ts";
import { dashboardJson } from "../../../components/observability/boards/dashboard-json.ts";
import { realEnvironment, realSystem } from "../../support/declarations.ts";

const [services] = systemBoards(realEnvironment("production"), realSystem("production", "atlas-ux")).filter(
  ({ name }) => name === "services",
);
if (!services) throw new Error("atlas-ux has no board services");

const [duration] = panelsOf(services).flatMap((panel) =>
  panel.kind !== "text" && panel.title === "web: duration" ? [panel] : [],
);
if (!duration) throw new Error("The board has no panel on web's durations");

describe("a board in Grafana's words", () => {
  const labelled = { system: "atlas-ux", owner: "atlas-platform", environment: "production" };
  const made = dashboardJson(services, {
    labelled,
    runbooks: "https://example.com/runbooks",
  });

  test("numbers panels from 1, which links go by, and rows apart", () => {
    const ids = (made.panels ?? []).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const panels = (made.panels ?? []).filter(({ type }) => type !== "row");
    expect(panels.map(({ id }) => id)).toEqual(panels.map((_, index) => index + 1));
    expect(panels.map((panel) => ("title" in panel ? panel.title : ""))).toEqual(
      panelsOf(services).map(({ title }) => title),
    );
  });

  test("draws bounds as lines from the lowest to the highest, and says what they mean", () => {
    const board: Board = {
      ...services,
      rows: [
        {
          title: "Row",
          panels: [
            {
              ...duration,
              bounds: [
                { at: 2, is: "page" },
                { at: 0.5, is: "target" },
                { at: 1, is: "ticket" },
              ] satisfies Bound[],
            },
          ],
        },
      ],
    };
    const [, panel] = dashboardJson(board, { labelled }).panels ?? [];
    expect(panel).toMatchObject({
      description: expect.stringContaining(
        "Line at 2 (red): somebody is woken. Line at 0.5 (blue): what was promised. Line at 1 (orange): a ticket.",
      ) as unknown,
      fieldConfig: {
        defaults: {
          unit: "s",
          custom: { thresholdsStyle: { mode: "line" } },
          thresholds: {
            steps: [
              { value: null, color: "green" },
              { value: 0.5, color: "blue" },
              { value: 1, color: "orange" },
              { value: 2, color: "red" },
            ],
          },
        },
      },
    });
  });

  test("asks the Prometheus that is chosen on it, and marks releases", () => {
    expect(made.templating.list).toMatchObject([
      { type: "datasource", name: "datasource", query: "prometheus" },
    ]);
    expect(made.annotations.list).toMatchObject([
      {
        name: "Releases",
        datasource: { uid: "${datasource}" },
        expr: expect.stringContaining("offset 2m") as unknown,
      },
    ]);
  });

  test("leads to the other boards of its system and environment, and to the runbooks", () => {
    expect(made.links).toMatchObject([
      { type: "dashboards", tags: ["atlas-ux", "production"] },
      { type: "link", url: "https://example.com/runbooks" },
    ]);
    expect(dashboardJson(services, { labelled }).links).toHaveLength(1);
  });
});
