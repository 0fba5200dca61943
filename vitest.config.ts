import { configDefaults, defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/{unit,policies,stacks,alerts}/**/*.test.ts"],
    // Days and weeks of made-up data, which Prometheus takes a minute for: `make e2e` has the alerts' tests as well.
    exclude: [...configDefaults.exclude, "tests/alerts/**/*.long.test.ts"],
    // Loading the SDK and rendering a stack cost more than most tests: a process does both once, for all of its files.
    pool: "forks",
    isolate: false,
    // One worker for each core, not one less: on two cores that is half the time.
    maxWorkers: "100%",
    testTimeout: 60_000,
    // The program's own warnings: each capture prints them, and no test is about them.
    onConsoleLog: (log) => !log.startsWith("warning: [runtime]"),
    coverage: {
      include: ["{model,config,components,policies}/**/*.ts"],
      exclude: ["policies/index.ts", "policies/write-handbook.ts", "policies/commands/**"],
      reporter: ["text-summary", "json-summary"],
      thresholds: { lines: 95 },
    },
  },
});
