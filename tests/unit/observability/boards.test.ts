import { describe, expect, test } from "vitest";
import {
  type Board,
  boardUid,
  type Panel,
  panelsOf,
} from "../../../components/observability/boards/board.ts";
import { systemBoards } from "../../../components/observability/boards/boards.ts";
import { dashboardText } from "../../../components/observability/boards/dashboards.ts";
import { burnLimit, burnRates } from "../../../model/burn-rate.ts";
import { environmentNames } from "../../../model/environment-name.ts";
import { realEnvironment } from "../../support/declarations.ts";

const production = realEnvironment("production");
const all = production.systems.map((own) => ({
  labelled: { system: own.system.name, owner: own.system.owner, environment: production.name },
  boards: systemBoards(production, own),
}));
const boardsOf = (system: string): readonly Board[] =>
  all.find(({ labelled }) => labelled.system === system)?.boards ?? [];
const boardOf = (system: string, name: Board["name"]): Board => {
  const found = boardsOf(system).find((board) => board.name === name);
  if (!found) throw new Error(`${system} has no board ${name}`);
  return found;
};
const drawn = (board: Board): readonly Panel[] =>
  panelsOf(board).flatMap((panel) => (panel.kind === "text" ? [] : [panel]));
const panelOf = (system: string, board: Board["name"], title: string): Panel => {
  const found = drawn(boardOf(system, board)).find((panel) => panel.title === title);
  if (!found) throw new Error(`${board} of ${system} has no panel ${title}`);
  return found;
};

describe("boards", () => {
  test("are of each side of a system that it has, and of none in dev (DSH-01)", () => {
    const names = (system: string) => boardsOf(system).map(({ name }) => name);
    const everywhere = [
      "overview",
      "objectives",
      "watch-list",
      "services",
      "addresses",
      "resources",
      "database",
      "backups",
    ];
    const last = ["business", "cost", "third-parties", "telemetry"];
    expect(names("atlas-ux")).toEqual([
      ...everywhere.slice(0, 6),
      "workers",
      ...everywhere.slice(6),
      ...last,
    ]);
    for (const system of ["crb-analyser", "odd-scenes"])
      expect(names(system)).toEqual([...everywhere.slice(0, 7), "stores", "backups", ...last]);
    const dev = realEnvironment("dev");
    for (const own of dev.systems) expect(systemBoards(dev, own)).toEqual([]);
  });

  test("have an address of their own that stays, and that Grafana takes", () => {
    const uids = environmentNames.flatMap((environment) =>
      all.flatMap(({ labelled, boards }) =>
        boards.map(({ name }) => boardUid({ ...labelled, environment }, name)),
      ),
    );
    expect(new Set(uids).size).toBe(uids.length);
    for (const uid of uids) expect(uid).toMatch(/^[a-z0-9-]{1,40}$/);
    expect(uids).toContain("odd-scenes-production-objectives");
  });

  test("say of each panel what it shows, and name no two alike", () => {
    for (const { boards } of all)
      for (const board of boards) {
        const panels = panelsOf(board);
        expect(new Set(panels.map(({ title }) => title)).size, board.name).toBe(panels.length);
        for (const { title, description } of panels) expect(description, title).toMatch(/^[A-Z0-9].*[.]$/);
        for (const { title, queries } of drawn(board)) expect(queries.length, title).toBeGreaterThan(0);
      }
  });

  test("fit into a ConfigMap by far", () => {
    for (const { labelled, boards } of all)
      for (const board of boards) expect(dashboardText(board, { labelled }).length).toBeLessThan(100_000);
  });
});

describe("the board of objectives", () => {
  test("draws what is left of each error budget, and what its alerts go by (DSH-03)", () => {
    const { rows } = boardOf("crb-analyser", "objectives");
    expect(rows.map(({ title }) => title)).toEqual([
      "crb-backend: 99.9% of requests answered without a failure",
      "crb-backend: 95% of requests of /api/reports answered within 2m",
      "crb-backend: 99.9% of minutes reached from outside",
      "crb-backend: 95% of page loads done within 2s",
      "crb-frontend: 99.9% of requests answered without a failure",
      "crb-frontend: 99.9% of minutes reached from outside",
    ]);
    const { bounds } = panelOf("atlas-ux", "objectives", "atlas-ux-web-availability: share of bad requests");
    // 99.5 % forgives 0.5 %, and 14.4 times that is 7.2 %.
    expect(bounds?.map(({ at }) => at)).toEqual([0.005, 0.072, 0.03, 0.015, 0.005]);
    const target = production.systems.find(({ system }) => system.name === "atlas-ux")?.system.objectives[0];
    expect(target && burnLimit(target.target, burnRates[0])).toBe(0.072);
  });

  test("draws a line for each pace at which somebody is told, and no others", () => {
    const durability = drawn(boardOf("atlas-ux", "objectives")).filter(({ title }) =>
      title.startsWith("atlas-ux-database-durability: "),
    );
    expect(durability.map(({ title }) => title.split(": ")[1])).toEqual([
      "error budget left",
      "share of bad minutes",
      "each minute",
    ]);
    // Nobody is woken for it: each of its parts has an alert that does.
    const [, burns, minutes] = durability;
    expect(burns?.bounds?.map(({ is }) => is)).toEqual(["target", "ticket", "ticket"]);
    expect(burns?.queries.map(({ legend }) => legend)).toEqual(["over 1d", "over 3d"]);
    expect(burns?.alerts?.names).toEqual(["ErrorBudgetBurnsSlowly"]);
    expect(minutes?.alerts?.names).toEqual(["ServiceLevelUnknown"]);
  });

  test("calls what it counts by its name", () => {
    const titles = drawn(boardOf("atlas-ux", "objectives")).map(({ title }) => title);
    expect(titles).toContain("atlas-ux-web-availability: requests a minute");
    expect(titles).toContain("atlas-ux-email-worker-mail-freshness: mails a minute");
    expect(titles).toContain("atlas-ux-engine-worker-engine-tick-freshness: share of bad engine ticks");
  });
});

