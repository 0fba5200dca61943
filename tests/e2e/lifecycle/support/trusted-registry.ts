import type { PolicyConfiguration } from "../../../support/policy-configuration.ts";

/** Has a stack's policies take images of one registry alone, as a team with a registry of its own does. */
export const trusting = (registry: string, configuration: PolicyConfiguration): PolicyConfiguration => ({
  ...configuration,
  "allowed-image-registries": { enforcementLevel: "mandatory", registries: [registry] },
});
