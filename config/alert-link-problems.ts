import type { Problem } from "../model/problem.ts";
import type { Environment } from "./environment.ts";

/**
 * What is missing for who is told of an alert to open its page and its board: a path opens nothing on a telephone (SLO-23).
 * @param path Where the environment stands.
 */
export function alertLinkProblems(
  path: string,
  {
    receivers,
    dashboards,
    runbooks,
    repository,
  }: Pick<Environment, "receivers" | "dashboards" | "runbooks" | "repository">,
): Problem[] {
  if (!receivers) return [];
  return [
    ...(dashboards
      ? []
      : [
          {
            path: `${path}.dashboards.url`,
            message:
              "missing; who is told by receivers opens the board of an alert there, so give the address of Grafana: dashboards: { url: https://grafana.example.com }",
          },
        ]),
    ...((runbooks ?? repository)
      ? []
      : [
          {
            path: `${path}.runbooks.url`,
            message:
              "missing, and so is repository; who is told by receivers opens the page of an alert there, so give the address of a folder that holds what docs/runbooks does: runbooks: { url: https://handbook.example.com/docs/runbooks }, or name the repository on GitHub that this stack is to look after",
          },
        ]),
  ];
}
