import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { Manifest } from "../../toolchain/manifest.ts";
import { paths } from "../../toolchain/paths.ts";
import { removeProject, setUp, startProject } from "./started-project.ts";

afterEach(removeProject);

describe("where the vendor answers", () => {
  /** Plays npm and, behind it, the vendor: the package fetches a CLI, and the CLI fetches plugins. */
  const npm = `#!/bin/sh
[ "$1" = ci ] || exit 1
mkdir -p node_modules/pulumi
cat > node_modules/pulumi/run.js <<'RUN'
const { mkdirSync, writeFileSync } = require("node:fs");
const bin = process.env.PULUMI_HOME + "/versions/" + require("../../package.json").dependencies.pulumi + "/bin";
mkdirSync(bin, { recursive: true });
for (const name of ["pulumi", "pulumi-language-nodejs"]) writeFileSync(bin + "/" + name, process.env.PLAYED, { mode: 0o755 });
RUN
`;
  const cli = `#!/bin/sh
[ "$1 $2" = "plugin install" ] || { echo v9.9.9; exit 0; }
echo "$4 $5" >> "$ASKED"
[ "$4" != github ] || sleep 60
folder="$PULUMI_HOME/plugins/resource-$4-v$5"
mkdir -p "$folder"
echo plugin > "$folder/pulumi-resource-$4"
chmod +x "$folder/pulumi-resource-$4"
`;

  test("takes the CLI, its language host and the plugins from there, and stands in for what does not arrive", async () => {
    const folder = startProject("node");
    symlinkSync(join(paths.root, "node_modules"), join(folder, "node_modules"));
    const played = mkdtempSync(join(tmpdir(), "slipway-vendor-"));
    writeFileSync(join(played, "npm"), npm, { mode: 0o755 });
    const asked = join(played, "asked");
    const env = {
      ...process.env,
      PATH: `${played}${delimiter}${process.env["PATH"] ?? ""}`,
      HOME: played,
      PLAYED: cli,
      ASKED: asked,
    };
    try {
      const first = await setUp(folder, env);
      expect(first.output).toMatch(/^Pulumi CLI +v[\d.]+ downloaded from its vendor/m);
      expect(first.output).toContain("stand-ins are in use for github:");
      expect(first.exitCode).toBe(0);
      const { cli: found, plugins } = JSON.parse(
        readFileSync(join(folder, ".toolchain", "manifest.json"), "utf8"),
      ) as Manifest;
      expect(found.source).toBe("vendor");
      expect(plugins.map(({ name, source }) => `${name} ${source}`)).toEqual([
        "language-nodejs vendor",
        "resource-kubernetes vendor",
        "resource-random vendor",
        "resource-docker vendor",
        "resource-github stand-in",
      ]);
      expect(existsSync(join(played, ".pulumi"))).toBe(false);

      rmSync(asked);
      const second = await setUp(folder, env);
      expect(second.output).toMatch(/^Pulumi CLI +v[\d.]+ of its vendor/m);
      expect(second.output).toContain("stand-ins are in use for github:");
      expect(existsSync(asked)).toBe(false);
    } finally {
      rmSync(played, { recursive: true, force: true });
    }
  });

  test("a CLI on PATH is used when it is new enough, and named when it is not", async () => {
    const folder = startProject("node", "pulumi");
    symlinkSync(join(paths.root, "node_modules"), join(folder, "node_modules"));
    const bin = mkdtempSync(join(tmpdir(), "slipway-cli-"));
    const place = (version: string): void => {
      writeFileSync(join(bin, "pulumi"), `#!/bin/sh\n[ "$1" = version ] && echo ${version}\n`, {
        mode: 0o755,
      });
    };
    const env = { ...process.env, PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}` };
    try {
      place("v3.100.0");
      expect((await setUp(folder, env)).output).toContain("the one on PATH is v3.100.0, older than 3.232.0");
      place("v9.9.9");
      expect((await setUp(folder, env)).output).toMatch(/^Pulumi CLI +v9\.9\.9 on PATH/m);
    } finally {
      rmSync(bin, { recursive: true, force: true });
    }
  });
});
