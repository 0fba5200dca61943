/** The language runtime in an image, which its exec probes use. */
export type Runtime = "node" | "python" | "none";

/** An image that a system runs. Which one of it an environment runs stands in that environment's `release`. */
export interface Image {
  /** Registry and path, without tag and digest. */
  readonly repository: string;
  readonly runtime: Runtime;
  /** The numeric user and group that its process runs as (IMG-03). */
  readonly user: { readonly uid: number; readonly gid: number };
  /** The line of the runtime or base, for a reader and for the Dockerfile. */
  readonly base: string;
}

/** Declares an {@link Image} that a team builds. */
export const image = (given: Image): Image => given;
