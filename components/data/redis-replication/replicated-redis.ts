import type * as pulumi from "@pulumi/pulumi";
import { cacheInstance, type PlatformRedis } from "../../../model/cache.ts";
import { logicalName } from "../../system-context.ts";
import type { StoreArgs } from "../store-resources.ts";
import { proxyPart } from "./proxy-spec.ts";
import { RedisInstances } from "./redis-instances.ts";
import { RedisProxy } from "./redis-proxy.ts";

/**
 * Registers a Redis with replicas and the proxy before it.
 * @returns What clients come to.
 */
export function registerReplicatedRedis(
  cache: PlatformRedis,
  args: Omit<StoreArgs, "image">,
  parent: pulumi.Resource,
): pulumi.Resource {
  const { labelled, environment } = args.context;
  const { redis, "redis-proxy": haproxy } = environment.platformImages;
  const instances = new RedisInstances(
    logicalName(labelled, cacheInstance, "store"),
    { ...args, cache, image: redis },
    { parent },
  );
  return new RedisProxy(
    logicalName(labelled, proxyPart.name, "haproxy"),
    { ...args, cache, image: haproxy, needs: [...args.needs, instances] },
    { parent },
  );
}
