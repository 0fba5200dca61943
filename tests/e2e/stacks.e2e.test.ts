import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { environmentNames } from "../../model/environment-name.ts";
import { capture } from "../../rendering/capture.ts";
import { systems } from "../../systems/all.ts";
import { copyProject, type ProjectCopy } from "../support/project-copy.ts";
import { type CommandResult, runCommand } from "../support/run-command.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A previewed stack must be taken to be empty, whatever backend the machine is logged in to. */
const preview = (cwd: string, stack: string): Promise<CommandResult> =>
  runCommand(process.execPath, ["tools/preview.ts", stack], {
    cwd,
    env: { ...process.env, PULUMI_BACKEND_URL: undefined, NO_COLOR: "1" },
  });

const gitStatus = (): string => execFileSync("git", ["status", "--porcelain"], { cwd: root }).toString();

describe.each(environmentNames)("the engine's preview of %s", (stack) => {
  test("lists every service, passes the policies, counts what the render has, and leaves the work tree alone", async () => {
    const before = gitStatus();
    const { exitCode, output } = await preview(root, stack);
    expect(output).toContain("Preview from nothing");
    expect(output).toMatch(/Policies:\s+✅ slipway/);
    for (const { name, services } of systems) {
      for (const service of Object.keys(services))
        expect(output).toMatch(new RegExp(`:(Deployment|StatefulSet|Rollout) ${name}-${service} create`));
    }
    // The engine adds the stack itself.
    expect(output).toContain(`+ ${(await capture(stack)).length + 1} to create`);
    expect(exitCode).toBe(0);
    expect(gitStatus()).toBe(before);
  });
});

describe("the shell that make shell opens", () => {
  test("previews dev with plain pulumi, the pack and the levels of the stack", async () => {
    const pack = "--policy-pack policies --policy-pack-config policies/config/dev.json";
    const script = `pulumi preview --stack dev ${pack}\\nexit\\n`;
    const { exitCode, output } = await runCommand("sh", ["-c", `printf '${script}' | node tools/shell.ts`], {
      cwd: root,
      env: { ...process.env, PULUMI_BACKEND_URL: undefined, SHELL: "/bin/sh", NO_COLOR: "1" },
    });
    expect(output).toMatch(/Policies:\s+✅ slipway/);
    expect(exitCode).toBe(0);
  });
});

describe("delivery, previewed by the engine:", () => {
  let copy: ProjectCopy;
  beforeEach(() => {
    copy = copyProject();
  });
  afterEach(() => {
    copy.remove();
  });

  test("dev builds an image from a checkout", async () => {
    mkdirSync(join(copy.folder, "checkout"));
    writeFileSync(join(copy.folder, "checkout", "Dockerfile"), "FROM scratch\n");
    const checkouts = "      checkouts: { atlas-ux: { backend: { context: ./checkout } } }";
    copy.replace("Pulumi.yaml", "      name: dev\n", `      name: dev\n${checkouts}\n`);
    const { exitCode, output } = await preview(copy.folder, "dev");
    expect(output).toContain("docker:index:Image atlas-ux-backend-image create");
    expect(output).toMatch(/Policies:\s+✅ slipway/);
    expect(exitCode).toBe(0);
  });

  test("production looks after the repository's environment and rulesets", async () => {
    const repository = "    repository: { owner: slipway-example, name: platform, reviewerTeams: [1] }";
    copy.replace("Pulumi.production.yaml", "    name: production\n", `    name: production\n${repository}\n`);
    const { exitCode, output } = await preview(copy.folder, "production");
    expect(output).toMatch(/github:index:RepositoryEnvironment .* create/);
    expect(output.match(/github:index:RepositoryRuleset .* create/g)).toHaveLength(2);
    expect(exitCode).toBe(0);
  });
});

describe("a preview with bad input ends with exit code 1 and creates nothing:", () => {
  let copy: ProjectCopy | undefined;
  afterEach(() => copy?.remove());

  const previewChanged = async (stack: string, file: string, text: string, by: string): Promise<string> => {
    copy = copyProject();
    copy.replace(file, text, by);
    const { exitCode, output } = await preview(copy.folder, stack);
    expect(exitCode).toBe(1);
    return output;
  };
  const neverReleased = `sha256:${"0".repeat(64)}`;

  test("an image nginx:latest in staging is named with policy, resource, container and fix", async () => {
    const output = await previewChanged("staging", "Pulumi.staging.yaml", neverReleased, "nginx:latest");
    expect(output).toContain("no-latest-tag");
    expect(output).toContain("kubernetes:argoproj.io/v1alpha1:Rollout: atlas-ux-web");
    expect(output).toContain('container "web"');
    expect(output).toMatch(/nginx:latest.*sha256/s);
  });

  test("an unknown key names the nearest one", async () => {
    const output = await previewChanged("staging", "Pulumi.staging.yaml", "hostnames:", "hostname:");
    expect(output).toContain('unknown key "hostname"; did you mean "hostnames"?');
    expect(output).not.toContain("kubernetes:");
  });

  test("several problems are all named at once, without a stack trace", async () => {
    copy = copyProject();
    copy.replace("Pulumi.production.yaml", "          web: api.atlas-ux.example.com\n", "");
    copy.replace(
      "Pulumi.production.yaml",
      "          frontend: atlas-ux.example.com",
      "          frontend: Not_A_Host",
    );
    copy.replace("Pulumi.production.yaml", "name: production", "name: staging");
    copy.replace("systems/odd-scenes.ts", 'calls: ["backend"]', 'calls: ["beckend"]');
    const { exitCode, output } = await preview(copy.folder, "production");
    expect(exitCode).toBe(1);
    expect(output).toContain("4 problems");
    expect(output).toContain('odd-scenes.services.frontend.calls[0]: no service "beckend" is declared');
    expect(output).toContain("hostnames.web: missing");
    expect(output).toContain('hostnames.frontend: "Not_A_Host" is not a hostname');
    expect(output).toContain('slipway:environment.name: "staging" is not the name of this stack');
    expect(output).not.toMatch(/^\s+at .*\.ts:\d+/m);
  });

  test("a key beside slipway:environment is refused", async () => {
    const output = await previewChanged(
      "staging",
      "Pulumi.staging.yaml",
      "config:",
      "config:\n  slipway:replicas: 3",
    );
    expect(output).toContain("slipway:replicas: is not read");
  });
});
