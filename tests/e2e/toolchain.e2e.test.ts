import { spawn } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { checkpointFile } from "../../toolchain/engine/state-folder.ts";
import { paths } from "../../toolchain/paths.ts";
import { pinnedVersion } from "../../toolchain/plugins/protocol/serve-provider.ts";
import { program, type Program } from "./toolchain-program.ts";

const header = `
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
`;
const pod = (image: string) => `${header}
console.log("configuration " + JSON.stringify(new pulumi.Config().requireObject("environment")));
const pod = new k8s.core.v1.Pod("web", { spec: { containers: [{ name: "web", image: "${image}" }] } });
export const name = pod.metadata.name;
`;
const password = (length: number) => `${header}
export const password = new random.RandomPassword("password", { length: ${length}, special: false }).result;
`;

let tried: Program | undefined;
afterEach(() => {
  tried?.remove();
});
function start(index: string): Program {
  tried = program(index);
  return tried;
}

describe("a preview with the stand-ins", () => {
  test("names what has no name, passes the program's output and configuration on, and ends with 0", async () => {
    const { exitCode, output } = await start(pod("web:1")).pulumi("preview");
    expect(output).toContain('configuration {"name":"dev","sizes":{"web":1}}');
    expect(output).toMatch(/name: "web-[0-9a-f]{8}"/);
    expect(output).toContain("+ 2 to create");
    expect(output).not.toContain("warning");
    expect(exitCode).toBe(0);
  });

  test("a stack's file replaces the project's value whole", async () => {
    const it = start(pod("web:1"));
    it.write("Pulumi.dev.yaml", "config:\n  tried:environment: { name: other }\n");
    const { output } = await it.pulumi("preview");
    expect(output).toContain('configuration {"name":"other"}');
  });

  test("a mandatory violation ends it with 1, and the pack knows its stack, its configuration and that it is a preview", async () => {
    const { exitCode, output } = await start(pod("web:latest")).pulumi("preview", "--policy-pack", "pack");
    expect(output).toContain("[mandatory]  no-latest");
    expect(output).toContain("latest in tried dev true dev");
    expect(exitCode).toBe(1);
  });

  test("a pack without a violation lets it pass", async () => {
    const { exitCode, output } = await start(pod("web:1")).pulumi("preview", "--policy-pack", "pack");
    expect(output).toContain("✅ tried@v1.0.0 (local: pack)");
    expect(exitCode).toBe(0);
  });

  test("a pack that does not load is told with its own error", async () => {
    const it = start(pod("web:1"));
    it.write("pack/index.js", 'throw new Error("the pack is broken");');
    const { exitCode, output } = await it.pulumi("preview", "--policy-pack", "pack");
    expect(output).toContain("the pack is broken");
    expect(exitCode).not.toBe(0);
  });

  test("what the API server would reject is told by its path", async () => {
    const { exitCode, output } = await start(pod("")).pulumi("preview");
    expect(output).toContain("Pod needs spec.containers[0].image, and it is missing.");
    expect(exitCode).not.toBe(0);
  });

  test("a program that throws is told once, with its message", async () => {
    const { exitCode, output } = await start('throw new Error("the program is broken");').pulumi("preview");
    expect(output.match(/the program is broken/g)?.length).toBeGreaterThan(0);
    expect(output).not.toContain("Program exited with non-zero exit code");
    expect(exitCode).not.toBe(0);
  });

  test("`pulumi about` finds every plugin at the version the SDK asks for", async () => {
    const { output } = await start(pod("web:1")).pulumi("about");
    for (const name of ["kubernetes", "random", "docker", "github"]) {
      expect(output).toMatch(new RegExp(`resource +${name} +${pinnedVersion(name).replaceAll(".", "\\.")}`));
    }
  });
});

describe("an update with the stand-ins", () => {
  test("really generates a password, keeps it secret in the state, and replaces it when it changes", async () => {
    const it = start(password(24));
    const first = await it.pulumi("up", "--yes", "--skip-preview");
    expect(first.output).toContain("[secret]");
    expect(first.exitCode).toBe(0);
    const shown = async () =>
      (await it.pulumi("stack", "output", "password", "--show-secrets")).output.trim();
    const generated = await shown();
    expect(generated).toMatch(/^[A-Za-z0-9]{24}$/);
    expect(readFileSync(checkpointFile(join(it.folder, "state"), "tried", "dev"), "utf8")).not.toContain(
      generated,
    );

    const again = await it.pulumi("up", "--yes", "--skip-preview");
    expect(again.output).toContain("2 unchanged");
    expect(await shown()).toBe(generated);

    it.write("index.ts", password(30));
    expect((await it.pulumi("preview")).output).toMatch(/RandomPassword password replace .*length/);
    expect((await it.pulumi("up", "--yes", "--skip-preview")).exitCode).toBe(0);
    expect(await shown()).toMatch(/^[A-Za-z0-9]{30}$/);
    expect((await it.pulumi("destroy", "--yes")).exitCode).toBe(0);
  });

  test("says what to set where no cluster is configured", async () => {
    const { exitCode, output } = await start(pod("web:1")).pulumi("up", "--yes", "--skip-preview");
    expect(output).toContain(
      'No cluster is configured. Set the provider\'s "kubeconfig", or KUBECONFIG, to the kubeconfig of one.',
    );
    expect(exitCode).not.toBe(0);
  });
});

