/** The API that Traefik adds to a cluster, for what the Gateway API has no words for. */
export const traefikApi = "traefik.io/v1alpha1";
