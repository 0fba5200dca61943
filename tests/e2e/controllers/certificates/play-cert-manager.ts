import { ApiError, type ApiServer } from "../../operators/api-server.ts";
import { type Condition, sinceWhen } from "../../operators/condition.ts";
import { type Controller, runController } from "../../operators/controller.ts";
import type { KubernetesObject } from "../../operators/kubernetes-object.ts";
import { now } from "../../operators/now.ts";
import {
  type Certificate,
  certificateIn,
  certificateOf,
  certificateSecret,
  certificateStatus,
  isIssued,
  type Issued,
  secretLabel,
} from "./certificate.ts";

const apiVersion = "cert-manager.io/v1";
const manager = "cert-manager";

interface Issuer extends KubernetesObject {
  readonly status?: { readonly conditions?: readonly Condition[] };
}

/**
 * Plays cert-manager: an Issuer is ready whatever it says, and a Certificate becomes a Secret signed by one authority.
 * Nobody is asked to prove that a name is theirs, and nothing is renewed.
 * @param issue Signs a certificate for these names.
 * @returns What ends it.
 */
export async function playCertManager(
  api: ApiServer,
  issue: (name: string, hosts: readonly string[]) => Promise<Issued>,
  say: (line: string) => void,
): Promise<() => Promise<void>> {
  const issuers: Controller<Issuer> = {
    watched: { apiVersion, kind: "Issuer" },
    reconcile: (issuer) => acceptIssuer(api, issuer),
  };
  const certificates: Controller<Certificate> = {
    watched: { apiVersion, kind: "Certificate" },
    // A Secret that somebody deletes is made again.
    related: [
      { apiVersion: "v1", kind: "Secret", labelSelector: `${secretLabel}=true`, ownerOf: certificateOf },
    ],
    reconcile: (certificate) => certify(api, certificate, issue),
  };
  const stops = await Promise.all([runController(api, issuers, say), runController(api, certificates, say)]);
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

async function acceptIssuer(api: ApiServer, issuer: Issuer): Promise<void> {
  const before = issuer.status?.conditions;
  if (before?.some(({ type, status }) => type === "Ready" && status === "True")) return;
  const condition = sinceWhen(
    { type: "Ready", status: "True", reason: "Played", message: "The played cert-manager takes any issuer" },
    before,
    now(),
  );
  await unlessGone(
    api.apply(
      { ...nameOf(issuer), status: { conditions: [condition] } },
      { manager: `${manager}-status`, subresource: "status" },
    ),
  );
}

async function certify(
  api: ApiServer,
  certificate: Certificate,
  issue: (name: string, hosts: readonly string[]) => Promise<Issued>,
): Promise<void> {
  if (certificate.metadata.deletionTimestamp !== undefined) return;
  const { issuerRef, secretName, dnsNames = [] } = certificate.spec;
  const { namespace = "default" } = certificate.metadata;
  const issuer: Issuer | undefined = await api.read({
    apiVersion,
    kind: issuerRef.kind ?? "Issuer",
    metadata: { name: issuerRef.name, namespace },
  });
  const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: secretName, namespace } };
  let held = await api.read(secret);
  const failure = issuer === undefined ? `The Issuer ${namespace}/${issuerRef.name} is not there` : undefined;
  if (failure === undefined && !isIssued(certificate, held)) {
    const issued = await issue(`${namespace}.${certificate.metadata.name}`, dnsNames);
    held = (await api.apply(certificateSecret(certificate, issued), { manager })).body;
  }
  const outcome = failure === undefined ? { pem: certificateIn(held) ?? "" } : { failure };
  const status = certificateStatus(certificate, outcome, now());
  if (status !== undefined)
    await unlessGone(api.apply(status, { manager: `${manager}-status`, subresource: "status" }));
  // So that it is tried again: the issuer may be there in a moment.
  if (failure !== undefined) throw new Error(failure);
}

const nameOf = ({ apiVersion, kind, metadata }: KubernetesObject): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: {
    name: metadata.name,
    ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
  },
});

/** An object may be deleted while one works on it, and then nothing is left to do. */
async function unlessGone(applied: Promise<unknown>): Promise<void> {
  try {
    await applied;
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  }
}
