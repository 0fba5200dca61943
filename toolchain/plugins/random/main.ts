import { pinnedVersion, serveProvider } from "../protocol/serve-provider.ts";
import { randomProvider } from "./provider.ts";

await serveProvider(randomProvider(pinnedVersion("random")));
