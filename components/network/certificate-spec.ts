import { gatewayReference, type ParentReference } from "./gateway-spec.ts";
import type { PublicHost } from "./route-hosts.ts";

/** The part of an `Issuer`'s specification (`cert-manager.io/v1`) that Slipway writes. */
export interface IssuerSpec {
  readonly acme: {
    readonly server: string;
    readonly privateKeySecretRef: { readonly name: string };
    readonly solvers: readonly {
      readonly http01: {
        readonly gatewayHTTPRoute: {
          readonly parentRefs: readonly ParentReference[];
          readonly serviceType: "ClusterIP";
        };
      };
    }[];
  };
}

/** The part of a `Certificate`'s specification (`cert-manager.io/v1`) that Slipway writes. */
export interface CertificateSpec {
  readonly secretName: string;
  readonly dnsNames: readonly string[];
  readonly issuerRef: { readonly group: "cert-manager.io"; readonly kind: "Issuer"; readonly name: string };
  readonly privateKey: {
    readonly algorithm: "ECDSA";
    readonly size: 256;
    readonly rotationPolicy: "Always";
  };
  readonly renewBeforePercentage: number;
}

/** A system's only issuer. */
export const issuerName = "lets-encrypt";

/** The Secret that holds the certificate of a service's hostname. */
export const certificateSecret = (service: string): string => `${service}-certificate`;

/**
 * Let's Encrypt, which asks for a file on the hostname itself (NET-05). Its answer hangs on every listener, since a CDN
 * that forces HTTPS would send the question there. A Service of the default type would take a port on each node.
 */
export const issuerSpec = (): IssuerSpec => ({
  acme: {
    server: "https://acme-v02.api.letsencrypt.org/directory",
    privateKeySecretRef: { name: `${issuerName}-account` },
    solvers: [
      { http01: { gatewayHTTPRoute: { parentRefs: [gatewayReference()], serviceType: "ClusterIP" } } },
    ],
  },
});

/** The certificate of one hostname. It is renewed by itself with a third of its life left (NET-05). */
export const certificateSpec = ({ name, hostname }: PublicHost): CertificateSpec => ({
  secretName: certificateSecret(name),
  dnsNames: [hostname.name],
  issuerRef: { group: "cert-manager.io", kind: "Issuer", name: issuerName },
  privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
  renewBeforePercentage: 33,
});
