import { previewOnlyProvider } from "../protocol/preview-only-provider.ts";
import { pinnedVersion, serveProvider } from "../protocol/serve-provider.ts";
import { dockerRules } from "./rules.ts";

await serveProvider(
  previewOnlyProvider({
    name: "docker",
    version: pinnedVersion("docker"),
    rules: dockerRules,
    because: "it has no Docker engine to build or run anything with.",
  }),
);
