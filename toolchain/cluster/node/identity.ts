/** The one node that runs real pods. */
export const NODE_NAME = "node-a";
export const NODE_ZONE = "a";
/** What pod specs call the registry; it resolves nowhere, and containerd is told its address. */
export const REGISTRY_NAME = "registry.slipway.test:5000";
