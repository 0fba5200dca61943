import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { days } from "../../model/quantities/duration.ts";
import { cataloguePage } from "../../rendering/catalogue.ts";
import { systems } from "../../systems/all.ts";

test("says of files whether they are copied, and where neither is done who has to act (BDR-06, BDR-12)", () => {
  for (const system of systems) {
    const page = cataloguePage(system);
    expect(page).not.toContain("**In no backup**");
    expect(page.includes("What is new is copied each night")).toBe(system.objectStore !== undefined);
  }
  const [atlas] = systems.filter(({ name }) => name === "atlas-ux");
  if (!atlas?.objectStore) throw new Error("atlas-ux keeps no files");
  const { copies, ...uncopied } = atlas.objectStore;
  expect(copies).toBeDefined();
  expect(cataloguePage({ ...atlas, objectStore: uncopied })).toContain("**In no backup**");
  const kept = { ...atlas, objectStore: { ...uncopied, versions: true } };
  expect(cataloguePage(kept)).not.toContain("**In no backup**");
});

test("shows the lifecycle of each bucket as its provider takes it, and says where there is none (BDR-06)", () => {
  const [atlas] = systems.filter(({ name }) => name === "atlas-ux");
  if (!atlas?.objectStore) throw new Error("atlas-ux keeps no files");
  expect(cataloguePage(atlas)).toContain("supabase carries out no lifecycle, so none is to be set.");
  const kept = {
    ...atlas,
    objectStore: {
      ...atlas.objectStore,
      versions: true,
      lifecycles: true,
      buckets: { uploads: { holds: "files", retention: days(30), lock: days(7) } },
    },
  };
  const page = cataloguePage(kept);
  expect(page).toContain(
    "**`uploads`**, with files: versions on, each kept for 30d after it was deleted or replaced; object lock on, for 7d; this lifecycle, as `put-bucket-lifecycle-configuration` takes it:",
  );
  const [, document = ""] = /```json\n([^]*?)\n```/.exec(page) ?? [];
  expect(JSON.parse(document)).toMatchObject({
    Rules: [{ Filter: { Prefix: "" }, NoncurrentVersionExpiration: { NoncurrentDays: 30 } }],
  });
});

test("says of each watch where it should be, and from where on somebody is told (OBS-06)", () => {
  const [atlas] = systems.filter(({ name }) => name === "atlas-ux");
  if (!atlas) throw new Error("atlas-ux is not declared");
  const page = cataloguePage(atlas);
  expect(page).toContain(
    "| api-latency | P95 of requests of web; their histogram needs bounds of 0.5 s and 2 s | below 500ms | above 2s | ticket |",
  );
  expect(page).toContain(
    "| llm-tokens | `llm_tokens_total` since midnight in UTC | within `LLM_DAILY_TOKEN_LIMIT` | above 80% of it | ticket |",
  );
  for (const system of systems)
    for (const { name } of system.watches) expect(cataloguePage(system)).toContain(`\n| ${name} | `);
  expect(cataloguePage({ ...atlas, watches: [] })).not.toContain("## Watched");
});

const pages = systems.map((system) => [system.name, system] as const);

test.each(pages)(
  "docs/systems/%s.md is what the declaration says; if not, run `make catalogue`",
  (name, system) => {
    const page = new URL(`../../docs/systems/${name}.md`, import.meta.url);
    expect(existsSync(page), `docs/systems/${name}.md is missing: run make catalogue`).toBe(true);
    expect(readFileSync(page, "utf8")).toBe(cataloguePage(system));
  },
);
