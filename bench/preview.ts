import { join } from "node:path";
import { capture } from "../rendering/capture.ts";
import { engineEnvironment } from "../toolchain/engine/environment.ts";
import { requireStack } from "../toolchain/engine/requirements.ts";
import { throwAwayState } from "../toolchain/engine/throw-away-state.ts";
import { paths } from "../toolchain/paths.ts";
import { writeBareProgram } from "./bare-program.ts";
import { type Measurement, measure, median } from "./measured-run.ts";

// How long a preview of dev takes and how much memory it holds, against a program that registers as many plain
// resources. Runs take turns, so that whatever else the machine does falls on all of them alike.

const rounds = 5;
const highestRatio = 1.3;

const { manifest } = requireStack("dev");
const resources = (await capture("dev")).length;
const bareFolder = join(paths.tools, "bench", "bare");
writeBareProgram(bareFolder, resources);

const pack = ["--policy-pack", "policies", "--policy-pack-config", join("policies", "config", "dev.json")];
const subjects = {
  "bare program": { project: "bare", cwd: bareFolder, args: [] },
  "Slipway, no pack": { project: "slipway", cwd: paths.root, args: [] },
  "Slipway, with pack": { project: "slipway", cwd: paths.root, args: pack },
} as const;

type SubjectName = keyof typeof subjects;
const names = Object.keys(subjects) as SubjectName[];

async function preview(name: SubjectName): Promise<Measurement> {
  const { project, cwd, args } = subjects[name];
  const state = throwAwayState(project, "dev", undefined);
  try {
    return await measure(
      join(paths.bin, "pulumi"),
      [
        "preview",
        "--stack",
        "dev",
        "--non-interactive",
        "--suppress-progress",
        "--config-file",
        state.configFile,
        ...args,
      ],
      { cwd, env: { ...engineEnvironment(manifest, "ours"), ...state.environment } },
    );
  } finally {
    state.remove();
  }
}

const measured = new Map<SubjectName, Measurement[]>(names.map((name) => [name, []]));
for (let round = 0; round <= rounds; round++) {
  console.log(round === 0 ? "warming up" : `round ${round} of ${rounds}`);
  for (const name of names) {
    const measurement = await preview(name);
    if (round > 0) measured.get(name)?.push(measurement);
  }
}

const typical = (name: SubjectName): Measurement => {
  const runs = measured.get(name) ?? [];
  return {
    seconds: median(runs.map(({ seconds }) => seconds)),
    peakMebibytes: median(runs.map(({ peakMebibytes }) => peakMebibytes)),
  };
};
const base = typical("bare program");
console.log(`\n${resources} resources each, median of ${rounds} runs:`);
for (const name of names) {
  const { seconds, peakMebibytes } = typical(name);
  console.log(
    `  ${name.padEnd(20)} ${seconds.toFixed(2)} s (ratio ${(seconds / base.seconds).toFixed(2)}), ` +
      `${peakMebibytes.toFixed(0)} MiB (ratio ${(peakMebibytes / base.peakMebibytes).toFixed(2)})`,
  );
}
const ratio = typical("Slipway, no pack").seconds / base.seconds;
if (ratio > highestRatio) {
  console.error(
    `Our preview takes ${ratio.toFixed(2)} times as long as the bare program; ${highestRatio} is the bound.`,
  );
  process.exitCode = 1;
}
