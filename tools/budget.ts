import { exitWith } from "../toolchain/engine/requirements.ts";
import { budgetCommand } from "./budget/budget-command.ts";

const WRONG_CALL = 2;

/** `node tools/budget.ts [--json] [--reliability] <stack> [system]`: whether features may be released. */
await exitWith(() => budgetCommand(process.argv.slice(2), process.env), WRONG_CALL);
