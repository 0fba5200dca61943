import { containerRule } from "../../judging/container-rule.ts";
import { textsParameter } from "../../judging/settings.ts";

const commands = "commands";
const probes = ["livenessProbe", "readinessProbe", "startupProbe"];

export const noExecProbeCommands = containerRule({
  name: "no-exec-probe-commands",
  displayName: "Probes are cheap",
  description: "No probe runs a command that lists processes or files or starts a runtime.",
  severity: "low",
  level: "advisory",
  tags: ["probes", "SRE"],
  why: "A probe runs every few seconds for ever: a command that reads all processes costs CPU all day, and says that something runs and not that it works.",
  fix: "ask the program itself, by httpGet, tcpSocket or grpc.",
  remediation: [
    "Give the program an address that says whether it works, and ask it by httpGet or grpc.",
    "Where it must be a command, take one that reads one file.",
  ],
  parameters: {
    [commands]: textsParameter("The commands, by the names of their programs.", ["jcmd", "ps", "ls"]),
  },
  checks: probes.map((probe) => ({ root }, report, { settings, attempt }) => {
    const forbidden = settings.texts(commands);
    for (const word of root.at(probe, "exec", "command").items()) {
      attempt(() => {
        const found = wordsOf(word.value).find((each) => forbidden.includes(each));
        if (found !== undefined) report(word, `runs ${found}`);
      });
    }
  }),
});

/** The programs that a word may mean: it is one itself, or a line of a shell. */
const wordsOf = (value: unknown): readonly string[] =>
  typeof value === "string"
    ? value
        .split(/[|;&()`$]+/)
        .map((part) => /^\s*(?:\S*\/)?([\w.-]+)/.exec(part)?.[1])
        .filter((word) => word !== undefined)
    : [];
