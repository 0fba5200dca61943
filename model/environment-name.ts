/** The three environments, in the order in which a release moves through them (ENV-01). */
export const environmentNames = ["dev", "staging", "production"] as const;

export type EnvironmentName = (typeof environmentNames)[number];

/** One value for each environment: forgetting one does not compile. */
export type ByEnvironment<T> = Readonly<Record<EnvironmentName, T>>;
