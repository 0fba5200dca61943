import { describe, expect, it } from "vitest";
import { externalPostgres, postgres } from "../../../model/database.ts";
import { heartbeat, httpHealth } from "../../../model/health.ts";
import { histogram } from "../../../model/metric.ts";
import { freshness, latency, missedTicks } from "../../../model/objective.ts";
import { port } from "../../../model/port.ts";
import { publicEdge } from "../../../model/public-edge.ts";
import { gibibytes, mebibytes } from "../../../model/quantities/bytes.ts";
import { cores } from "../../../model/quantities/cpu.ts";
import { hours, seconds } from "../../../model/quantities/duration.ts";
import { percent } from "../../../model/quantities/percentage.ts";
import { replicas } from "../../../model/scaling.ts";
import { size } from "../../../model/size.ts";
import { system } from "../../../model/system.ts";
import { telemetry } from "../../../model/telemetry.ts";
import { thirdParty } from "../../../model/third-party.ts";
import { variableSet } from "../../../model/variable.ts";
import { pinecone } from "../../../model/vector-store.ts";
import { httpService, singleton, staticSite, worker } from "../../../model/workload.ts";

const bareSize = size({ cpu: { request: cores(1), limit: cores(1) }, memory: mebibytes(64) });
const bare = { image: "a", tier: "standard", size: bareSize, variables: variableSet("none", []) } as const;
const program = { ...bare, command: ["run"] };
const serving = { port: port(3000), health: httpHealth({ live: "/a", ready: "/b" }), scale: replicas(1) };
const beating = { heartbeat: heartbeat({ every: seconds(5), missed: 3 }) };
const programDefaults = {
  restartsBeforeAlert: 5,
  scratch: [],
  uses: {},
  calls: [],
  egress: [],
  processes: 1,
  flags: [],
};

describe("what a declaration leaves out", () => {
  it("is filled in for an HTTP service", () => {
    expect(httpService({ ...program, ...serving })).toEqual({
      kind: "http-service",
      ...program,
      ...serving,
      ...programDefaults,
      public: false,
      drain: seconds(30),
      longestRequest: seconds(30),
    });
  });

  it("is filled in for a static site, whose Service is on port 80 (CF-09)", () => {
    expect(staticSite({ ...bare, ...serving })).toEqual({
      kind: "static-site",
      ...bare,
      ...serving,
      restartsBeforeAlert: 5,
      scratch: [],
      public: false,
      drain: seconds(30),
      longestRequest: seconds(30),
      servicePort: port(80),
    });
  });

  it("is filled in for a worker, and for a singleton, which is always one", () => {
    expect(worker({ ...program, ...beating, scale: replicas(3) })).toEqual({
      kind: "worker",
      ...program,
      ...beating,
      ...programDefaults,
      scale: replicas(3),
    });
    expect(singleton({ ...program, ...beating })).toEqual({
      kind: "singleton",
      ...program,
      ...beating,
      ...programDefaults,
      scale: replicas(1),
    });
  });

  it("never wins over what is given", () => {
    const given = {
      public: publicEdge({ answers: "api" }),
      drain: seconds(5),
      processes: 4,
      restartsBeforeAlert: 2,
      calls: ["other"],
    };
    expect(httpService({ ...program, ...serving, ...given })).toMatchObject(given);
  });

  it("of health is every 10 s, 2 s, 3 failures (HLT-12), and 60 s to start", () => {
    expect(httpHealth({ live: "/a", ready: "/b" })).toEqual({
      live: "/a",
      ready: "/b",
      every: seconds(10),
      timeout: seconds(2),
      failures: 3,
      startup: seconds(60),
    });
    expect(httpHealth({ live: "/a", ready: "/b", failures: 9 }).failures).toBe(9);
    expect(beating.heartbeat).toEqual({ every: seconds(5), missed: 3, startup: seconds(60) });
    expect(heartbeat({ every: seconds(5), missed: 3, startup: seconds(20) }).startup).toEqual(seconds(20));
  });

  it("is 64Mi of disk, port 443 of a third party, and no hosts, repositories, artefacts and observers of a system", () => {
    expect(bareSize.disk).toEqual(mebibytes(64));
    expect(size({ ...bareSize, disk: gibibytes(1) }).disk).toEqual(gibibytes(1));
    expect(thirdParty({ name: "a", purpose: "b", host: "c.example", keys: {} }).port).toEqual(port(443));
    expect(thirdParty({ name: "a", purpose: "b", host: "c.example", keys: {}, port: port(25) }).port).toEqual(
      port(25),
    );
    expect(system("a", { owner: "b", images: {}, variables: {}, services: {}, objectives: [] })).toEqual({
      name: "a",
      owner: "b",
      images: {},
      variables: {},
      services: {},
      objectives: [],
      repositories: [],
      tasks: {},
      flags: {},
      externalHosts: {},
      metrics: [],
      watches: [],
      artefacts: {},
      observers: {},
      telemetry: telemetry(),
    });
  });
});

describe("kinds of stores and objectives", () => {
  it("are told apart by their kind", () => {
    const recovery = { time: hours(1), point: hours(1) };
    const given = { version: 16, storage: gibibytes(1), connections: 9, recovery } as const;
    expect(postgres(given)).toMatchObject({
      kind: "platform",
      instances: 2,
      walStorage: gibibytes(4),
      ...given,
    });
    expect(externalPostgres({ ...given, provider: "p" })).toEqual({
      kind: "external",
      provider: "p",
      pointInTimeRecovery: false,
      separateRoles: false,
      ports: { pooled: port(5432), direct: port(5432) },
      ...given,
    });
    const party = thirdParty({ name: "a", purpose: "b", host: "c.example", keys: {} });
    expect(pinecone({ party })).toEqual({ kind: "pinecone", party });
    const bound = { of: "x", within: seconds(1), target: percent(95) };
    expect(latency(bound)).toEqual({ kind: "latency", services: [], ...bound });
    const lateness = histogram({ name: "y_seconds", meaning: "z", by: ["it"], bounds: [seconds(1)] });
    expect(latency({ ...bound, measured: lateness })).toMatchObject({ services: ["it"] });
    const late = { ...bound, service: "it", lateness, undone: missedTicks() };
    expect(freshness(late)).toEqual({ kind: "freshness", ...late });
  });
});
