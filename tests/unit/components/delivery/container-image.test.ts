import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { ContainerImage } from "../../../../components/delivery/container-image.ts";
import { dockerEngine } from "../../../../components/delivery/docker-engine.ts";
import { imagePlatform } from "../../../../components/delivery/image-build.ts";
import { checkoutOf } from "./checkouts.ts";
import { type Recorded, recorded, typeChain } from "./recording.ts";

const repository = "registry.example.com/team/backend";
const files = { Dockerfile: "FROM scratch\n", "main.js": "run();\n" };
const ofType = (resources: readonly Recorded[], type: string) =>
  resources.filter((found) => found.type === type);

describe("a container image", () => {
  it("is built from the checkout for this machine, and not pushed", async () => {
    const checkout = checkoutOf(files);
    const resources = await recorded(
      () => new ContainerImage("atlas-ux-backend-image", { repository, checkout }),
    );
    const [image, ...others] = ofType(resources, "docker:index/image:Image");
    expect(others).toEqual([]);
    expect(image?.name).toBe("atlas-ux-backend-image");
    expect(image?.inputs).toEqual({
      imageName: expect.stringMatching(/^registry\.example\.com\/team\/backend:dev-[0-9a-f]{12}$/) as string,
      build: {
        context: checkout.context,
        dockerfile: `${checkout.context}/Dockerfile`,
        platform: imagePlatform(process.arch),
      },
      buildOnPreview: false,
      skipPush: true,
    });
  });

  it("gives its reference out as a plain value, at once", async () => {
    const checkout = checkoutOf(files);
    let reference = "";
    const resources = await recorded(() => {
      reference = new ContainerImage("backend", { repository, checkout }).reference.toString();
    });
    expect(ofType(resources, "docker:index/image:Image")[0]?.inputs["imageName"]).toBe(reference);
  });

  it("owns its image and its provider", async () => {
    const checkout = checkoutOf(files);
    const resources = await recorded(() => new ContainerImage("backend", { repository, checkout }));
    const component = ofType(resources, "slipway:delivery:ContainerImage")[0];
    const provider = ofType(resources, "pulumi:providers:docker")[0];
    const image = ofType(resources, "docker:index/image:Image")[0];
    expect(component?.inputs).toEqual({});
    expect(resources.map(typeChain)).toContainEqual([
      "slipway:delivery:ContainerImage",
      "docker:index/image:Image",
    ]);
    expect(resources.map(typeChain)).toContainEqual([
      "slipway:delivery:ContainerImage",
      "pulumi:providers:docker",
    ]);
    expect(image?.provider.startsWith(provider?.urn ?? "?")).toBe(true);
  });

  it("shares a provider that it is given", async () => {
    const checkout = checkoutOf(files);
    const resources = await recorded(() => {
      const parent = new pulumi.ComponentResource("slipway:test:System", "system", {}, {});
      const provider = dockerEngine("engine", { parent });
      new ContainerImage("backend", { repository, checkout }, { parent, provider });
      new ContainerImage("frontend", { repository, checkout }, { parent, provider });
    });
    const providers = ofType(resources, "pulumi:providers:docker");
    expect(providers.map(({ name }) => name)).toEqual(["engine"]);
    const images = ofType(resources, "docker:index/image:Image");
    expect(images.map(({ name }) => name).toSorted()).toEqual(["backend", "frontend"]);
    for (const { provider } of images) expect(provider.startsWith(providers[0]?.urn ?? "?")).toBe(true);
    const components = ofType(resources, "slipway:delivery:ContainerImage");
    expect(components.map(typeChain)).toEqual([
      ["slipway:test:System", "slipway:delivery:ContainerImage"],
      ["slipway:test:System", "slipway:delivery:ContainerImage"],
    ]);
  });

  it("registers nothing when the checkout can't be read", async () => {
    const checkout = { context: join(tmpdir(), "slipway-no-such-checkout"), dockerfile: "Dockerfile" };
    const resources = await recorded(() => {
      expect(() => new ContainerImage("backend", { repository, checkout })).toThrow(
        /no such file.*no-such-checkout/,
      );
    });
    expect(resources).toEqual([]);
  });

  it.each([
    ["x64", "linux/amd64"],
    ["arm64", "linux/arm64"],
    ["ppc64", "linux/ppc64le"],
    ["s390x", "linux/s390x"],
  ])("for the processor %s has the platform %s", (processor, platform) => {
    expect(imagePlatform(processor)).toBe(platform);
  });
});
