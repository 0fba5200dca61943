import { engineLog } from "../protocol/engine-log.ts";
import { pinnedVersion, serveProvider } from "../protocol/serve-provider.ts";
import { kubernetesProvider } from "./provider.ts";

await serveProvider(kubernetesProvider(pinnedVersion("kubernetes"), engineLog(process.argv[2])));
