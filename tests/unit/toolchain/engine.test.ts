import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { configuredBackend } from "../../../toolchain/engine/backend.ts";
import { engineEnvironment } from "../../../toolchain/engine/environment.ts";
import { readProject, stackNames } from "../../../toolchain/engine/project.ts";
import { checkpointFile, ensureStack } from "../../../toolchain/engine/state-folder.ts";
import { withoutEncryption } from "../../../toolchain/engine/throw-away-state.ts";
import type { Cli, Manifest, Plugin } from "../../../toolchain/manifest.ts";
import { paths } from "../../../toolchain/paths.ts";
import { findInstalledPlugin, mayBeDownloadable } from "../../../toolchain/steps/plugins.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "slipway-engine-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, content: string, mode = 0o644): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  chmodSync(file, mode);
  return file;
}

describe("the backend", () => {
  const project = { name: "slipway", backend: undefined };
  const home = (): NodeJS.ProcessEnv => ({ HOME: folder });

  test("is none where nobody said one", () => {
    expect(configuredBackend(project, home())).toBeUndefined();
    write(".pulumi/credentials.json", "{}");
    expect(configuredBackend(project, home())).toBeUndefined();
    write(".pulumi/credentials.json", "cut o");
    expect(configuredBackend(project, home())).toBeUndefined();
  });

  test("is what the environment, the project, the login or a token says, in that order", () => {
    write(".pulumi/credentials.json", JSON.stringify({ current: "s3://logged-in" }));
    const token = { PULUMI_ACCESS_TOKEN: "t" };
    const ofProject = { ...project, backend: "s3://project" };
    const variable = { PULUMI_BACKEND_URL: "s3://variable" };
    expect(configuredBackend(ofProject, { ...home(), ...variable })?.saidBy).toBe("PULUMI_BACKEND_URL");
    expect(configuredBackend(ofProject, home())).toEqual({ url: "s3://project", saidBy: "Pulumi.yaml" });
    expect(configuredBackend(project, { ...home(), ...token })?.saidBy).toBe("pulumi login");
    expect(configuredBackend(project, { HOME: join(folder, "x"), ...token })?.saidBy).toBe(
      "PULUMI_ACCESS_TOKEN",
    );
  });

  test("of a login is looked for where PULUMI_HOME says, unless that is our own home", () => {
    write("elsewhere/credentials.json", JSON.stringify({ current: "s3://elsewhere" }));
    const elsewhere = { ...home(), PULUMI_HOME: join(folder, "elsewhere") };
    expect(configuredBackend(project, elsewhere)?.url).toBe("s3://elsewhere");
    expect(configuredBackend(project, { ...home(), PULUMI_HOME: paths.pulumiHome })).toBeUndefined();
  });
});

describe("stacks", () => {
  test("are dev and those that have a file", () => {
    for (const name of ["Pulumi.yaml", "Pulumi.production.yaml", "Pulumi.staging.yaml", "Pulumi.dev.yaml"])
      write(name, "");
    expect(stackNames(folder)).toEqual(["dev", "staging", "production"]);
  });

  test("belong to the project of Pulumi.yaml", () => {
    write("Pulumi.yaml", "name: shop\nbackend: { url: 's3://state' }\n");
    expect(readProject(folder)).toEqual({ name: "shop", backend: "s3://state" });
  });

  test("start empty, and a stack that is there stays", () => {
    ensureStack(folder, "shop", "dev");
    const file = checkpointFile(folder, "shop", "dev");
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
      version: 3,
      checkpoint: { stack: "organization/shop/dev" },
    });
    writeFileSync(file, "kept");
    ensureStack(folder, "shop", "dev");
    expect(readFileSync(file, "utf8")).toBe("kept");
    expect(existsSync(join(folder, ".pulumi", "meta.yaml"))).toBe(true);
  });
});

describe("the copy of a stack's file", () => {
  test("loses the key of the team's backend and keeps all else", () => {
    const file = write(
      "Pulumi.staging.yaml",
      "secretsprovider: awskms://x\nencryptedkey: abc\nencryptionsalt: v1:abc\nconfig:\n  # why\n  a:b: { c: 1 }\n",
    );
    expect(withoutEncryption(file)).toBe("config:\n  # why\n  a:b: { c: 1 }\n");
  });

  test("of an empty file is empty", () => {
    expect(withoutEncryption(write("Pulumi.staging.yaml", ""))).toBe("");
  });

  test("is refused where only the team's backend can read a value", () => {
    const file = write("Pulumi.staging.yaml", "config:\n  a:b:\n    secure: v1:abc\n");
    expect(() => withoutEncryption(file)).toThrow(/holds encrypted values.*pulumi login/);
  });
});

