import { describeRows } from "./row-table.ts";

const service = "unit/config/secret-service.test.ts";

const configured = "unit/config/configured-secrets.test.ts";

describeRows("the rows on stores of secrets", ["SEC-02", "SEC-11"], {
  "SEC-02": [
    [service, "is written as %s takes it"],
    [service, "is never another secret's, and one that %s takes"],
    [
      "unit/components/secrets.test.ts",
      "are one for each version in force, by environment, system and secret (SEC-02)",
    ],
    ["e2e/secret-services.e2e.test.ts", "are valid for %s"],
    [
      "e2e/lifecycle/restart.ts",
      "a restart replaces the pods of what reads Secrets, drops no request, and is no drift",
    ],
    [configured, "are a source of staging's, with the versions in force"],
  ],
  "SEC-11": [
    [
      "unit/components/secrets.test.ts",
      "leave out an optional secret without a version, and take it with one (SEC-11)",
    ],
    [configured, "are all required but the optional ones, and have versions that end a name (SEC-11)"],
    ["unit/config/secret-source.test.ts", "holds what is required, and what is named of the optional"],
  ],
});
