import { pinnedVersion, serveProvider } from "../protocol/serve-provider.ts";
import { kubernetesProvider } from "./provider.ts";

await serveProvider(kubernetesProvider(pinnedVersion("kubernetes")));
