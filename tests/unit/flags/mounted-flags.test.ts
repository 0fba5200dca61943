import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FlagdCore } from "@openfeature/flagd-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { flagDefinitions } from "../../../components/flags/feature-flags.ts";
import { flagConfigName } from "../../../components/flags/flag-files.ts";
import { podTemplate } from "../../../components/workloads/pod.ts";
import type { SystemEnvironment } from "../../../config/environment.ts";
import { flag, type FlagRelease, unreleased } from "../../../model/feature-flag.ts";
import { parsedShop } from "../config/configured-shop.ts";
import { shop } from "../model/declared-shop.ts";

const checkout = flag({ meaning: "checkout on one page" });

/** The shop with one flag that its program asks for, released so. */
function shopWithFlag(release: Partial<FlagRelease> = {}): SystemEnvironment {
  const [own] = parsedShop("staging").systems;
  const { api } = shop.services;
  if (!own || api?.kind !== "http-service") throw new Error("the shop has no API");
  return {
    ...own,
    system: {
      ...own.system,
      flags: { "new-checkout": checkout },
      services: { ...own.system.services, api: { ...api, flags: ["new-checkout"] } },
    },
    flags: new Map([["new-checkout", { ...unreleased(checkout), ...release }]]),
  };
}

const podOf = (environment: SystemEnvironment, name: string) => {
  const service = environment.system.services[name];
  if (!service) throw new Error(`no service ${name}`);
  return podTemplate({
    stack: "production",
    environment,
    name,
    service,
    image: "image",
    configMap: undefined,
    priorityClass: "staging-standard",
    labels: {},
    selector: {},
  });
};

test("a service that asks for flags has them as a folder, and the variables by which flagd's providers find them", () => {
  const { spec } = podOf(shopWithFlag(), "api");
  expect(spec.volumes).toContainEqual({ name: "flags", configMap: { name: "shop-flags" } });
  const mounts = spec.containers[0]?.volumeMounts?.filter(({ name }) => name === "flags");
  // A mount with a subPath is never brought up to date.
  expect(mounts).toEqual([{ name: "flags", mountPath: "/etc/flagd", readOnly: true }]);
  expect(spec.containers[0]?.env).toEqual(
    expect.arrayContaining([
      { name: "FLAGD_RESOLVER", value: "in-process" },
      { name: "FLAGD_OFFLINE_FLAG_SOURCE_PATH", value: "/etc/flagd/flags.json" },
    ]),
  );
});

test("a service that asks for none has nothing of it", () => {
  expect(JSON.stringify(podOf(shopWithFlag(), "mailer"))).not.toMatch(/flag/i);
});

test("a change of a flag changes what the file says and nothing of the pods, so none restarts", () => {
  const [before, after] = [shopWithFlag(), shopWithFlag({ serve: "enabled" })];
  expect(flagDefinitions(after)).not.toBe(flagDefinitions(before));
  expect(podOf(after, "api")).toEqual(podOf(before, "api"));
  expect(flagConfigName(after.system)).toBe(flagConfigName(before.system));
});

let volume: string;
let written: string | undefined;
beforeEach(() => {
  volume = mkdtempSync(join(tmpdir(), "flags-"));
  written = undefined;
});
afterEach(() => {
  rmSync(volume, { recursive: true });
});

/** Writes a ConfigMap's volume the way the kubelet does: a new folder, a link to it that is swapped, the old one gone. */
function write(content: string): void {
  const folder = `..${performance.now()}`;
  mkdirSync(join(volume, folder));
  writeFileSync(join(volume, folder, "flags.json"), content);
  symlinkSync(folder, join(volume, "..data_tmp"));
  renameSync(join(volume, "..data_tmp"), join(volume, "..data"));
  if (written === undefined) symlinkSync("..data/flags.json", join(volume, "flags.json"));
  else rmSync(join(volume, written), { recursive: true });
  written = folder;
}

test("code that reads the file by its path again sees every change", () => {
  const core = new FlagdCore();
  const read = (): boolean => {
    core.setConfigurations(readFileSync(join(volume, "flags.json"), "utf8"));
    return core.resolveBooleanEvaluation("new-checkout", false, { targetingKey: "ann" }).value;
  };
  const seen = [
    {},
    { users: { enabled: ["ann"] } },
    { serve: "enabled", killed: true },
    { serve: "enabled" },
  ].map((release) => {
    write(flagDefinitions(shopWithFlag(release)));
    return read();
  });
  expect(seen).toEqual([false, true, false, true]);
});
