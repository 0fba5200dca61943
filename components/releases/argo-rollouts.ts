/** The API that Argo Rollouts adds to a cluster. */
export const rolloutsApi = "argoproj.io/v1alpha1";

/** The label by which it tells a release's pods from the last one's. Prometheus writes it with underscores. */
export const releasePodLabel = "rollouts-pod-template-hash";
