import { type CommandResult } from "../../support/run-command.ts";
import type { LiveCluster } from "./live-cluster.ts";
import { smallProject, type SmallProject } from "./small-project.ts";

/** One scenario's project, in a namespace of its own. */
export interface Scenario {
  readonly live: LiveCluster;
  readonly project: SmallProject;
  readonly namespace: string;
  /** Runs the program and expects that exit code. @throws Error with what the engine printed otherwise. */
  readonly up: (exitCode?: number, ...args: string[]) => Promise<string>;
  readonly refresh: () => Promise<string>;
}

let count = 0;

/** Plays a scenario and clears up after it, whatever became of it. */
export async function inScenario(
  live: LiveCluster | undefined,
  play: (scenario: Scenario) => Promise<void>,
  settings = "{}",
): Promise<void> {
  if (live === undefined) throw new Error("This machine can't run a cluster.");
  const project = smallProject(live.kubeconfig, settings);
  count += 1;
  const namespace = `provider-${process.pid}-${count}`;
  await live.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
  const expecting = async (result: Promise<CommandResult>, exitCode: number): Promise<string> => {
    const { output, exitCode: found } = await result;
    if (found === exitCode) return output;
    throw new Error(`The engine ended with exit code ${found} and not with ${exitCode}:\n${output}`);
  };
  try {
    await play({
      live,
      project,
      namespace,
      up: (exitCode = 0, ...args) => expecting(project.run("up", ...args), exitCode),
      refresh: () => expecting(project.run("refresh"), 0),
    });
  } finally {
    await live.remove("v1", "Namespace", namespace);
    project.remove();
  }
}

/** A Deployment's arguments as the program's text. Its pods only ask for a simulated node, and need no image. */
export function deployment(namespace: string, more = "", pod = ""): string {
  return `{
    metadata: { name: "web", namespace: "${namespace}" },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: "web" } },
      template: { metadata: { labels: { app: "web" } }, spec: ${podSpec(pod)} },
      ${more}
    },
  }`;
}

/** The same Deployment, whose pods the provider does not look at. */
export function unawaitedDeployment(namespace: string, pod = ""): string {
  return deployment(namespace, "", pod).replace(
    'name: "web"',
    'annotations: { "pulumi.com/skipAwait": "true" }, name: "web"',
  );
}

export function podSpec(more = "", image = "registry.slipway.test:5000/none:1"): string {
  return `{
    nodeSelector: { "slipway.dev/simulated": "true" },
    tolerations: [{ operator: "Exists" }],
    terminationGracePeriodSeconds: 0,
    containers: [{ name: "main", image: "${image}" ${more === "" ? "" : `, ${more}`} }],
  }`;
}
