import { readFileSync } from "node:fs";
import grpc from "@grpc/grpc-js";
import { addProvider } from "./provider-service.ts";
import type { ResourceProvider } from "./resource-provider.ts";
import { messageLimits, servePlugin } from "./serve.ts";

export async function serveProvider(provider: ResourceProvider): Promise<void> {
  const server = new grpc.Server(messageLimits);
  addProvider(server, provider);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(0));
  await servePlugin(server);
}

/** A stand-in plays the plugin of exactly the version that the SDK in use asks for. */
export function pinnedVersion(name: string): string {
  const manifest = new URL(`../../../node_modules/@pulumi/${name}/package.json`, import.meta.url);
  return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
}
