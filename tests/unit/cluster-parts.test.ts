import { X509Certificate } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addressesOf, candidates } from "../../toolchain/cluster/addresses.ts";
import { configurationOf } from "../../toolchain/cluster/apply.ts";
import { startCluster } from "../../toolchain/cluster/cluster.ts";
import { runFrom } from "../../toolchain/cluster/debian.ts";
import { commandsOf, moduleFolder } from "../../toolchain/cluster/go-module.ts";
import { guestsOf } from "../../toolchain/cluster/instance.ts";
import { writeKubeconfig } from "../../toolchain/cluster/kubeconfig.ts";
import { issueCertificate, makeAuthority } from "../../toolchain/cluster/pki.ts";
import { probeInterfaces } from "../../toolchain/cluster/why-no-cluster.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "slipway-cluster-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("addresses", () => {
  test("come in pairs from the first to the last of the range for tests", () => {
    expect(addressesOf(0)).toMatchObject({ host: "198.18.0.1", node: "198.18.0.2" });
    expect(addressesOf(2 ** 15 - 1)).toMatchObject({ host: "198.19.255.253", node: "198.19.255.254" });
  });

  test("name an interface within the kernel's 15 characters", () => {
    expect(addressesOf(2 ** 15 - 1).hostInterface.length).toBeLessThanOrEqual(15);
  });

  test("leave room for the longest PID where interfaces are tried out", () => {
    const [one, other] = probeInterfaces(2 ** 22);
    expect(one).not.toBe(other);
    for (const name of [one, other]) expect(name.length).toBeLessThanOrEqual(15);
  });

  test("are tried each once, from one that the folder decides", () => {
    const tried = [...candidates("/one")].map(({ index }) => index);
    expect(new Set(tried).size).toBe(2 ** 15);
    const first = (folder: string) => [...candidates(folder)].map(({ index }) => index)[0];
    expect(first("/one")).toBe(tried[0]);
    expect(first("/two")).not.toBe(tried[0]);
  });
});

describe("guests of a cluster", () => {
  const host = "net:[4026531840]";
  const ours = "net:[4026532100]";
  const theirs = "net:[4026532200]";
  const self = 20;
  const namespaces = new Map([
    ...([
      [1, host],
      [self, ours],
      [30, theirs],
      [31, host],
      [32, undefined],
      [33, theirs],
    ] as const),
  ]);

  test("are the processes in its network namespace", () => {
    expect(guestsOf({ networkNamespace: theirs }, namespaces, self)).toEqual([30, 33]);
    expect(guestsOf({ networkNamespace: "net:[4026532300]" }, namespaces, self)).toEqual([]);
  });

  test("are not told by a record that names no namespace", () => {
    const old = JSON.parse('{ "cluster": {}, "supervisorStarted": "1" }') as object;
    expect(guestsOf(old, namespaces, self)).toEqual([]);
    expect(guestsOf(old, new Map([[40, undefined]]), self)).toEqual([]);
    const odd = new Map([...namespaces, [40, ""], [41, "none"]] as const);
    for (const networkNamespace of ["", "none"])
      expect(guestsOf({ networkNamespace }, odd, self)).toEqual([]);
  });

  test("are never those of this process or of the machine", () => {
    expect(guestsOf({ networkNamespace: host }, namespaces, self)).toEqual([]);
    expect(guestsOf({ networkNamespace: ours }, namespaces, self)).toEqual([]);
    expect(guestsOf({ networkNamespace: theirs }, namespaces, 50)).toEqual([]);
  });
});

describe("certificates", () => {
  test("are signed by their authority, for their names and uses", async () => {
    const authority = await makeAuthority(folder, "ca");
    const { certificate, key } = await issueCertificate(authority, {
      name: "server",
      commonName: "system:node:one",
      organizations: ["system:nodes", "second"],
      hosts: ["localhost", "198.18.0.2"],
    });
    const read = new X509Certificate(readFileSync(certificate));
    expect(read.verify(new X509Certificate(readFileSync(authority.certificate)).publicKey)).toBe(true);
    expect(read.subject).toBe("O=system:nodes\nO=second\nCN=system:node:one");
    expect(read.subjectAltName).toBe("DNS:localhost, IP Address:198.18.0.2");
    expect(read.keyUsage).toEqual(["1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.1"]);
    expect(read.ca).toBe(false);
    expect(statSync(key).mode & 0o077).toBe(0);
  });

  test("of clients serve nothing", async () => {
    const authority = await makeAuthority(folder, "ca");
    const { certificate } = await issueCertificate(authority, { name: "client", commonName: "client" });
    expect(new X509Certificate(readFileSync(certificate)).keyUsage).toEqual(["1.3.6.1.5.5.7.3.2"]);
  });
});

test("a kubeconfig holds its keys itself, and is its owner's only", async () => {
  const authority = await makeAuthority(folder, "ca");
  const certificate = await issueCertificate(authority, { name: "client", commonName: "client" });
  const file = join(folder, "kubeconfig");
  writeKubeconfig(file, {
    apiServer: "https://198.18.0.2:6443",
    certificateAuthority: authority.certificate,
    user: "client",
    certificate,
  });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, "utf8")).not.toContain(folder);
  const configuration = configurationOf(file);
  expect(configuration.getCurrentContext()).toBe("slipway-test");
  expect(configuration.getCurrentCluster()?.server).toBe("https://198.18.0.2:6443");
  expect(configuration.getCurrentUser()?.certData).toBe(
    readFileSync(certificate.certificate).toString("base64"),
  );
});

test("a wrapper module without commands is told by its file", () => {
  writeFileSync(join(folder, "tools.go"), "package tools\n");
  expect(() => commandsOf(folder)).toThrow(`${folder}/tools.go imports no command`);
  writeFileSync(
    join(folder, "tools.go"),
    'package tools\nimport (\n_ "a.example/one"\n\t_ "b.example/two"\n)\n',
  );
  expect(commandsOf(folder)).toEqual(["a.example/one", "b.example/two"]);
});

test("a wrapper module may lie anywhere, and what starts its programs is no part of it", () => {
  const module = join(folder, "gateway");
  mkdirSync(module);
  writeFileSync(join(module, "go.mod"), "module gateway\n");
  const built = moduleFolder(module);
  expect(basename(built)).toMatch(/^gateway-[0-9a-f]{12}$/);
  expect(dirname(built)).toBe(dirname(moduleFolder("kwok")));
  writeFileSync(join(module, "start.ts"), "export {};\n");
  expect(moduleFolder(module)).toBe(built);
  writeFileSync(join(module, "linker-flags"), "-X main.version=1\n");
  expect(moduleFolder(module)).not.toBe(built);
});

test("programs of extracted packages find their fellows before the machine's", () => {
  const { PATH } = runFrom("/extracted");
  expect(PATH.startsWith("/extracted/usr/sbin:/extracted/usr/bin:")).toBe(true);
  expect(PATH.endsWith(process.env["PATH"] ?? "")).toBe(true);
});

test.each(["", "Upper", "-a", "a-", "../a", "a".repeat(33)])("%j is no name for a cluster", async (name) => {
  await expect(startCluster({ name, say: () => undefined })).rejects.toThrow("is no name for a cluster");
});
