import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: new URL("../../..", import.meta.url).pathname,
    include: ["tests/e2e/lifecycle/*.lifecycle.test.ts", "tests/e2e/*.cluster.test.ts"],
    setupFiles: ["tests/e2e/lifecycle/support/keep-evidence.ts"],
    globalSetup: ["tests/e2e/lifecycle/global-setup.ts"],
    // Each scenario goes on from where the one before left its stack. Two stacks at a time are what one cluster of two
    // cores carries: much of a scenario is waiting for pods.
    pool: "forks",
    maxWorkers: 2,
    // Longer than the engine waits for objects, ten minutes for each, so that it says which one it was.
    testTimeout: 1_800_000,
    hookTimeout: 1_200_000,
    // See docs/decisions/0036-second-attempt.md. A scenario that has changed its stack goes on from there.
    retry: 1,
  },
});
