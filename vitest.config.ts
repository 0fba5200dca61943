import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/{unit,policies,stacks,alerts}/**/*.test.ts"],
    // The SDK keeps its state in one place, and loading it costs more than most tests: one process a file, few files.
    pool: "forks",
    testTimeout: 30_000,
    // The program's own warnings: each capture prints them, and no test is about them.
    onConsoleLog: (log) => !log.startsWith("warning: [runtime]"),
    coverage: {
      include: ["{model,config,components,policies}/**/*.ts"],
      exclude: ["policies/index.ts", "policies/write-handbook.ts"],
      reporter: ["text-summary", "json-summary"],
      thresholds: { lines: 95 },
    },
  },
});
