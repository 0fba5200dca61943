import { InvalidQuantity } from "./quantities/invalid-quantity.ts";

/** The clouds whose identities a pod can work as, each without a key. */
export type Cloud = "aws" | "gcp" | "azure";

/** What each cloud calls an identity, as a text that no other cloud's has the form of. */
const forms: Readonly<Record<Cloud, RegExp>> = {
  aws: /^arn:aws(?:-cn|-us-gov)?:iam::\d{12}:role\/(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/,
  gcp: /^[a-z](?:[a-z0-9-]{4,28}[a-z0-9])@[a-z](?:[a-z0-9-]{4,28}[a-z0-9])\.iam\.gserviceaccount\.com$/,
  azure: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
};

const expected =
  'a role of AWS ("arn:aws:iam::123456789012:role/name"), a service account of GCP ("name@project.iam.gserviceaccount.com") or the client id of an identity of Azure';

/** Whom a pod works as in a cloud. The name is no secret: only the pod's own ServiceAccount may take it. */
export class CloudIdentity {
  readonly cloud: Cloud;
  readonly text: string;

  private constructor(cloud: Cloud, text: string) {
    this.cloud = cloud;
    this.text = text;
  }

  /** @throws InvalidQuantity when no cloud has an identity of this form. */
  static parse(text: string): CloudIdentity {
    const cloud = (Object.keys(forms) as Cloud[]).find((name) => forms[name].test(text));
    if (cloud === undefined) throw new InvalidQuantity("identity of a cloud", text, expected);
    return new CloudIdentity(cloud, text);
  }

  toString(): string {
    return this.text;
  }
}
