import { defineConfig } from "vitest/config";

// What takes too long for each run, and needs no cluster.
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["tests/e2e/**/*.full.test.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 900_000,
    hookTimeout: 1_800_000,
    reporters: ["verbose"],
  },
});
