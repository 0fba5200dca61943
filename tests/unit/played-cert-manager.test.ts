import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Certificate,
  certificateOf,
  certificateSecret,
  certificateStatus,
  isIssued,
  type Issued,
} from "../e2e/controllers/certificates/certificate.ts";
import { openAuthority, suiteAuthority } from "../e2e/controllers/certificates/suite-authority.ts";

const now = "2026-01-02T03:04:05Z";
const certificate: Certificate = {
  apiVersion: "cert-manager.io/v1",
  kind: "Certificate",
  metadata: { name: "shop", namespace: "shop-staging" },
  spec: {
    secretName: "shop-certificate",
    dnsNames: ["shop.example.com", "www.shop.example.com"],
    issuerRef: { name: "lets-encrypt" },
  },
};

let folder = "";
let kubeconfig = "";
let issued: Issued;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "slipway-certificates-"));
  kubeconfig = join(folder, "kubeconfig");
  issued = await (await openAuthority(kubeconfig))("shop", certificate.spec.dnsNames ?? []);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("a certificate", () => {
  test("is for its names, and signed by the one authority that the suite trusts", async () => {
    const read = new X509Certificate(issued.certificate);
    expect(read.subjectAltName).toBe("DNS:shop.example.com, DNS:www.shop.example.com");
    const authority = new X509Certificate(readFileSync(suiteAuthority(kubeconfig)));
    expect(read.verify(authority.publicKey)).toBe(true);
    const again = await (await openAuthority(kubeconfig))("other", ["other.example.com"]);
    expect(new X509Certificate(again.certificate).verify(authority.publicKey)).toBe(true);
  });

  test("lies in the Secret that its object names, as the real one lays it out", () => {
    const secret = certificateSecret(certificate, issued);
    expect(secret).toMatchObject({
      kind: "Secret",
      type: "kubernetes.io/tls",
      metadata: { name: "shop-certificate", namespace: "shop-staging" },
    });
    expect(Object.keys(secret["data"] as object).sort()).toEqual(["ca.crt", "tls.crt", "tls.key"]);
    expect(secret.metadata.ownerReferences).toBeUndefined();
    expect(certificateOf(secret)).toBe("shop");
  });

  test("is issued again for other names or by another issuer, and not otherwise", () => {
    const secret = certificateSecret(certificate, issued);
    const asking = (spec: Partial<Certificate["spec"]>): Certificate => ({
      ...certificate,
      spec: { ...certificate.spec, ...spec },
    });
    expect(isIssued(certificate, secret)).toBe(true);
    expect(isIssued(certificate, undefined)).toBe(false);
    expect(isIssued(certificate, { ...secret, data: {} })).toBe(false);
    expect(isIssued(asking({ dnsNames: ["shop.example.com"] }), secret)).toBe(false);
    expect(isIssued(asking({ issuerRef: { name: "another" } }), secret)).toBe(false);
  });
});

describe("the status of a Certificate", () => {
  test("says that it is ready, and until when, and is not written again", () => {
    const status = certificateStatus(certificate, { pem: issued.certificate }, now);
    expect(status).toMatchObject({
      metadata: { name: "shop", namespace: "shop-staging" },
      status: {
        conditions: [{ type: "Ready", status: "True", reason: "Ready", lastTransitionTime: now }],
        notAfter: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
        revision: 1,
      },
    });
    const told = { ...certificate, status: status?.["status"] } as Certificate;
    expect(certificateStatus(told, { pem: issued.certificate }, now)).toBeUndefined();
  });

  test("says why it is not", () => {
    const status = certificateStatus(certificate, { failure: "The Issuer is not there" }, now);
    expect(status?.["status"]).toEqual({
      conditions: [
        {
          type: "Ready",
          status: "False",
          reason: "DoesNotExist",
          message: "The Issuer is not there",
          lastTransitionTime: now,
        },
      ],
    });
  });
});
