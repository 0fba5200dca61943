import { readFileSync } from "node:fs";

const page = readFileSync(new URL("../../../docs/recovery.md", import.meta.url), "utf8");

/**
 * The statements that docs/recovery.md gives to psql in one go, each a line.
 * @param word What one of them, and none of another block, begins with.
 */
export function pageStatements(word: string): readonly string[] {
  const blocks = [...page.matchAll(/<<'SQL'\n(.*?)\n *SQL\n/gs)].map(([, text = ""]) =>
    text.split("\n").map((line) => line.trim()),
  );
  const found = blocks.filter((block) => block.some((line) => line.startsWith(word)));
  if (found.length !== 1) throw new Error(`docs/recovery.md has ${found.length} blocks with "${word}"`);
  return found[0] ?? [];
}
