import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { paths } from "../../toolchain/paths.ts";
import { runCommand } from "../support/run-command.ts";

const pack = join(paths.root, "policies");
const folder = mkdtempSync(join(tmpdir(), "slipway-pack-start-"));

describe("the pack's start", () => {
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it("says where to install what is missing", async () => {
    for (const file of ["package.json", "start.cjs", "entry.mjs"])
      cpSync(join(pack, file), join(folder, file));
    writeFileSync(join(folder, "index.ts"), 'import "@pulumi/policy";\n');
    const { exitCode, output } = await runCommand(process.execPath, [folder], { cwd: folder });
    expect(exitCode).not.toBe(0);
    expect(output).toContain(
      `The policy pack's package @pulumi/policy is not installed. Run "npm install" in ${folder}.`,
    );
  });

  it("hides no other error", async () => {
    writeFileSync(join(folder, "index.ts"), 'import "./gone.ts";\n');
    const { exitCode, output } = await runCommand(process.execPath, [folder], { cwd: folder });
    expect(exitCode).not.toBe(0);
    expect(output).toContain("gone.ts");
    expect(output).not.toContain("npm install");
  });

  it.each(["22.17.1", "20.19.0", "18.20.8"])("says which Node it needs where it is %s", async (version) => {
    const pretence = `Object.defineProperty(process.versions, "node", { value: "${version}" });`;
    const started = `${pretence} require(${JSON.stringify(join(pack, "start.cjs"))});`;
    const { exitCode, output } = await runCommand(process.execPath, ["--eval", started], { cwd: folder });
    expect(exitCode).not.toBe(0);
    expect(output).toContain("The policy pack needs Node 22.18 or later, and");
    expect(output).toContain(`is ${version}.`);
  });

  it("asks for the Node that its package.json names", () => {
    const { engines } = JSON.parse(readFileSync(join(pack, "package.json"), "utf8")) as {
      readonly engines: { readonly node: string };
    };
    expect(engines.node).toBe(">=22.18");
    expect(readFileSync(join(pack, "start.cjs"), "utf8")).toContain("const least = [22, 18];");
  });
});
