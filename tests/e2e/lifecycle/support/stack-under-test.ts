import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseDocument } from "yaml";
import type { EnvironmentName } from "../../../../model/environment-name.ts";
import { ensureStack } from "../../../../toolchain/engine/state-folder.ts";
import { paths } from "../../../../toolchain/paths.ts";
import { readPolicyConfiguration } from "../../../support/policy-configuration.ts";
import { copyProject, type ProjectCopy } from "../../../support/project-copy.ts";
import { takeTurn } from "../turns/turn-server.ts";
import { type RunningCommand, startCommand, type TimedResult } from "./command.ts";
import type { StackConfiguration } from "./stack-configuration.ts";
import { trusting } from "./trusted-registry.ts";

/** What a person types after `make`, by the program that does it. */
const commands = {
  preview: ["tools/preview.ts"],
  up: ["tools/change-stack.ts", "up"],
  refresh: ["tools/change-stack.ts", "refresh"],
  destroy: ["tools/change-stack.ts", "destroy"],
  drift: ["tools/drift.ts"],
  recover: ["tools/recover.ts"],
  restart: ["tools/restart.ts"],
} as const;

/**
 * The engine writes the whole state before and after each resource, which in a stack of many hundred is most of its work.
 * Of an operation that nobody kills only the last write is ever read.
 */
const onlyLastCheckpoint = { PULUMI_SKIP_CHECKPOINTS: "true" } as const;

/** How many resources an operation of the engine touched, by what it did to them. */
export type ResourceCounts = Readonly<Record<string, number>>;

/** A resource as the stack's state has it. */
export interface RecordedResource {
  readonly urn: string;
  readonly type: string;
  readonly protect?: boolean;
  readonly dependencies?: readonly string[];
}

/** A stack in a copy of the project, with a backend of its own and a configuration that tests change. */
export class StackUnderTest {
  readonly stack: EnvironmentName;
  readonly folder: string;
  private readonly copy: ProjectCopy;
  private configuration: StackConfiguration;
  private readonly environment: NodeJS.ProcessEnv;
  private readonly turns: number;
  private isAlone = false;

  /**
   * @param registry where its images come from, which its policies are told to trust
   * @param turns port of the server that gives turns to engines
   */
  constructor(
    stack: EnvironmentName,
    configuration: StackConfiguration,
    { registry, turns }: { readonly registry: string; readonly turns: number },
  ) {
    this.stack = stack;
    this.turns = turns;
    this.copy = copyProject();
    this.folder = this.copy.folder;
    this.configuration = configuration;
    const backend = join(this.folder, "backend");
    mkdirSync(backend);
    ensureStack(backend, "slipway", stack);
    this.environment = {
      ...process.env,
      NO_COLOR: "1",
      // The user's own has another machine's plugins and logins; ours has what the set-up found.
      PULUMI_HOME: paths.pulumiHome,
      PULUMI_BACKEND_URL: pathToFileURL(backend).href,
      PULUMI_CONFIG_PASSPHRASE: "of-a-stack-that-lives-for-one-test",
      KUBECONFIG: undefined,
    };
    this.write();
    const policies = join(this.folder, "policies", "config", `${stack}.json`);
    writeFileSync(policies, JSON.stringify(trusting(registry, readPolicyConfiguration(stack))));
  }

  /** Changes what the stack's file says; the change is there for the next operation. */
  configure(change: (configuration: StackConfiguration) => void): void {
    this.configuration = structuredClone(this.configuration);
    change(this.configuration);
    this.write();
  }

  /** Releases another reference of one image. */
  release(system: string, image: string, reference: string): void {
    this.configure(({ release }) => {
      const images = release?.[system];
      if (images === undefined) throw new Error(`${this.stack} releases nothing of ${system}`);
      images[image] = reference;
    });
  }

  /** What the stack's file says, to go back to. */
  get configured(): StackConfiguration {
    return structuredClone(this.configuration);
  }

  preview = (): Promise<TimedResult> => this.run("preview");
  up = (): Promise<TimedResult> => this.run("up");
  refresh = (): Promise<TimedResult> => this.run("refresh");
  destroy = (): Promise<TimedResult> => this.run("destroy");
  drift = (): Promise<TimedResult> => this.run("drift");
  recover = (): Promise<TimedResult> => this.run("recover");
  restart = (system: string): Promise<TimedResult> => this.run("restart", system);

  /** Starts an operation that a test may kill, when its turn has come. */
  start = (command: keyof typeof commands): Promise<RunningCommand> => this.begin(command);

  /** Does something while no other stack's engine runs: what is timed here measures this one alone. */
  async alone<T>(timed: () => Promise<T>): Promise<T> {
    const endTurn = await takeTurn(this.turns, "alone");
    this.isAlone = true;
    try {
      return await timed();
    } finally {
      this.isAlone = false;
      endTurn();
    }
  }

  /** The resources that the stack's state holds. */
  recorded(): readonly RecordedResource[] {
    const file = join(this.folder, "backend", ".pulumi", "stacks", "slipway", `${this.stack}.json`);
    const state = JSON.parse(readFileSync(file, "utf8")) as {
      checkpoint: { latest?: { resources?: RecordedResource[] } };
    };
    return state.checkpoint.latest?.resources ?? [];
  }

  remove(): void {
    this.copy.remove();
  }

  /** Runs an operation to its end. Dev's is left as it is for everybody, with every write that the engine makes. */
  private async run(command: keyof typeof commands, ...more: readonly string[]): Promise<TimedResult> {
    const added = this.stack === "dev" ? {} : onlyLastCheckpoint;
    return (await this.begin(command, more, added)).result;
  }

  private async begin(
    command: keyof typeof commands,
    more: readonly string[] = [],
    added: NodeJS.ProcessEnv = {},
  ): Promise<RunningCommand> {
    const endTurn = this.isAlone ? () => undefined : await takeTurn(this.turns, "beside");
    const [program, ...args] = commands[command];
    const running = startCommand(process.execPath, [program, ...args, this.stack, ...more], {
      cwd: this.folder,
      env: { ...this.environment, ...added },
    });
    return { ...running, result: running.result.finally(endTurn) };
  }

  private write(): void {
    const isDev = this.stack === "dev";
    const file = join(this.folder, isDev ? "Pulumi.yaml" : `Pulumi.${this.stack}.yaml`);
    const document = parseDocument(readFileSync(file, "utf8"));
    const path = ["config", "slipway:environment", ...(isDev ? ["value"] : [])];
    document.setIn(path, this.configuration);
    writeFileSync(file, document.toString());
  }
}

/** The counts that the engine prints at the end of an operation. */
export function resourceCounts(output: string): ResourceCounts {
  const counts: Record<string, number> = {};
  const whole = output.slice(output.lastIndexOf("\nResources:"));
  for (const [, count, what] of whole.matchAll(/^\s+(?:[-+~]{1,2}|\+-|<|>|=)?\s*(\d+) ([a-z][a-z ]*)/gm)) {
    if (count !== undefined && what !== undefined) counts[what.trim()] = Number(count);
  }
  return counts;
}
