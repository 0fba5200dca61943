import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { cgroupOf, hierarchiesIn } from "../../toolchain/cluster/node/cgroups.ts";
import { corefile } from "../../toolchain/cluster/node/cluster-dns.ts";
import { outsideService } from "../../toolchain/cluster/node/outside-service.ts";
import { placesOf } from "../../toolchain/cluster/node/places.ts";
import { writeImageOf } from "../../toolchain/cluster/node/sandbox-image.ts";
import { toml } from "../../toolchain/cluster/node/toml.ts";
import { missingCapabilities } from "../../toolchain/cluster/node/why-no-node.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "slipway-node-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("the cgroups", () => {
  test("of version 1 are a hierarchy for each controller, and one that only names", () => {
    const mountinfo = [
      "22 27 0:21 / /proc rw,relatime - proc proc rw",
      "31 29 0:27 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct",
      "38 29 0:34 / /sys/fs/cgroup/systemd rw,relatime shared:9 - cgroup cgroup rw,name=systemd",
    ].join("\n");
    expect(hierarchiesIn(mountinfo)).toEqual([
      { folder: "/sys/fs/cgroup/cpu,cpuacct", version: 1, controllers: ["cpu", "cpuacct"] },
      { folder: "/sys/fs/cgroup/systemd", version: 1, controllers: ["name=systemd"] },
    ]);
  });

  test("of version 2 are one hierarchy, with what its root says it controls", () => {
    writeFileSync(join(folder, "cgroup.controllers"), "cpuset cpu memory pids\n");
    expect(hierarchiesIn(`29 22 0:26 / ${folder} rw shared:4 - cgroup2 cgroup2 rw,nsdelegate`)).toEqual([
      { folder, version: 2, controllers: ["cpuset", "cpu", "memory", "pids"] },
    ]);
  });

  test("of two checkouts differ, also where their clusters have one name", () => {
    expect(cgroupOf("/a/.toolchain/cluster/instances/test")).toMatch(/^\/slipway-test-[0-9a-f]{8}$/);
    expect(cgroupOf("/a/instances/test")).not.toBe(cgroupOf("/b/instances/test"));
  });
});

describe("what a node needs", () => {
  test("are capabilities, named where they lack", () => {
    expect(missingCapabilities("Name:\tnode\nCapEff:\t000001fffeffffff\n")).toEqual([]);
    expect(missingCapabilities("CapEff:\t00000000a80425fb\n")).toEqual(["CAP_NET_ADMIN", "CAP_SYS_ADMIN"]);
    expect(missingCapabilities("")).toHaveLength(3);
  });

  test("are sockets that a long path of a checkout does not cut", () => {
    const { containerdSocket } = placesOf({ folder: `/${"long/".repeat(60)}` });
    expect(containerdSocket.length).toBeLessThan(108);
  });
});

test("TOML has a table for each object, with quoted keys", () => {
  const text = toml({
    version: 2,
    grpc: { address: "/run/x" },
    host: { "https://a:5000": { ca: '/"b"', list: ["x"] } },
  });
  expect(text).toBe(
    [
      '"version" = 2',
      '["grpc"]',
      '"address" = "/run/x"',
      '["host"."https://a:5000"]',
      '"ca" = "/\\"b\\""',
      '"list" = ["x"]',
      "",
    ].join("\n"),
  );
});

test("only the cluster's own names are looked up, and all others don't exist", () => {
  const text = corefile({ node: "198.18.0.2", clusterDomain: "cluster.local" }, "/k");
  const [own = "", others = ""] = text.split(/^(?=\.:53)/m);
  expect(own).toMatch(/^cluster\.local:53 in-addr\.arpa:53 \{/);
  expect(own).toContain("kubeconfig /k");
  expect(own).not.toContain("template");
  expect(others).toMatch(/template ANY ANY \{\s+rcode NXDOMAIN/);
  expect(text).not.toContain("forward");
  expect(text.match(/bind 198\.18\.0\.2/g)).toHaveLength(2);
});

test("a program beside the pods has a Service whose endpoint is given", () => {
  const ports = [{ name: "https", protocol: "TCP", port: 443, targetPort: 4443 }] as const;
  const [service, endpoints] = outsideService({ name: "metrics", address: "198.18.0.2", ports });
  expect(service?.["spec"]).toEqual({ ports });
  expect(endpoints?.metadata.labels).toEqual({ "kubernetes.io/service-name": "metrics" });
  expect(endpoints).toMatchObject({
    endpoints: [{ addresses: ["198.18.0.2"] }],
    ports: [{ name: "https", protocol: "TCP", port: 4443 }],
  });
});

interface Descriptor {
  readonly digest: string;
}
interface NamedDescriptor extends Descriptor {
  readonly annotations: Record<string, string>;
}

describe("the image of one program", () => {
  async function made(name: string): Promise<string> {
    const program = join(folder, "a-program");
    writeFileSync(program, "#!/bin/true\n");
    return writeImageOf(program, "sandbox.slipway.test/pause:1", join(folder, name));
  }

  test("is the same, byte for byte, whenever it is made", async () => {
    const [one, other] = [await made("one"), await made("other")];
    expect(readFileSync(one).equals(readFileSync(other))).toBe(true);
  });

  test("is an OCI archive whose parts have the digests that are said", async () => {
    const layout = join(folder, "layout");
    mkdirSync(layout);
    execFileSync("tar", ["--extract", "--file", await made("one"), "--directory", layout]);
    const blob = (digest: string): Buffer => {
      const content = readFileSync(join(layout, "blobs", ...digest.split(":")));
      expect(`sha256:${createHash("sha256").update(content).digest("hex")}`).toBe(digest);
      return content;
    };
    const json = (content: Buffer): unknown => JSON.parse(content.toString("utf8"));
    const index = json(readFileSync(join(layout, "index.json"))) as { manifests: [NamedDescriptor] };
    const [named] = index.manifests;
    expect(named.annotations["io.containerd.image.name"]).toBe("sandbox.slipway.test/pause:1");
    const manifest = json(blob(named.digest)) as { config: Descriptor; layers: [Descriptor] };
    const [layer] = manifest.layers;
    expect(json(blob(manifest.config.digest))).toMatchObject({
      rootfs: { type: "layers", diff_ids: [layer.digest] },
    });
    const listing = execFileSync("tar", ["--list", "--verbose", "--numeric-owner"], {
      input: blob(layer.digest),
    });
    expect(listing.toString("utf8")).toMatch(/^-rwxr-xr-x 0\/0 .* \.\/program$/m);
  });
});
