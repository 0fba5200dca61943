import { describe, expect, test } from "vitest";
import { alertRuleSpec } from "../../../components/observability/alert-rule-spec.ts";
import { secretAlerts } from "../../../components/observability/secret-alerts/secret-alerts.ts";
import type { SystemEnvironment } from "../../../config/environment.ts";
import { secretNames } from "../../../model/secret-names.ts";
import { realEnvironment, realSystem } from "../../support/declarations.ts";

const production = realEnvironment("production");
const ageOf = (own: SystemEnvironment): string =>
  secretAlerts(production, own).find(({ name }) => name === "SecretTooOld")?.when ?? "";

describe("alerts on secrets", () => {
  test("are of every system that has them out of a store, and of none in dev (SEC-04)", () => {
    for (const stack of ["staging", "production"] as const)
      for (const own of realEnvironment(stack).systems)
        expect(secretAlerts(realEnvironment(stack), own).map(({ name }) => name)).toEqual([
          "SecretSyncFailing",
          "SecretTooOld",
          "SecretUnknown",
        ]);
    const dev = realEnvironment("dev");
    for (const own of dev.systems) expect(secretAlerts(dev, own)).toEqual([]);
  });

  test("wake nobody", () => {
    for (const own of production.systems) {
      const labelled = { system: own.system.name, owner: own.system.owner, environment: production.name };
      const { groups } = alertRuleSpec(secretAlerts(production, own), production, labelled);
      const severities = groups.flatMap(({ rules }) => rules.map(({ labels }) => labels["severity"]));
      expect(new Set(severities)).toEqual(new Set(["ticket"]));
    }
  });

  test.each(["atlas-ux", "crb-analyser", "odd-scenes"])(
    "ask after the age of each secret of %s, and of nothing that is made from them",
    (name) => {
      const own = realSystem("production", name);
      const [, watched = ""] = /secret=~"([^"]*)"/.exec(ageOf(own)) ?? [];
      const held = secretNames(own.system).filter(
        (secret) => own.secrets.kind === "stored" && own.secrets.versions.has(secret.name),
      );
      expect(watched.split("|")).toHaveLength(held.length);
      expect(watched).not.toContain("users");
      expect(ageOf(own)).toMatch(/> 31536000$/);
    },
  );
});
