import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import {
  alertmanagerService,
  prometheusService,
  proxyPath,
} from "../../../components/observability/monitoring-service.ts";
import type { EnvironmentName } from "../../../model/environment-name.ts";
import { systems } from "../../../systems/all.ts";
import { capturedStack } from "../../support/captured-stack.ts";

interface Granted {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly rules?: readonly { readonly verbs: readonly string[] }[];
  readonly roleRef?: { readonly name: string };
  readonly subjects?: readonly { readonly name: string; readonly namespace: string }[];
  readonly automountServiceAccountToken?: boolean;
}

const observers = ["petra", "larry", "atlas", "cheryl"].map((name) => `observer-${name}`);
const isObservers = ({ metadata }: Granted): boolean =>
  metadata.name.startsWith("observer-") || metadata.name.endsWith("observers");

const observersIn = async (stack: EnvironmentName): Promise<readonly Granted[]> =>
  (await capturedStack(stack))
    .filter(({ type, custom }) => custom && type.startsWith("kubernetes:"))
    .map(({ inputs }) => inputs as unknown as Granted)
    .filter(isObservers);

describe.each(["staging", "production"] as const)("who reads the metrics of %s (SYS-08, OBS-23)", (stack) => {
  let objects: readonly Granted[];
  const all = (kind: string): readonly Granted[] => objects.filter((object) => object.kind === kind);
  beforeAll(async () => {
    objects = await observersIn(stack);
  }, 60_000);

  test("each declared observer has an account of its own, that says what for and hands out no token", () => {
    const accounts = all("ServiceAccount");
    expect(accounts.map(({ metadata }) => metadata.name)).toEqual([...observers].sort());
    for (const { metadata, automountServiceAccountToken } of accounts) {
      expect(metadata.namespace).toBe(`atlas-ux-${stack}`);
      expect(automountServiceAccountToken, metadata.name).toBe(false);
    }
    const larry = accounts.find(({ metadata }) => metadata.name === "observer-larry");
    expect(larry?.metadata.annotations).toEqual({
      "kubernetes.io/description": "Reads metrics, alerts and budgets: objectives and compliance drift",
    });
  });

  test("may look at its system's rules and routes, and at nothing else there", () => {
    expect(all("Role").find(({ metadata }) => metadata.namespace === `atlas-ux-${stack}`)?.rules).toEqual([
      {
        apiGroups: ["monitoring.coreos.com"],
        resources: ["prometheusrules", "alertmanagerconfigs"],
        verbs: ["get", "list", "watch"],
      },
    ]);
  });

  test("may ask Prometheus and Alertmanager by GET, and has no other verb", () => {
    const role = all("Role").find(({ metadata }) => metadata.namespace === "monitoring");
    expect(role?.metadata.name).toBe(`atlas-ux-${stack}-observers`);
    expect(role?.rules).toEqual([
      {
        apiGroups: [""],
        resources: ["services/proxy"],
        resourceNames: ["prometheus-operated:9090", "alertmanager-operated:9093"],
        verbs: ["get"],
      },
    ]);
  });

  test("has both roles, and nobody else has them", () => {
    const bindings = all("RoleBinding");
    expect(bindings.map(({ metadata, roleRef }) => [metadata.namespace, roleRef?.name]).sort()).toEqual([
      [`atlas-ux-${stack}`, "observers"],
      ["monitoring", `atlas-ux-${stack}-observers`],
    ]);
    for (const { subjects } of bindings)
      expect(subjects).toEqual(
        observers.map((name) => ({ kind: "ServiceAccount", name, namespace: `atlas-ux-${stack}` })),
      );
  });
});

test("dev, which has no Prometheus, has none of it", async () => {
  expect(systems.filter((system) => Object.keys(system.observers).length > 0)).not.toEqual([]);
  expect(await observersIn("dev")).toEqual([]);
});

test("the page for observers has the very addresses that they may ask", () => {
  const page = readFileSync("docs/observers.md", "utf8");
  for (const service of [prometheusService, alertmanagerService])
    expect(page).toContain(`=$API${proxyPath(service)}\n`);
});
