import { postgres } from "../../model/database.ts";
import { rowsIn } from "../../model/drill-check.ts";
import { httpHealth } from "../../model/health.ts";
import { image } from "../../model/image.ts";
import { availability } from "../../model/objective.ts";
import { port } from "../../model/port.ts";
import { publicEdge } from "../../model/public-edge.ts";
import { gibibytes, mebibytes } from "../../model/quantities/bytes.ts";
import { millicores } from "../../model/quantities/cpu.ts";
import { hours } from "../../model/quantities/duration.ts";
import { percent } from "../../model/quantities/percentage.ts";
import { autoscale } from "../../model/scaling.ts";
import { atLeast } from "../../model/secret-shape.ts";
import { size } from "../../model/size.ts";
import { system } from "../../model/system.ts";
import { secret, variableSet } from "../../model/variable.ts";
import { httpService } from "../../model/workload.ts";

export const guestbook = system("guestbook", {
  owner: "guestbook-team",
  images: {
    api: image({
      repository: "ghcr.io/guestbook/api",
      runtime: "node",
      user: { uid: 1000, gid: 1000 },
      base: "node:22-alpine",
    }),
  },
  variables: { SESSION_SECRET: secret("signs sessions", atLeast(48)) },
  database: postgres({
    version: 16,
    storage: gibibytes(5),
    connections: 100,
    recovery: { time: hours(1), point: hours(1) },
    drill: [rowsIn("public.entries", 1)],
  }),
  services: {
    api: httpService({
      image: "api",
      command: ["node", "dist/server.js"],
      tier: "critical",
      port: port(3010),
      health: httpHealth({ live: "/health/live", ready: "/health/ready" }),
      public: publicEdge({ answers: "api" }),
      size: size({ cpu: { request: millicores(100), limit: millicores(500) }, memory: mebibytes(256) }),
      scale: autoscale({ minimum: 2, maximum: 4, cpu: percent(70) }),
      variables: variableSet("api", ["SESSION_SECRET"]),
      uses: { database: { env: { DATABASE_URL: "pooled" }, driver: "node-postgres", pool: 10 } },
    }),
  },
  objectives: [availability(percent(99.9))],
});
