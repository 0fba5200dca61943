import { defineConfig } from "vitest/config";

// What the mutated arithmetic is tested by; the rest would only slow each mutant down.
export default defineConfig({
  test: { include: ["tests/unit/model/**/*.test.ts", "tests/unit/components/*.test.ts"] },
});
