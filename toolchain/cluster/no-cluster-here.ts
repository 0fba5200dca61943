import { SetupError } from "../steps/step.ts";

/** This machine can't run a cluster at all, and no second try would change that. The message says why. */
export class NoClusterHere extends SetupError {}
