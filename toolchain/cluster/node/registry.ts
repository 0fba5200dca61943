import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../../steps/atomic-file.ts";
import { answersOk } from "../http-probe.ts";
import { clusterPaths } from "../paths.ts";
import type { ClusterContext, Program } from "../program.ts";
import { REGISTRY_NAME } from "./identity.ts";
import { placesOf } from "./places.ts";
import { toml } from "./toml.ts";

const PORT = 5000;
/** Kept when the cluster stops, and shared by the clusters of a checkout: an image is known by its digest. */
const storage = join(clusterPaths.root, "registry");

/** The image registry. The host and the node's runtime reach it at the cluster's own address. */
export async function registry(context: ClusterContext): Promise<Program> {
  const { node } = context.addresses;
  const { hostname } = new URL(`https://${REGISTRY_NAME}`);
  const serving = await context.issue({ name: "registry", commonName: hostname, hosts: [hostname, node] });
  const configuration = {
    version: "0.1",
    log: { level: "warn", accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: storage }, delete: { enabled: true } },
    http: { addr: `${node}:${String(PORT)}`, tls: { certificate: serving.certificate, key: serving.key } },
  };
  mkdirSync(storage, { recursive: true });
  const file = join(placesOf(context).settings, "registry.yml");
  writeWhole(file, `${JSON.stringify(configuration, undefined, 2)}\n`);
  const { certificateAuthority } = context;
  return {
    name: "registry",
    command: join(context.binaries.module("node/programs"), "registry"),
    args: ["serve", file],
    env: { OTEL_TRACES_EXPORTER: "none" },
    ready: (signal) => answersOk({ url: `${registryAddress(node)}/v2/`, certificateAuthority }, signal),
  };
}

/** Where the registry answers, from the host as from inside. */
export function registryAddress(node: string): string {
  return `https://${node}:${String(PORT)}`;
}

/** Tells the runtime where the registry of that name is; answers the folder of these settings. */
export function writeRegistryHosts(context: ClusterContext): string {
  const folder = join(placesOf(context).settings, "registries");
  const server = registryAddress(context.addresses.node);
  const host = { capabilities: ["pull", "resolve"], ca: context.certificateAuthority };
  writeWhole(join(folder, REGISTRY_NAME, "hosts.toml"), toml({ server, host: { [server]: host } }));
  return folder;
}
