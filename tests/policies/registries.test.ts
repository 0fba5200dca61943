import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { wholeRepository } from "../../policies/kubernetes/image-reference.ts";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, readPolicyConfiguration } from "../support/policy-harness.ts";
import { deploymentWith, digest } from "./workloads.ts";

const only = (name: string) => ({ rules: rules.filter((rule) => rule.name === name) });

describe("a repository's whole name", () => {
  it.each([
    ["web", "docker.io/library/web"],
    ["shop/web", "docker.io/shop/web"],
    ["shop/web/server", "docker.io/shop/web/server"],
    ["index.docker.io/shop/web", "docker.io/shop/web"],
    ["ghcr.io/shop/web", "ghcr.io/shop/web"],
    ["localhost/web", "localhost/web"],
    ["registry:5000/web", "registry:5000/web"],
  ])("of %s is %s", (repository, whole) => {
    expect(wholeRepository(repository)).toBe(whole);
  });
});

describe("allowed-image-registries", () => {
  const rule = only("allowed-image-registries");

  it.each(["web", "shop/web:1", `docker.io/library/web@${digest}`, `ghcr.io/shop/web:1@${digest}`, "", null])(
    "allows %j",
    async (image) => {
      expect(await judge([deploymentWith({ image })], rule)).toEqual([]);
    },
  );

  it.each([
    "quay.io/shop/web:1",
    "ghcr.io.evil.example/web:1",
    "ghcr.iox/web",
    "localhost/web",
    "docker.io:5000/web",
  ])("refuses %j, and says which image it is", async (image) => {
    const found = await judge([deploymentWith({ image })], rule);
    expect(found).toHaveLength(1);
    expect(found[0]?.message).toContain(
      `containers[0].image is "${image}", which comes from a registry that is not allowed.`,
    );
  });

  it("has its registries, and folders of them, from the stack's configuration", async () => {
    const config = { "allowed-image-registries": { registries: ["quay.io", "ghcr.io/shop"] } };
    const count = async (image: string) =>
      (await judge([deploymentWith({ image })], { ...rule, config })).length;
    expect(await count("quay.io/any/thing:1")).toBe(0);
    expect(await count("ghcr.io/shop/web:1")).toBe(0);
    expect(await count("ghcr.io/shopping/web:1")).toBe(1);
    expect(await count("web")).toBe(1);
  });

  it("ends a folder at a slash, whether it is written with one or not", async () => {
    for (const registries of [
      ["docker.io/library", "ghcr.io/shop"],
      ["docker.io/library/", "ghcr.io/shop/"],
    ]) {
      const config = { "allowed-image-registries": { registries } };
      const found = async (image: string) =>
        (await judge([deploymentWith({ image })], { ...rule, config })).length;
      for (const image of [
        "nginx:1",
        "library/nginx:1",
        "index.docker.io/library/nginx:1",
        "ghcr.io/shop/a/b:1",
      ])
        expect(await found(image)).toBe(0);
      for (const image of ["stranger/nginx:1", "ghcr.io/shop2/web:1", "ghcr.io/shop.example/web:1"])
        expect(await found(image)).toBe(1);
    }
  });

  it.each(["staging", "production"])(
    "in %s are folders of owners, each with an image of ours in use",
    (stack) => {
      const { registries } = readPolicyConfiguration(stack)["allowed-image-registries"] as {
        readonly registries: readonly string[];
      };
      const goldens = new URL(`../stacks/goldens/${stack}/`, import.meta.url);
      const text = readdirSync(goldens)
        .filter((file) => file.endsWith(".yaml"))
        .map((file) => readFileSync(new URL(file, goldens), "utf8"))
        .join("");
      const used = [...text.matchAll(/\bimage(?:Name)?: ([^\s@]+)@/g)].map(([, image = ""]) => image);
      expect(used.length).toBeGreaterThan(40);
      const folderOf = (image: string) => image.split("/").slice(0, 2).join("/");
      expect([...new Set(used.map(folderOf))].sort()).toEqual(registries);
    },
  );
});

describe("no-deprecated-registry", () => {
  const rule = only("no-deprecated-registry");

  it.each([
    ["k8s.gcr.io/pause:3.9", "registry.k8s.io"],
    [`k8s.gcr.io/ingress/controller@${digest}`, "registry.k8s.io"],
    ["gcr.io/google_containers/pause", "registry.k8s.io"],
    ["gcr.io/google-containers/pause", "registry.k8s.io"],
    ["docker.pkg.github.com/shop/web/web:1", "ghcr.io"],
  ])("refuses %s", async (image, successor) => {
    const [violation, ...others] = await judge([deploymentWith({ image })], rule);
    expect(violation?.message).toContain(`is "${image}", and its registry was given up for ${successor}.`);
    expect(violation?.message).toContain(`Fix: take the image from ${successor}. See`);
    expect(others).toEqual([]);
  });

  it.each([
    "registry.k8s.io/pause:3.10",
    "gcr.io/distroless/static",
    "k8s.gcr.io",
    "k8s.gcr.io.example/pause",
    null,
  ])("allows %j", async (image) => {
    expect(await judge([deploymentWith({ image })], rule)).toEqual([]);
  });
});