const cli = (source: Cli["source"], path = "/opt/pulumi/bin/pulumi"): Cli => ({
  path,
  version: "v3.265.0",
  source,
});
const standIn: Plugin = {
  name: "resource-docker",
  version: "5.2.0",
  source: "stand-in",
  folder: join(paths.standIns, "resource-docker"),
};

describe("a plugin", () => {
  const find = (path = "") => findInstalledPlugin("resource-docker", "5.2.0", [join(folder, "home")], path);
  const executable = "home/plugins/resource-docker-v5.2.0/pulumi-resource-docker";

  test("is the vendor's where it is installed at the pinned version", () => {
    expect(find()).toBeUndefined();
    const file = write(executable, "", 0o755);
    expect(find()).toBe(dirname(file));
    expect(findInstalledPlugin("resource-docker", "5.3.0", [join(folder, "home")], "")).toBeUndefined();
  });

  test("is not where its download was cut off", () => {
    const file = write(executable, "", 0o755);
    writeFileSync(`${dirname(file)}.partial`, "");
    expect(find()).toBeUndefined();
  });

  test("is not where the file only leads to a stand-in", () => {
    const target = write("stand-in", "", 0o755);
    mkdirSync(join(folder, dirname(executable)), { recursive: true });
    symlinkSync(target, join(folder, executable));
    expect(find()).toBeUndefined();
  });

  test("on PATH comes first, as it does for the engine; our own folder does not count", () => {
    const file = write("bin/pulumi-resource-docker", "", 0o755);
    expect(find(dirname(file))).toBe(dirname(file));
    expect(find(standIn.folder)).toBeUndefined();
  });

  test("is asked for once: not after a CLI that had to be built, nor again after a refusal", () => {
    const vendor = cli("path");
    const known: Manifest = { cli: vendor, plugins: [standIn] };
    expect(mayBeDownloadable(standIn, cli("module"), undefined)).toBe(false);
    expect(mayBeDownloadable(standIn, vendor, undefined)).toBe(true);
    expect(mayBeDownloadable(standIn, vendor, known)).toBe(false);
    expect(mayBeDownloadable({ ...standIn, version: "5.3.0" }, vendor, known)).toBe(true);
    expect(mayBeDownloadable(standIn, cli("path", "/elsewhere/pulumi"), known)).toBe(true);
  });
});

describe("the engine's environment", () => {
  const host = (place: string): Plugin => ({
    name: "language-nodejs",
    version: "3",
    source: "stand-in",
    folder: place,
  });
  const built = cli("module", join(paths.pulumiBuild, "bin", "pulumi"));
  const beside = dirname(built.path);
  const pathOf = (manifest: Manifest, home: "ours" | "user's") =>
    engineEnvironment(manifest, home, { PATH: "/usr/bin" })["PATH"]?.split(":");

  test("needs nothing of the toolchain's plugins on PATH with our own home", () => {
    const manifest = { cli: built, plugins: [host(beside), standIn] };
    expect(pathOf(manifest, "ours")).toEqual([paths.bin, "/usr/bin"]);
    expect(engineEnvironment(manifest, "ours", {})["PULUMI_HOME"]).toBe(paths.pulumiHome);
  });

  test("puts what the user's home lacks on PATH, and leaves that home alone", () => {
    const vendor: Plugin = {
      ...standIn,
      source: "vendor",
      folder: "/root/.pulumi/plugins/resource-docker-v5.2.0",
    };
    expect(pathOf({ cli: built, plugins: [host(beside), standIn] }, "user's")).toEqual([
      paths.bin,
      standIn.folder,
      "/usr/bin",
    ]);
    expect(pathOf({ cli: built, plugins: [vendor] }, "user's")).toEqual([paths.bin, "/usr/bin"]);
    expect(engineEnvironment({ cli: built, plugins: [] }, "user's", {})).not.toHaveProperty("PULUMI_HOME");
  });

  test("leads to a language host that does not lie beside the CLI", () => {
    const place = join(paths.standIns, "language-nodejs");
    expect(pathOf({ cli: cli("path"), plugins: [host(place)] }, "ours")).toEqual([
      paths.bin,
      place,
      "/usr/bin",
    ]);
  });

  test("is the same when it is made twice", () => {
    const manifest = { cli: built, plugins: [standIn] };
    const once = engineEnvironment(manifest, "user's", { PATH: "/usr/bin" });
    expect(engineEnvironment(manifest, "user's", once)["PATH"]).toBe(once["PATH"]);
  });
});
