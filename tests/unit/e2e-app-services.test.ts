import { describe, expect, test } from "vitest";
import { atlasUx } from "../../systems/atlas-ux.ts";
import { crbAnalyser } from "../../systems/crb-analyser.ts";
import { oddScenes } from "../../systems/odd-scenes.ts";
import { executableNames, servicesTable } from "../e2e/app/services-table.ts";

describe("the table of an image's services", () => {
  test("says of a service with HTTP where it answers, and which stores it needs", () => {
    expect(servicesTable(crbAnalyser, "backend")).toEqual({
      system: "crb-analyser",
      migration: {
        command: ["python", "-m", "src.migrations.run"],
        address: "DATABASE_URL",
        bootstrapped: true,
      },
      services: [
        {
          name: "crb-backend",
          command: [
            ...["uvicorn", "src.main:app", "--host", "0.0.0.0", "--port", "$(PORT)"],
            ...["--workers", "$(WEB_CONCURRENCY)"],
          ],
          port: 8383,
          live: "/api/health",
          ready: "/api/health",
          detailed: "/api/health/detailed",
          drainSeconds: 130,
          metrics: expect.arrayContaining([
            {
              kind: "histogram",
              name: "page_load_duration_seconds",
              meaning: "how long a page took until it was loaded, told by the users' browsers",
              labels: ["page"],
              bounds: [0.5, 1, 1.5, 2, 3, 5, 10],
            },
            { kind: "counter", name: "signups_total", meaning: "accounts that were opened", labels: [] },
          ]) as unknown,
          stores: ["DATABASE_URL", "REDIS_URL"],
        },
      ],
    });
  });

  test("says of a worker how often it ticks and what it touches", () => {
    const { services } = servicesTable(atlasUx, "backend");
    expect(services.map(({ name }) => name)).toEqual(["web", "email-worker", "engine-worker", "scheduler"]);
    expect(services.at(-1)).toEqual({
      name: "scheduler",
      command: ["node", "dist/workers/scheduler.js"],
      tickSeconds: 15,
      heartbeatFile: "/run/slipway/heartbeat",
      metrics: [
        {
          kind: "gauge",
          name: "db_client_connection_count",
          meaning: "connections of the program's own pool to the database; `state` is used or idle",
          labels: ["state"],
        },
        {
          kind: "gauge",
          name: "db_client_connection_max",
          meaning: "the most connections that the pool may open",
          labels: [],
        },
        {
          kind: "histogram",
          name: "db_client_operation_duration_seconds",
          meaning: "how long a query took, from the moment a connection was asked for (OBS-02)",
          labels: ["db_operation_name"],
          bounds: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10],
        },
      ],
      stores: ["DATABASE_URL"],
    });
  });

  test("says of a worker whose ticks are promised what tells how late one began", () => {
    const { services } = servicesTable(atlasUx, "backend");
    expect(services.map(({ tickDelay }) => tickDelay)).toEqual([
      ...[undefined, undefined],
      "engine_tick_delay_seconds",
      undefined,
    ]);
  });

  test("leaves out what a web server serves, and the vector store of another image's service", () => {
    expect(servicesTable(atlasUx, "frontend").services).toEqual([]);
    expect(servicesTable(oddScenes, "backend").services[0]?.stores).toEqual(["DATABASE_URL", "REDIS_URL"]);
    expect(servicesTable(oddScenes, "ai-backend").services[0]?.stores).toEqual(["QDRANT_URL"]);
  });
});

test("an image has every name that its services and their probes start", () => {
  expect(executableNames(atlasUx, "backend")).toEqual(["node"]);
  expect(executableNames(oddScenes, "ai-backend")).toEqual(["python", "uvicorn"]);
});
