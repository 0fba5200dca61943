import { oneOf } from "../model/setting-shape.ts";
import { setting } from "../model/variable.ts";

// What every Node program of these systems reads alike.

export const nodeMode = setting(
  "mode of Node and its libraries",
  { dev: "development", staging: "production", production: "production" },
  oneOf("development", "test", "production"),
);

/** The levels that pino has. */
export const nodeLogLevel = setting(
  "least severe level that is logged",
  { dev: "debug", staging: "info", production: "info" },
  oneOf("trace", "debug", "info", "warn", "error", "fatal"),
);
