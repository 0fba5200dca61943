import type { Environment } from "../../config/environment.ts";
import { deployedBranch } from "../delivery/deployment-gate.ts";

/** What an environment says of where pages are read. */
export type RunbookSource = Pick<Environment, "repository" | "runbooks">;

const folder = "docs/runbooks";

/** The page of an alert within the folder of all pages. */
const pageName = (alert: string): string => `${alert}.md`;

/** Path of the page of an alert, from the project's folder. */
export const runbookPage = (alert: string): string => `${folder}/${pageName(alert)}`;

/** Where the folder of all pages is read; `undefined` where the environment names neither it nor a repository. */
export const runbookFolder = ({ runbooks, repository }: RunbookSource): string | undefined =>
  runbooks?.url ??
  (repository &&
    `https://github.com/${repository.owner}/${repository.name}/tree/${deployedBranch}/${folder}`);

/**
 * Where the page of an alert is read: in the folder that the environment names, or else in its repository, or else by its path
 * in the project.
 */
export function runbookUrl(alert: string, { runbooks, repository }: RunbookSource): string {
  if (runbooks) return `${runbooks.url}/${pageName(alert)}`;
  return repository
    ? `https://github.com/${repository.owner}/${repository.name}/blob/${deployedBranch}/${runbookPage(alert)}`
    : runbookPage(alert);
}
