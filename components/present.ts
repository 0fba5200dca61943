import type * as pulumi from "@pulumi/pulumi";

/** The resources that are there, of those that may not be: what another waits for. */
export const present = (resources: readonly (pulumi.Resource | undefined)[]): pulumi.Resource[] =>
  resources.filter((resource) => resource !== undefined);
