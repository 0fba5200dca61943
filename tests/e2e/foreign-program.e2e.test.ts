import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { engineEnvironment } from "../../toolchain/engine/environment.ts";
import { ensureStack } from "../../toolchain/engine/state-folder.ts";
import { readManifest } from "../../toolchain/manifest.ts";
import { paths } from "../../toolchain/paths.ts";
import { deployment } from "../policies/workloads.ts";
import { type CommandResult, runCommand } from "../support/run-command.ts";

// Somebody else's project: one good Deployment, one bad one, and the pack copied beside it without the rest of this
// repository. The pack's packages are installed by npm from what its own package.json names.

const folder = mkdtempSync(join(tmpdir(), "slipway-foreign-"));
const pack = join(folder, "policies");
const state = join(folder, "state");
const { props } = deployment();

/** A bad one: it sees its node's processes, says nothing of a token, and has no labels. */
const program = `import { apps } from "@pulumi/kubernetes";
const good = ${JSON.stringify(props)};
const { metadata } = good;
new apps.v1.Deployment("good", { ...good, metadata: { ...metadata, name: "good" } });
const { template } = good.spec;
new apps.v1.Deployment("bad", {
  metadata: { name: "bad", namespace: "shop" },
  spec: { ...good.spec, template: { ...template, spec: { ...template.spec, hostPID: true } } },
});
`;

const bad = "kubernetes:apps/v1:Deployment::bad";
/** The pack allows an exemption some months at most. */
const expires = new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
const exemption = { resource: bad, reason: "an agent", owner: "shop-team", expires };
/** All of the pack is advice, and this much of it is asked for. */
const asked = { "no-host-pid": "mandatory", "require-labels": "mandatory" } as const;

async function preview(config: Record<string, unknown> | undefined): Promise<CommandResult> {
  const manifest = readManifest();
  if (manifest === undefined) throw new Error('The toolchain is not set up. Run "make setup".');
  const file = join(folder, "staging.json");
  if (config !== undefined) writeFileSync(file, JSON.stringify(config));
  return runCommand(
    join(paths.bin, "pulumi"),
    [
      ...["preview", "--stack", "staging", "--non-interactive", "--suppress-progress", "--diff"],
      ...["--policy-pack", pack],
      ...(config === undefined ? [] : ["--policy-pack-config", file]),
    ],
    {
      cwd: join(folder, "program"),
      env: {
        ...engineEnvironment(manifest, "ours"),
        PULUMI_BACKEND_URL: pathToFileURL(state).href,
        PULUMI_CONFIG_PASSPHRASE: "a passphrase of the test",
        PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
        NO_COLOR: "1",
      },
    },
  );
}

describe("the pack beside a foreign program", () => {
  beforeAll(async () => {
    cpSync(join(paths.root, "policies"), pack, {
      recursive: true,
      filter: (source) => !source.includes("node_modules"),
    });
    const install = ["install", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"];
    const installed = await runCommand("npm", install, { cwd: pack });
    expect(installed.exitCode, installed.output).toBe(0);
    mkdirSync(join(folder, "program"));
    mkdirSync(state);
    ensureStack(state, "foreign", "staging");
    writeFileSync(
      join(folder, "program", "Pulumi.yaml"),
      "name: foreign\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
    );
    writeFileSync(
      join(folder, "program", "package.json"),
      JSON.stringify({ name: "foreign", type: "module", main: "index.js" }),
    );
    writeFileSync(join(folder, "program", "index.js"), program);
    symlinkSync(join(paths.root, "node_modules"), join(folder, "program", "node_modules"));
  }, 300_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("judges it by defaults that are nobody's", async () => {
    const { exitCode, output } = await preview(undefined);
    expect(exitCode, output).not.toBe(0);
    expect(output).toContain("Deployment shop/bad: spec.template.spec.hostPID is true");
    expect(output).toContain("Deployment shop/bad: metadata.labels lacks app.kubernetes.io/name");
    expect(output).not.toContain("lacks slipway.dev");
    expect(output).not.toContain("Deployment shop/good: metadata.labels lacks");
    expect(output).not.toContain("Deployment shop/good: spec.template.spec.hostPID");
  });

  it("stops it where a policy is mandatory, and not where all is advice", async () => {
    const stopped = await preview({ all: "advisory", ...asked });
    expect(stopped.exitCode).not.toBe(0);
    expect(stopped.output).toMatch(/\[mandatory\].* no-host-pid /);
    const advised = await preview({ all: "advisory" });
    expect(advised.exitCode, advised.output).toBe(0);
    expect(advised.output).toMatch(/\[advisory\].* no-host-pid /);
  });

  it("lets pass what is exempted, and says so in the run", async () => {
    const { exitCode, output } = await preview({
      all: "disabled",
      "pack-configuration": "mandatory",
      "exemptions-in-use": "mandatory",
      "no-host-pid": { enforcementLevel: "mandatory", exemptions: [exemption] },
    });
    expect(exitCode, output).toBe(0);
    expect(output).toMatch(/\[advisory\].* exemptions-in-use /);
    expect(output).toContain(`keeps back 1 violation until ${expires}, for shop-team: an agent.`);
  });

  it("fails for an exemption whose day has passed, and for a misspelt parameter", async () => {
    const { exitCode, output } = await preview({
      all: "disabled",
      "pack-configuration": "mandatory",
      "no-host-ipc": {
        enforcementLevel: "mandatory",
        exemptions: [{ ...exemption, expires: "2020-01-01" }],
        exemption: [],
      },
    });
    expect(exitCode).not.toBe(0);
    expect(output).toContain("expires is 2020-01-01, which has passed");
    expect(output).toContain("Fix: write exemptions.");
  });

  it("mends what is safe to mend, where it is told to", async () => {
    const { exitCode, output } = await preview({
      all: "disabled",
      "no-automount-sa-token": "remediate",
    });
    expect(exitCode, output).toBe(0);
    expect(output).toMatch(/\[remediate\].* no-automount-sa-token /);
    expect(output).toContain("automountServiceAccountToken: false");
  });

  it("has its commands with it, and their exit codes say how they ended", async () => {
    const run = (command: string, ...args: readonly string[]) =>
      runCommand(process.execPath, [`commands/${command}.ts`, ...args], { cwd: pack });
    expect(await run("check-configuration", "config/dev.json")).toEqual({ exitCode: 0, output: "" });
    const wrong = join(folder, "wrong.json");
    writeFileSync(wrong, JSON.stringify({ "no-latest-tags": "mandatory", all: "strict" }));
    const refused = await run("check-configuration", wrong);
    expect(refused.exitCode).toBe(1);
    expect(refused.output).toContain(
      `${wrong}: no-latest-tags = "mandatory" is no policy. Fix: write no-latest-tag.`,
    );
    expect(refused.output).toContain(`${wrong}: all = "strict" is no level`);
    expect((await run("check-configuration")).exitCode).toBe(2);
    const listed = await run("list");
    expect(listed.exitCode).toBe(0);
    const handbook = readFileSync(join(pack, "handbook.md"), "utf8");
    for (const { name } of rules) {
      expect(listed.output).toContain(name);
      expect(handbook).toContain(`\n## ${name}\n`);
    }
    expect((await run("list", "no-such-policy")).exitCode).toBe(1);
    expect((await run("list", "one", "two")).exitCode).toBe(2);
    expect((await run("list", "--help")).output).toContain("Exit codes");
  });
});
