import type { Environment } from "../../config/environment.ts";

/** Looks after the repository on GitHub, where the environment names one. */
export async function lookAfterRepository({ name, repository }: Environment): Promise<void> {
  if (repository === undefined) return;
  // A stack without a repository should not pay for loading the SDK.
  const { Repository } = await import("./repository.ts");
  new Repository("repository", { environment: name, repository });
}
