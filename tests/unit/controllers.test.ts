import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { clusterContract } from "../../components/cluster/contract.ts";

test.each([
  ["traefik", "Traefik", "github.com/traefik/traefik/v3"],
  ["argo-rollouts", "Argo Rollouts", "github.com/argoproj/argo-rollouts"],
  ["prometheus-operator", "Prometheus Operator", "github.com/prometheus-operator/prometheus-operator"],
])("%s runs in e2e at the version of the cluster's contract", (folder, operator, module) => {
  const { version } = clusterContract.find(({ name }) => name === operator) ?? {};
  expect(version).toMatch(/^v\d/);
  const required = readFileSync(`tests/e2e/controllers/${folder}/go.mod`, "utf8");
  expect(required).toMatch(new RegExp(`${module} ${version ?? ""}$`, "m"));
});

test("Traefik tells the version that it is built from", () => {
  const { version = "" } = clusterContract.find(({ name }) => name === "Traefik") ?? {};
  const flags = readFileSync("tests/e2e/controllers/traefik/linker-flags", "utf8");
  expect(flags.trim()).toBe(
    `-X github.com/traefik/traefik/v3/pkg/version.Version=${version.replace("v", "")}`,
  );
});
