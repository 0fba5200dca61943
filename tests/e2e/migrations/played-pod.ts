import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EnvVar } from "kubernetes-types/core/v1.d.ts";
import { databasePasswordKey } from "../../../components/secrets/secret-references.ts";
import type { PodTemplate } from "../../../components/workloads/pod-template.ts";
import { databasePassword } from "../backup/postgres-server.ts";

/** How a step of a pod ended. */
export interface EndedStep {
  readonly code: number | null;
  readonly said: string;
}

/** The psql steps of a migration's pod, run on this machine as the kubelet would run them. */
export class PlayedPod {
  readonly #pod: PodTemplate;
  readonly #programs: string;
  readonly #files: string;

  /**
   * @param programs The folder of PostgreSQL's programs.
   * @param files What its ConfigMap holds.
   * @param place A folder to work in.
   */
  constructor(pod: PodTemplate, programs: string, files: Readonly<Record<string, string>>, place: string) {
    this.#pod = pod;
    this.#programs = programs;
    this.#files = mkdtempSync(join(place, "statements-"));
    mkdirSync(this.#files, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.#files, name), text);
    // Nobody waits here for a database that is away.
    writeFileSync(join(this.#files, "sleep"), "#!/bin/sh\n", { mode: 0o755 });
  }

  /** @param address What the Secret holds under the key that the container names; passwords are those of the tests. */
  run(step: string, address: string): Promise<EndedStep> {
    const containers = [...(this.#pod.spec.initContainers ?? []), ...this.#pod.spec.containers];
    const container = containers.find(({ name }) => name === step);
    if (!container) throw new Error(`the pod has no step ${step}`);
    const folder = container.volumeMounts?.find(({ name }) => name === "statements")?.mountPath ?? "";
    const environment = expanded(container.env ?? [], address);
    const words = (container.command ?? []).map((word) =>
      expand(word, environment).replace(folder, this.#files),
    );
    const [program = "", ...args] = words;
    return new Promise((resolve, reject) => {
      const child = spawn(program, args, {
        env: { ...environment, PATH: [this.#files, this.#programs, "/usr/bin", "/bin"].join(":") },
        stdio: ["ignore", "pipe", "pipe"],
      });
      let said = "";
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
      child.on("error", reject);
      child.on("close", (code) => {
        resolve({ code, said: said.replaceAll(this.#files, folder) });
      });
    });
  }
}

function expanded(variables: readonly EnvVar[], address: string): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const { name, value, valueFrom } of variables)
    environment[name] =
      valueFrom === undefined
        ? expand(value ?? "", environment)
        : valueFrom.secretKeyRef?.key === databasePasswordKey
          ? databasePassword
          : address;
  return environment;
}

/** As Kubernetes does it: `$(NAME)` stands for a variable, and `$$` for a dollar sign. */
const expand = (text: string, environment: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\$\$|\$\((\w+)\)/g, (found, name: string | undefined) =>
    name === undefined ? "$" : (environment[name] ?? found),
  );
