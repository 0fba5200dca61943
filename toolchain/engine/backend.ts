import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { paths } from "../paths.ts";
import type { Project } from "./project.ts";

/** Where a team keeps its stacks' state, and what said so. */
export interface Backend {
  readonly url: string;
  readonly saidBy: string;
}

/** The backend that the engine would use by itself; undefined where nobody has configured one. */
export function configuredBackend(
  project: Project,
  environment: NodeJS.ProcessEnv = process.env,
): Backend | undefined {
  const fromEnvironment = environment["PULUMI_BACKEND_URL"];
  if (isGiven(fromEnvironment)) return { url: fromEnvironment, saidBy: "PULUMI_BACKEND_URL" };
  if (isGiven(project.backend)) return { url: project.backend, saidBy: "Pulumi.yaml" };
  const loggedIn = currentLogin(join(userHome(environment), "credentials.json"));
  if (loggedIn !== undefined) return { url: loggedIn, saidBy: "pulumi login" };
  if (isGiven(environment["PULUMI_ACCESS_TOKEN"]))
    return { url: "Pulumi Cloud", saidBy: "PULUMI_ACCESS_TOKEN" };
  return undefined;
}

/** The engine's home of the user. Inside `make shell` the variable may name ours, which is not the user's. */
export function userHome(environment: NodeJS.ProcessEnv = process.env): string {
  const home = environment["PULUMI_HOME"];
  if (isGiven(home) && home !== paths.pulumiHome) return home;
  return join(environment["HOME"] ?? homedir(), ".pulumi");
}

function currentLogin(credentials: string): string | undefined {
  if (!existsSync(credentials)) return undefined;
  try {
    const { current } = JSON.parse(readFileSync(credentials, "utf8")) as { current?: string };
    return isGiven(current) ? current : undefined;
  } catch {
    return undefined;
  }
}

function isGiven(text: string | undefined): text is string {
  return text !== undefined && text !== "";
}