describe("a preview of a stack that is deployed", () => {
  const object = (image: string, app: string) => ({
    metadata: { name: "web", namespace: "shop" },
    spec: {
      selector: { matchLabels: { app } },
      template: { metadata: { labels: { app } }, spec: { containers: [{ name: "web", image }] } },
    },
  });
  const deployment = (image: string, app: string) => `${header}
new k8s.apps.v1.Deployment("web", ${JSON.stringify(object(image, app))});
`;

  /** Puts the deployment into the state, as an update with the vendor's plugin would have. */
  async function deploy(it: Program, image: string, app: string): Promise<void> {
    const version = pinnedVersion("kubernetes");
    const stack = "urn:pulumi:dev::tried::pulumi:pulumi:Stack::tried-dev";
    const provider = `urn:pulumi:dev::tried::pulumi:providers:kubernetes::default_${version.replaceAll(".", "_")}`;
    const inputs = { apiVersion: "apps/v1", kind: "Deployment", ...object(image, app) };
    const resources = [
      { urn: stack, custom: false, type: "pulumi:pulumi:Stack" },
      {
        urn: provider,
        custom: true,
        id: "0b6bbd5f-1b1f-4d5f-8a85-b5d3e0a2f1c3",
        type: "pulumi:providers:kubernetes",
        inputs: { version },
        outputs: { version },
      },
      {
        urn: "urn:pulumi:dev::tried::kubernetes:apps/v1:Deployment::web",
        custom: true,
        id: "shop/web",
        type: "kubernetes:apps/v1:Deployment",
        inputs,
        outputs: inputs,
        parent: stack,
        provider: `${provider}::0b6bbd5f-1b1f-4d5f-8a85-b5d3e0a2f1c3`,
      },
    ];
    it.write("state.json", JSON.stringify({ version: 3, deployment: { manifest: {}, resources } }));
    const { exitCode, output } = await it.pulumi("stack", "import", "--file", "state.json");
    expect(output).toContain("Import complete");
    expect(exitCode).toBe(0);
  }

  test("updates what can change in place and replaces what cannot", async () => {
    const it = start(deployment("web:1", "web"));
    await deploy(it, "web:1", "web");
    expect((await it.pulumi("preview")).output).toContain("2 unchanged");
    it.write("index.ts", deployment("web:2", "web"));
    expect((await it.pulumi("preview")).output).toContain("Deployment web update [diff: ~spec]");
    it.write("index.ts", deployment("web:2", "shop"));
    const { output } = await it.pulumi("preview", "--diff");
    expect(output).toContain("kubernetes:apps/v1:Deployment: (replace)");
    expect(output).toMatch(/app: "web" => "shop"/);
  });
});

describe("plugins", () => {
  test("end when their engine is killed", async () => {
    const it = start(`${header}
await new Promise((resolve) => setTimeout(resolve, 60_000));
`);
    const engine = spawn(join(paths.bin, "pulumi"), ["preview", "--non-interactive"], {
      cwd: it.folder,
      env: it.environment,
      stdio: "ignore",
    });
    const ours = () => processesIn(it.folder);
    await until(() => ours().length >= 2);
    expect(ours().length).toBeGreaterThanOrEqual(2);
    engine.kill("SIGKILL");
    await until(() => ours().length === 0);
    expect(ours()).toEqual([]);
  });
});

/** The Node processes that work in the folder, by what Linux tells of each. */
function processesIn(folder: string): string[] {
  if (!existsSync("/proc/self/cwd")) return [];
  return readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return (
        readFileSync(`/proc/${pid}/environ`, "utf8").includes(`PULUMI_BACKEND_URL=file://${folder}`) &&
        readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("node")
      );
    } catch {
      return false;
    }
  });
}

async function until(condition: () => boolean, milliseconds = 120_000): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!condition() && performance.now() < end) await sleep(100);
}
