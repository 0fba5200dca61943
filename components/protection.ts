import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { EnvironmentName } from "../model/environment-name.ts";

type Protection = Pick<CustomResourceOptions, "protect" | "retainOnDelete">;

const byEnvironment: Readonly<Record<EnvironmentName, Protection>> = {
  dev: {},
  staging: { retainOnDelete: true },
  production: { protect: true, retainOnDelete: true },
};

/** How a resource that data hangs on is kept from being deleted by mistake, by environment. */
export const protection = (environment: EnvironmentName): Protection => byEnvironment[environment];
