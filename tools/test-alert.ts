import { exitWith } from "../toolchain/engine/requirements.ts";
import { testAlertCommand } from "./alertmanager/test-alert-command.ts";

const WRONG_CALL = 2;

/** `node tools/test-alert.ts [--severity page|ticket|log] [--for span] <stack> [system]`: whether alerts arrive. */
await exitWith(() => testAlertCommand(process.argv.slice(2), process.env), WRONG_CALL);
