import { settingsOf } from "../components/workloads/variable-config.ts";
import type { SystemEnvironment } from "../config/environment.ts";
import { containerVariables, type VariableSource } from "../model/container-variables.ts";
import { runnablesOf } from "../model/runnable.ts";
import { secretForm } from "../model/secret-shape.ts";
import { settingIn, type Variable, variableSet } from "../model/variable.ts";

/** What a variable is for that nobody declares, since it follows from something else. */
const derived: Readonly<Record<Exclude<VariableSource, "set">, string>> = {
  "database edge": "how to reach Postgres",
  "cache edge": "how to reach Redis",
  "vector store edge": "how to reach the vector store, or its key",
  "its port": "port that the process listens on",
  "its port for metrics": "port at which a worker shows its metrics",
  "its number of processes": "how many processes one container starts",
  "its processes' shared metrics": "folder in which processes put their metrics together",
  "its flags": "where feature flags are read from",
  "its timeouts": "time limits of a migration's session",
  "its traces":
    "what traces are part of and where they go; without a collector set OTEL_TRACES_EXPORTER to none",
  "its errors": "what errors are reported with: tier, version, sampling, nothing personal",
};

/**
 * The template of a system's `.env`, for who runs its programs outside of a cluster: every variable that any of them
 * reads, with what it means, what it looks like and who reads it (ENV-18, ENV-20, ENV-22). It gives dev's values, and of
 * what is secret or follows from where something runs none.
 * @param dev The system in dev, whose values are given.
 */
export function envExample(dev: SystemEnvironment): string {
  const { system } = dev;
  const readers = readersOf(dev);
  const declared = Object.entries(system.variables);
  const values = settingsOf("dev", dev, variableSet("all", Object.keys(system.variables)));
  const blocks = [
    ...declared.map(([name, variable]) =>
      block({
        name,
        meaning: variable.meaning,
        form: `${formOf(variable)}; `,
        readers: readers.get(name)?.names,
        // What only the build reads is no setting of a container.
        value: variable.kind === "setting" ? settingIn(variable, "dev") : values[name],
      }),
    ),
    ...[...readers].flatMap(([name, { source, names }]) =>
      source === "set" ? [] : [block({ name, meaning: derived[source], readers: names })],
    ),
  ];
  return [
    `# What the programs of ${system.name} read. Copy this to .env, which git ignores, and fill in what is empty.`,
    "# Made from the declaration by `make env-example`.",
    ...blocks,
    "",
  ].join("\n");
}

interface Readers {
  readonly source: VariableSource;
  readonly names: readonly string[];
}

function readersOf({ system }: SystemEnvironment): ReadonlyMap<string, Readers> {
  const readers = new Map<string, Readers>();
  for (const { name: reader, runnable } of runnablesOf(system)) {
    for (const [variable, source] of containerVariables(system, runnable)) {
      readers.set(variable, { source, names: [...(readers.get(variable)?.names ?? []), reader] });
    }
  }
  return readers;
}

function formOf(variable: Variable): string {
  if (variable.kind === "setting") return variable.shape.form;
  if (variable.kind !== "secret") return "an address";
  return `${variable.optional ? "an optional secret" : "a secret"} that ${secretForm(variable.shape, "dev")}`;
}

interface Block {
  readonly name: string;
  readonly meaning: string;
  /** @default nothing to tell of */
  readonly form?: string;
  /** @default nothing but the build of an image */
  readonly readers?: readonly string[] | undefined;
  /** @default none */
  readonly value?: string | undefined;
}

const block = ({ name, meaning, form = "", readers = ["the build"], value = "" }: Block): string =>
  ["", `# ${meaning}`, `# ${form}read by ${readers.join(", ")}`, `${name}=${quoted(value)}`].join("\n");

/** Text that a shell or a reader of such files would take apart is put in quotes. */
const quoted = (value: string): string => (/^[\w.:/@,-]*$/.test(value) ? value : JSON.stringify(value));
