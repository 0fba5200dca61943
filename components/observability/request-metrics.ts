import { releasePodLabel } from "../releases/argo-rollouts.ts";

/**
 * The histogram that every HTTP service keeps of its requests, in seconds, and shows at its metrics path. Its labels are
 * `method`, `path` and `status`.
 */
export const requestDuration = "http_request_duration_seconds";

/** The label by which a series tells the release of the pod that it is from. */
export const releaseLabel = releasePodLabel.replaceAll("-", "_");
