import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { environmentNames } from "../model/environment-name.ts";
import { capture } from "../rendering/capture.ts";
import { goldenFiles, goldenFolder } from "../rendering/goldens.ts";
import { withPlainErrors } from "./plain-errors.ts";

// Rewrites the goldens of every stack. Review the change with git diff and commit it with what caused it.
await withPlainErrors(async () => {
  for (const stack of environmentNames) {
    const files = goldenFiles(await capture(stack));
    const folder = goldenFolder(stack);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const [file, text] of files) writeFileSync(join(folder, file), text);
    console.log(`${stack}: ${files.size} files in ${folder}`);
  }
});