describe("the board of the watch list", () => {
  test("draws the seven metrics of Atlas with their target and the line from which on somebody is told (DSH-02, OBS-06)", () => {
    const bounds = (title: string) =>
      Object.fromEntries(
        (panelOf("atlas-ux", "watch-list", title).bounds ?? []).map(({ is, at }) => [is, at]),
      );
    expect(bounds("web: api latency")).toEqual({ target: 0.5, ticket: 2 });
    expect(bounds("web: api errors")).toEqual({ target: 0.01, ticket: 0.05 });
    expect(bounds("engine-worker: engine ticks")).toMatchObject({ ticket: 3 });
    expect(bounds("email-worker: mail queue")).toEqual({ ticket: 100 });
    expect(bounds("email-worker: mail queue goal")).toEqual({ target: 30 });
    expect(bounds("engine-worker: llm latency")).toEqual({ target: 10, ticket: 30 });
    expect(bounds("web: database pool")).toEqual({ target: 0.8, ticket: 0.9 });
    expect(bounds("atlas-ux: llm tokens")).toEqual({ target: 5_000_000, ticket: 4_000_000 });
  });
});

describe("the board of services", () => {
  test("draws rate, errors and p50, p95 and p99 of each service that answers requests (OBS-01, OBS-02, DSH-05)", () => {
    const { rows } = boardOf("atlas-ux", "services");
    expect(rows.map(({ title }) => title)).toEqual(["web", "frontend"]);
    expect(rows[0]?.panels.map(({ title }) => title).slice(0, 3)).toEqual([
      "web: requests",
      "web: errors",
      "web: duration",
    ]);
    const { queries, bounds } = panelOf("atlas-ux", "services", "web: duration");
    expect(queries.map(({ legend }) => legend)).toEqual(["p50", "p95", "p99"]);
    expect(bounds).toEqual([{ at: 0.5, is: "target" }]);
  });
});

describe("the board of addresses", () => {
  test("draws whether each service is reached, how soon, and how long its certificate is good for (HLT-13, SLO-32)", () => {
    const { rows } = boardOf("crb-analyser", "addresses");
    expect(rows.map(({ title }) => title).sort()).toEqual(["crb-backend", "crb-frontend"]);
    const certificate = panelOf("crb-analyser", "addresses", "crb-backend: time until its certificate ends");
    expect(certificate.bounds).toEqual([{ at: 14 * 86_400, is: "ticket" }]);
    // Pages are promised within two seconds, and the backend has none.
    const bounds = (service: string) =>
      panelOf("crb-analyser", "addresses", `${service}: time until it answers`).bounds;
    expect(bounds("crb-frontend")).toEqual([{ at: 2, is: "ticket" }]);
    expect(bounds("crb-backend")).toBeUndefined();
  });
});

describe("the board of telemetry", () => {
  test("draws what collectors take, hand on and lose, and whose lines nobody can read (OBS-08, POL-21)", () => {
    expect(drawn(boardOf("crb-analyser", "telemetry")).map(({ title }) => title)).toEqual([
      "Collectors that answer",
      "Queues",
      "Lost",
      "Taken in",
      "Handed on",
      "Log lines that are not structured",
      "Log lines with something personal",
    ]);
    const { queries, bounds } = panelOf("crb-analyser", "telemetry", "Log lines that are not structured");
    expect(queries.map(({ legend }) => legend)).toEqual(["crb-backend", "crb-frontend"]);
    expect(bounds).toEqual([{ at: 0.01, is: "ticket" }]);
    const personal = panelOf("crb-analyser", "telemetry", "Log lines with something personal");
    expect(personal.queries.map(({ legend }) => legend)).toEqual(["crb-backend", "crb-frontend"]);
    expect(personal.bounds).toEqual([{ at: 0, is: "ticket" }]);
  });
});

describe("the board of the database", () => {
  test("draws connections, slow statements, table sizes and the use of pools (DSH-06, OBS-20)", () => {
    const titles = drawn(boardOf("atlas-ux", "database")).map(({ title }) => title);
    expect(titles).toEqual(
      expect.arrayContaining([
        "Pool used",
        "Queries of programs: duration",
        "database: connections open",
        "database: mean run of statements",
        "database: size of tables",
        "database-pooled: sessions taken",
        "database: age of what is not in the archive",
      ]),
    );
    // What Supabase's server does inside, Supabase shows.
    expect(drawn(boardOf("crb-analyser", "database")).map(({ title }) => title)).toEqual([
      "Pool used",
      "Connections of pools",
      "Queries of programs: duration",
    ]);
  });
});

describe("the board of the business", () => {
  test("draws what the programs tell of it (OBS-04, OBS-05, DSH-07)", () => {
    const over = (system: string): readonly string[] =>
      boardOf(system, "business")
        .rows.filter(({ title }) => title === "Over time")
        .flatMap(({ panels }) => panels.map(({ title }) => title));
    expect(over("atlas-ux")).toEqual(["engine jobs in progress", "agent actions in an hour"]);
    expect(over("crb-analyser")).toEqual(
      expect.arrayContaining([
        "report generation duration",
        "report findings in an hour",
        "revenue in an hour",
      ]),
    );
  });
});
