/** The name of the cluster that every test on a cluster shares, where the set-up has started it. */
export const suiteCluster = "e2e";
