import { previewOnlyProvider } from "../protocol/preview-only-provider.ts";
import { pinnedVersion, serveProvider } from "../protocol/serve-provider.ts";
import { githubRules } from "./rules.ts";

await serveProvider(
  previewOnlyProvider({
    name: "github",
    version: pinnedVersion("github"),
    rules: githubRules,
    because: "it does not speak to GitHub.",
  }),
);
