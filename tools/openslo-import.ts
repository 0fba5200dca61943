import { exitWith } from "../toolchain/engine/requirements.ts";
import { importCommand } from "./openslo/import-command.ts";

const WRONG_CALL = 2;

/** `node tools/openslo-import.ts <file>`: objectives of openslo/v1 as a system declares them. */
await exitWith(() => Promise.resolve(importCommand(process.argv.slice(2))), WRONG_CALL);
