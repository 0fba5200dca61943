import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { systems } from "../../../systems/all.ts";
import type { Canary } from "../../support/leaks/canary.ts";
import { type Place, wholeLeaksIn } from "../../support/leaks/leak-search.ts";
import type { KubernetesClients } from "./support/kubernetes.ts";
import type { StackInSuite } from "./support/suite.ts";

/** What a generator makes is as long; anything shorter is a user's name or a number. */
const shortestSecret = 16;

/** What the cluster's Secrets hold, looked for in the state of the stack that made them (SEC-06). */
export function testLiveSecretsStayOut(of: () => StackInSuite): void {
  test("no value of a live Secret stands in the state, its backups or its history", async ({ annotate }) => {
    const { suite, stack } = of();
    const secrets = await liveSecrets(
      suite.clients,
      systems.map(({ name }) => `${name}-${stack.stack}`),
    );
    expect(secrets.length).toBeGreaterThan(25);
    const shown = [{ name: "themselves", text: secrets.map(({ value }) => value).join("\n") }];
    expect(new Set(wholeLeaksIn(shown, secrets).map(({ secret }) => secret)).size).toBe(secrets.length);
    const files = filesBelow(join(stack.folder, "backend"));
    for (const part of ["stacks", "backups", "history"])
      expect(
        files.some(({ name, text }) => name.includes(`.pulumi/${part}/`) && text.includes('"ciphertext"')),
        part,
      ).toBe(true);
    expect(wholeLeaksIn(files, secrets)).toEqual([]);
    await annotate(`${secrets.length} values of Secrets in ${files.length} files of the state, 0 found`);
  });
}

/** The longest run of letters and digits of each value stands for it, since no format writes that otherwise. */
async function liveSecrets(
  { core }: KubernetesClients,
  namespaces: readonly string[],
): Promise<readonly Canary[]> {
  const found: Canary[] = [];
  for (const namespace of namespaces) {
    const { items } = await core.listNamespacedSecret({ namespace });
    for (const { metadata, data = {} } of items)
      for (const [key, encoded] of Object.entries(data)) {
        const value = Buffer.from(encoded, "base64").toString();
        const [mark = ""] = (value.match(/[A-Za-z0-9]+/g) ?? []).toSorted((a, b) => b.length - a.length);
        if (mark.length >= shortestSecret)
          found.push({ name: `${namespace}/${metadata?.name ?? ""}.${key}`, mark, value });
      }
  }
  return found;
}

const filesBelow = (folder: string): readonly Place[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ name: path.slice(folder.length + 1), text: readFileSync(path, "utf8") }));
