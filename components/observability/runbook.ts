import type { Repository } from "../../config/environment.ts";
import { deployedBranch } from "../delivery/deployment-gate.ts";

/** Path of the page of an alert, from the project's folder. */
export const runbookPage = (alert: string): string => `docs/runbooks/${alert}.md`;

/** Where the folder of all pages is read; `undefined` where the environment names no repository. */
export const runbookFolder = (
  repository: Pick<Repository, "owner" | "name"> | undefined,
): string | undefined =>
  repository &&
  `https://github.com/${repository.owner}/${repository.name}/tree/${deployedBranch}/docs/runbooks`;

/** Where the page of an alert is read: in the repository that the environment names, or else by its path in the project. */
export const runbookUrl = (
  alert: string,
  repository: Pick<Repository, "owner" | "name"> | undefined,
): string =>
  repository
    ? `https://github.com/${repository.owner}/${repository.name}/blob/${deployedBranch}/${runbookPage(alert)}`
    : runbookPage(alert);
