/** A resource as the program declared it, with nothing of a cluster in it. */
export interface CapturedResource {
  readonly urn: string;
  /** Type token, for example `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  /** Whether a provider manages it; a component is only a group. */
  readonly custom: boolean;
  /** Its inputs. What is secret in them is wrapped, see `secrets.ts`. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly parent: string;
  readonly dependsOn: readonly string[];
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** Paths of inputs that updates leave as they find them. */
  readonly ignoreChanges: readonly string[];
}
