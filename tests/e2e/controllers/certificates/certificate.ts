import { X509Certificate } from "node:crypto";
import { type Condition, sinceWhen } from "../../operators/condition.ts";
import type { KubernetesObject } from "../../operators/kubernetes-object.ts";

/** The part of a Certificate that is played. */
export interface Certificate extends KubernetesObject {
  readonly spec: {
    readonly secretName: string;
    readonly commonName?: string;
    readonly dnsNames?: readonly string[];
    readonly issuerRef: { readonly name: string; readonly kind?: string };
    readonly secretTemplate?: {
      readonly labels?: Readonly<Record<string, string>>;
      readonly annotations?: Readonly<Record<string, string>>;
    };
  };
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly notAfter?: string;
    readonly revision?: number;
  };
}

/** What was issued, each in PEM. */
export interface Issued {
  readonly certificate: string;
  readonly key: string;
  readonly authority: string;
}

/** The label by which cert-manager finds its Secrets again. */
export const secretLabel = "controller.cert-manager.io/fao";
const nameAnnotation = "cert-manager.io/certificate-name";
const namesAnnotation = "cert-manager.io/alt-names";
const issuerAnnotation = "cert-manager.io/issuer-name";

/** Names a certificate is valid for, as its Secret tells them. */
const namesOf = ({ spec }: Certificate): string => (spec.dnsNames ?? []).join(",");

/** Whether the Secret holds what the Certificate asks for. */
export function isIssued(certificate: Certificate, secret: KubernetesObject | undefined): boolean {
  const annotations = secret?.metadata.annotations ?? {};
  return (
    annotations[nameAnnotation] === certificate.metadata.name &&
    annotations[namesAnnotation] === namesOf(certificate) &&
    annotations[issuerAnnotation] === certificate.spec.issuerRef.name &&
    certificateIn(secret) !== undefined
  );
}

/** The certificate in a Secret, in PEM; nothing where there is none. */
export function certificateIn(secret: KubernetesObject | undefined): string | undefined {
  const encoded = (secret?.["data"] as Record<string, string> | undefined)?.["tls.crt"];
  return encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString();
}

/** The Certificate whose Secret this is. */
export const certificateOf = ({ metadata }: KubernetesObject): string | undefined =>
  metadata.annotations?.[nameAnnotation];

/** The Secret that a Certificate becomes. As with the real one, it stays when the Certificate goes. */
export function certificateSecret(certificate: Certificate, issued: Issued): KubernetesObject {
  const { spec, metadata } = certificate;
  const encoded = (text: string): string => Buffer.from(text).toString("base64");
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: spec.secretName,
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
      labels: { ...spec.secretTemplate?.labels, [secretLabel]: "true" },
      annotations: {
        ...spec.secretTemplate?.annotations,
        [nameAnnotation]: metadata.name,
        [namesAnnotation]: namesOf(certificate),
        [issuerAnnotation]: spec.issuerRef.name,
      },
    },
    type: "kubernetes.io/tls",
    data: {
      "tls.crt": encoded(issued.certificate),
      "tls.key": encoded(issued.key),
      "ca.crt": encoded(issued.authority),
    },
  };
}

/** The status that a Certificate gets, as an object to apply; `undefined` where it has it already. */
export function certificateStatus(
  certificate: Certificate,
  outcome: { readonly pem: string } | { readonly failure: string },
  now: string,
): KubernetesObject | undefined {
  const { apiVersion, kind, metadata, status } = certificate;
  const wanted = readiness(outcome);
  const before = status?.conditions?.find(({ type }) => type === "Ready");
  const validity = "pem" in outcome ? validityOf(outcome.pem) : {};
  const same = before?.reason === wanted.reason && before.message === wanted.message;
  if (same && status?.notAfter === validity.notAfter) return undefined;
  return {
    apiVersion,
    kind,
    metadata: {
      name: metadata.name,
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
    },
    status: {
      conditions: [sinceWhen(wanted, status?.conditions, now)],
      ...validity,
      ...("pem" in outcome ? { revision: (status?.revision ?? 0) + 1 } : {}),
    },
  };
}

function readiness(outcome: { readonly pem: string } | { readonly failure: string }): Condition {
  const type = "Ready";
  return "pem" in outcome
    ? { type, status: "True", reason: "Ready", message: "Certificate is up to date and has not expired" }
    : { type, status: "False", reason: "DoesNotExist", message: outcome.failure };
}

function validityOf(pem: string): { readonly notBefore?: string; readonly notAfter?: string } {
  const { validFromDate, validToDate } = new X509Certificate(pem);
  const written = (date: Date): string => date.toISOString().replace(/\.\d+/, "");
  return { notBefore: written(validFromDate), notAfter: written(validToDate) };
}
