import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    // The alerts' tests need promtool, which a machine where only `make test` ran does not have.
    include: ["tests/e2e/**/*.e2e.test.ts", "tests/alerts/**/*.test.ts"],
    // Scenarios start engines and plugins; two at a time are what a machine of two cores carries.
    pool: "forks",
    maxWorkers: 2,
    // Several times what the longest of them takes alone: the machine may be slow, and runs two files at a time.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    // Real servers and a busy machine: see docs/decisions/0036-second-attempt.md. Each that needs it is named at the end of the run.
    retry: 1,
    reporters: ["verbose"],
  },
});
