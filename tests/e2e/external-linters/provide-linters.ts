import { installCheckov, whyNoCheckov } from "./checkov/checkov.ts";
import { buildKubeScore, whyNoKubeScore } from "./kube-score/kube-score.ts";

/** Gets the linters that can be had here and aren't here yet; says of each other why not. Minutes, the first time. */
export async function provideLinters(say: (line: string) => void): Promise<void> {
  const linters = [
    { name: "kube-score", missing: whyNoKubeScore(), provide: buildKubeScore },
    { name: "checkov", missing: whyNoCheckov(), provide: installCheckov },
  ];
  for (const { name, missing, provide } of linters) {
    if (missing === undefined) await provide();
    say(missing === undefined ? `${name} is at hand` : `${name} can't be had, and is skipped: ${missing}`);
  }
}
