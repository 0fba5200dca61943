import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Checkout } from "../../../../config/environment.ts";

/** What a file of a checkout is made from: its text, or a link's target. */
export type Content =
  string | { readonly text: string; readonly executable: true } | { readonly linkTo: string };

/** Writes a checkout to a new folder, in the order that is given; it is gone when the test is over. */
export function checkoutOf(files: Readonly<Record<string, Content>>): Checkout {
  const context = mkdtempSync(join(tmpdir(), "slipway-checkout-"));
  onTestFinished(() => {
    rmSync(context, { recursive: true });
  });
  for (const [path, content] of Object.entries(files)) write(join(context, path), content);
  return { context, dockerfile: "Dockerfile" };
}

function write(file: string, content: Content): void {
  mkdirSync(dirname(file), { recursive: true });
  if (typeof content === "string") writeFileSync(file, content);
  else if ("linkTo" in content) symlinkSync(content.linkTo, file);
  else {
    writeFileSync(file, content.text);
    chmodSync(file, 0o755);
  }
}
