import { describe, expect, it } from "vitest";
import { type Configuration, refusalOf } from "./configured-shop.ts";

const at = "slipway:environment.systems.shop.sizes";
const sizes = (given: Configuration) => ({ "systems.shop.sizes": given });

describe("a wrong size", () => {
  it.each([
    [
      "services.clock.memory",
      "-5Mi",
      '"-5Mi" is not a number of bytes; write an amount such as "512Mi" or "1Gi"',
    ],
    [
      "services.clock.memory",
      "512M",
      '"512M" is not a number of bytes; write an amount such as "512Mi" or "1Gi"',
    ],
    [
      "services.clock.memory",
      512,
      '512 is not a text; give an amount such as "512Mi" or "1Gi"; if you mean the text, put it in quotes: "512"',
    ],
    ["database.storage", "0Gi", '"0Gi" is not a number of bytes; write a positive whole number of kibibytes'],
    ["cache.storage", true, 'true is not a text; give an amount such as "512Mi" or "1Gi"'],
    [
      "vectorStore.storage",
      "lots",
      '"lots" is not a number of bytes; write an amount such as "512Mi" or "1Gi"',
    ],
    ["services.pages.replicas", -1, "-1 is not a whole number of 1 or more"],
    ["services.pages.replicas", 0, "0 is not a whole number of 1 or more"],
    ["services.pages.replicas", 1.5, "1.5 is not a whole number of 1 or more"],
    ["services.pages.replicas", "2", '"2" is not a whole number of 1 or more'],
  ])("at %s of %j says what is allowed", (path, value, message) => {
    const values = { [`systems.shop.sizes.${path}`]: value };
    expect(refusalOf("staging", values)).toEqual([{ path: `${at}.${path}`, message }]);
  });

  it.each(["staging", "production"] as const)("of the database in %s is a primary alone", (environment) => {
    expect(refusalOf(environment, sizes({ database: { instances: 1 } }))).toEqual([
      {
        path: `${at}.database.instances`,
        message:
          "1 is a primary without a standby: with its node the database is away, and what the archive does not have yet is lost; give 2 or more",
      },
    ]);
  });

  it("of CPU names the half that is missing or negative", () => {
    expect(refusalOf("staging", sizes({ services: { clock: { cpu: { request: "-1" } } } }))).toEqual([
      {
        path: `${at}.services.clock.cpu.request`,
        message: '"-1" is not an amount of CPU; write an amount such as "250m", "1" or "1.5"',
      },
      {
        path: `${at}.services.clock.cpu.limit`,
        message: 'missing; give an amount of CPU such as "250m" or "1"',
      },
    ]);
  });

  it("of replicas has the form of the declaration's scaling", () => {
    const path = `${at}.services`;
    expect(refusalOf("staging", sizes({ services: { api: { replicas: 3 } } }))).toEqual([
      {
        path: `${path}.api.replicas`,
        message: "3 is not bounds of the autoscaler; give an object with: minimum, maximum",
      },
    ]);
    expect(refusalOf("staging", sizes({ services: { api: { replicas: { minimum: 2 } } } }))).toEqual([
      { path: `${path}.api.replicas.maximum`, message: "missing; give a whole number of 1 or more" },
    ]);
    expect(
      refusalOf("staging", sizes({ services: { pages: { replicas: { minimum: 2, maximum: 3 } } } })),
    ).toEqual([
      {
        path: `${path}.pages.replicas`,
        message: '{"minimum":2,"maximum":3} is not a whole number of 1 or more',
      },
    ]);
    expect(refusalOf("staging", sizes({ services: { clock: { replicas: 1 } } }))).toEqual([
      {
        path: `${path}.clock`,
        message: 'unknown key "replicas"; did you mean "cpu"? Known: cpu, memory',
      },
    ]);
  });

  it("is found when all sizes are applied: CPU, bounds and connections", () => {
    expect(
      refusalOf(
        "staging",
        sizes({
          services: {
            mailer: { cpu: { request: "2", limit: "1" }, replicas: 100 },
            api: { replicas: { minimum: 3, maximum: 3 } },
          },
        }),
      ),
    ).toEqual([
      {
        path: `${at}.services.api.replicas`,
        message: "an autoscaler between 3 and 3 has no room; raise the maximum, or declare replicas(3)",
      },
      {
        path: `${at}.services.mailer.cpu`,
        message: "request 2 is above limit 1; lower one or raise the other",
      },
      {
        path: "shop.database.connections",
        message:
          "of 200 connections 13 are kept and 804 go past the pooler (pods at their peak × processes × pool: mailer 200 × 1 × 4 = 800, clock 1 × 1 × 4 = 4), which leaves 0 for each of the 9 pools of the pooler (3 pods × 3), and it needs 5; lower a pool or a maximum, or give 862 connections",
      },
    ]);
  });

  it.each(["staging", "production"] as const)(
    "leaves a critical service one replica in %s (SYS-18)",
    (environment) => {
      const services = {
        pages: { replicas: 1 },
        api: { replicas: { minimum: 1, maximum: 3 } },
        mailer: { replicas: 1 },
      };
      const message = "1 replica is a single point of failure of a critical service (SYS-18); run 2 or more";
      expect(refusalOf(environment, sizes({ services }))).toEqual([
        { path: `${at}.services.api.replicas`, message },
        { path: `${at}.services.pages.replicas`, message },
      ]);
    },
  );

  it("is not one replica in dev", () => {
    const services = { pages: { replicas: 1 }, api: { replicas: { minimum: 1, maximum: 3 } } };
    expect(refusalOf("dev", sizes({ services }))).toEqual([]);
  });
});
