import { commandArguments, help } from "../command-arguments.ts";
import { measuredStack } from "../prometheus/measured-stack.ts";
import { prometheusOf } from "../prometheus/prometheus-of.ts";
import { type Patience, Unanswered } from "../prometheus/prometheus.ts";
import { askBudget, type SystemBudget } from "./ask-budgets.ts";
import { budgetText } from "./budget-text.ts";
import { budgetExitCode } from "./objective-budget.ts";

const usage = `Usage: make budget STACK=<stack> [SYSTEM=<system>] [RELIABILITY=1] [JSON=1]
       node tools/budget.ts [--reliability] [--json] <stack> [system]

Asks Prometheus what is left of the error budgets, and what is spent of them now: 1x is the pace at which one lasts
just as long. A system whose budget is spent releases no features until some is back; what makes it more reliable goes out with RELIABILITY=1.
An objective that nobody is ever woken for is shown and holds nothing up.
Prometheus is asked at PROMETHEUS_URL, or else through the API server of the stack's cluster.
Exit code 0 when something is left of each, 1 when one is spent, 2 for a wrong call, 3 when nobody can tell.
"make" ends with 2 for any but 0; a pipeline that tells them apart runs the program.`;

const options = {
  help,
  json: { type: "boolean", default: false },
  reliability: { type: "boolean", default: false },
} as const;

/**
 * Whether features may be released (DEP-30, POL-19, SLO-07).
 * @returns 0, 1 or 3, as the usage has it.
 * @throws UsageError for a wrong call.
 */
export async function budgetCommand(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  patience?: Patience,
): Promise<number> {
  const { values, positionals } = commandArguments(args, options, usage);
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const { stack, systems } = measuredStack(positionals);
  const isReliability = values.reliability;
  const prometheus = await prometheusOf(stack, environment, patience);
  const budgets: SystemBudget[] = [];
  let unanswered: Unanswered | undefined;
  try {
    for (const system of systems) budgets.push(await askBudget(prometheus, stack, system));
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    unanswered = error;
  }
  const verdicts = budgets.map(({ verdict }) => verdict);
  const exitCode = budgetExitCode(
    unanswered === undefined ? verdicts : [...verdicts, "unknown"],
    isReliability,
  );
  if (values.json) {
    console.log(
      JSON.stringify(
        { stack, exitCode, isReliability, unanswered: unanswered?.message, systems: budgets },
        null,
        2,
      ),
    );
    return exitCode;
  }
  if (budgets.length > 0) console.log(`${budgetText(budgets)}\n`);
  if (unanswered !== undefined)
    console.error([`${unanswered.message}.`, unanswered.remedy ?? ""].join(" ").trim());
  console.log(conclusion(budgets, exitCode, isReliability));
  return exitCode;
}

/** What follows for who wants to release. */
function conclusion(budgets: readonly SystemBudget[], exitCode: number, isReliability: boolean): string {
  const named = (verdict: SystemBudget["verdict"]): string =>
    budgets
      .filter((budget) => budget.verdict === verdict)
      .map(({ system }) => system)
      .join(", ");
  const spent = named("spent");
  if (isReliability)
    return `RELIABILITY: what makes a system more reliable goes out${spent === "" ? "" : `, though the budget of ${spent} is spent`}.`;
  if (spent !== "")
    return `Freeze: ${spent} releases no features. What makes it more reliable goes out with RELIABILITY=1.`;
  if (exitCode === 0) return "Features may go out.";
  const unknown = named("unknown");
  return `Nobody can tell${unknown === "" ? "" : ` of ${unknown}`}, so no feature goes out. RELIABILITY=1 lets out what mends it.`;
}
