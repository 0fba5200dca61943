import { exitWith } from "../toolchain/engine/requirements.ts";
import { silenceCommand } from "./alertmanager/silence-command.ts";

const WRONG_CALL = 2;

/** `node tools/silence.ts --for span --reason text --alert name|all [--part name] [--slo name] <stack> <system>`: nobody is told of a system's alerts for a while. */
await exitWith(() => silenceCommand(process.argv.slice(2), process.env), WRONG_CALL);
