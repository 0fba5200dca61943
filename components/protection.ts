import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { SystemContext } from "./system-context.ts";

type Kept = Pick<CustomResourceOptions, "protect" | "retainOnDelete" | "provider">;

/** Where something is that is kept: how far depends on the environment. */
export type Protected = Pick<SystemContext, "environment" | "retaining">;

/**
 * How a resource that data hangs on is kept from being deleted by mistake: not at all in dev; it stays when its stack
 * is destroyed in staging; and in production the engine refuses to delete it as well.
 */
export function protection(context: Protected): Kept {
  const { name } = context.environment;
  if (name === "dev") return {};
  return { ...retention(context), ...(name === "production" ? { protect: true } : {}) };
}

/**
 * How a resource is kept that something may go back to: it stays in the cluster when the stack lets go of it, and is
 * taken up again when the stack names it again.
 */
export const retention = ({ retaining }: Protected): Kept => ({
  retainOnDelete: true,
  provider: retaining,
});
