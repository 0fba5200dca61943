import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { AlertRuleSpec } from "../../../components/observability/alert-rule-spec.ts";
import { databaseQueries } from "../../../components/observability/database-queries.ts";
import { capturedStack } from "../../support/captured-stack.ts";

describe.each(["staging", "production"] as const)("the rules of %s", (stack) => {
  const rules = async () =>
    (await capturedStack(stack)).filter(({ name }) => name.endsWith("-data-alerts-rule"));

  test("are one object for each system, made after what they watch", async () => {
    const found = await rules();
    expect(found.map(({ name }) => name)).toEqual([
      "atlas-ux-data-alerts-rule",
      "crb-analyser-data-alerts-rule",
      "odd-scenes-data-alerts-rule",
    ]);
    const waitsFor = found.map(({ dependsOn }) => dependsOn.map((urn) => urn.split("::").at(-1)));
    expect(waitsFor[0]).toEqual(
      expect.arrayContaining(["atlas-ux-database", "atlas-ux-database-pooled", "atlas-ux-database-monitor"]),
    );
    expect(waitsFor[2]).toEqual(expect.arrayContaining(["odd-scenes-database", "odd-scenes-cache"]));
  });

  test("ask jobs that are scraped, by monitors that are there", async () => {
    const monitors = (await capturedStack(stack)).flatMap(({ inputs }) => {
      if (inputs["kind"] !== "PodMonitor") return [];
      const { metadata } = inputs as unknown as { metadata: { name: string; namespace: string } };
      return [`${metadata.namespace}/${metadata.name}`];
    });
    const jobs = new Set(
      [...(await queries(await rules())).matchAll(/job="([^"]+)"/g)].map(([, job]) => job),
    );
    expect(jobs.size).toBeGreaterThan(8);
    for (const job of jobs) expect(monitors).toContain(job);
  });

  test("ask volumes by claims that are there", async () => {
    const claims = (await capturedStack(stack)).flatMap(({ inputs }) =>
      inputs["kind"] === "PersistentVolumeClaim" || inputs["kind"] === "Cluster"
        ? [(inputs as unknown as { metadata: { name: string } }).metadata.name]
        : [],
    );
    const asked = [...(await queries(await rules())).matchAll(/persistentvolumeclaim=~"([^"]+)"/g)].map(
      ([, claim = ""]) => claim,
    );
    // Those of a cluster are made by its operator, and called after its instances.
    for (const claim of new Set(asked)) expect(claims).toContain(claim.replace("-[0-9]+(-wal)?", ""));
    expect("database-12-wal").toMatch(new RegExp(`^(?:${asked[0] ?? ""})$`));
    expect("database-20261120140300-1").not.toMatch(new RegExp(`^(?:${asked[0] ?? ""})$`));
  });

  test("ask for metrics of ours that are told", async () => {
    const text = await queries(await rules());
    const ofDatabases = Object.entries(databaseQueries).flatMap(([query, { columns }]) =>
      Object.keys(columns).map((column) => `cnpg_${query}_${column}`),
    );
    for (const [metric] of text.matchAll(/cnpg_slipway_\w+/g)) expect(ofDatabases).toContain(metric);
    const program = readFileSync(
      new URL("../../../images/backup/exposition/exposition.go", import.meta.url),
      "utf8",
    );
    const told = [...program.matchAll(/families\.add\("(\w+)"/g)].map(([, name]) => name);
    const asked = [...text.matchAll(/slipway_backup_(\w+)/g)].map(([, name]) => name);
    expect(asked.length).toBeGreaterThan(20);
    for (const metric of asked) expect(told).toContain(metric);
  });
});

const queries = async (
  rules: readonly { readonly inputs: Readonly<Record<string, unknown>> }[],
): Promise<string> =>
  Promise.resolve(
    rules
      .flatMap(({ inputs }) => (inputs["spec"] as AlertRuleSpec).groups)
      .flatMap((group) => group.rules.map(({ expr }) => expr))
      .join("\n"),
  );
