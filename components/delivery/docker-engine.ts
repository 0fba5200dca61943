import { Provider } from "@pulumi/docker";
import type { ResourceOptions } from "@pulumi/pulumi";

/**
 * The Docker engine of this machine: the one that `DOCKER_HOST` names.
 * @default the local socket, then Docker Desktop's. It must answer even for a preview: the provider greets it.
 */
export const dockerEngine = (name: string, opts: ResourceOptions): Provider => new Provider(name, {}, opts);
