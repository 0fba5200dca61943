import { manifestRule } from "../../judging/manifest-rule.ts";
import { stateOf } from "../../judging/message.ts";
import { durationForm } from "../../judging/parameter-forms.ts";
import { textParameter, textsParameter } from "../../judging/settings.ts";
import { secondsOf } from "../../kubernetes/go-duration.ts";
import { kindKey } from "../../kubernetes/kind.ts";

const issuers = "issuers";
const longest = "longest";

export const allowedCertificateIssuer = manifestRule({
  name: "allowed-certificate-issuer",
  displayName: "Certificates are short and from whom we trust",
  description:
    "Every Certificate names its issuer, one of those that the stack allows, is not valid for longer than it may, and is for no wildcard.",
  severity: "medium",
  level: "advisory",
  tags: ["TLS"],
  why: "A stolen certificate works until it ends, and one for a wildcard speaks for every name below it.",
  fix: "name an issuer that is allowed, shorten duration, and list the names one by one.",
  remediation: [
    "Set spec.issuerRef.name to an issuer that the stack allows.",
    "Set spec.duration to 2160h (90 days) or less, or leave it out: then the issuer's own holds.",
    "Write each host's name into spec.dnsNames in place of one with a star.",
  ],
  parameters: {
    [issuers]: textsParameter("The issuers that are allowed. None means that any may be named.", []),
    [longest]: textParameter("The longest time that a certificate may be valid.", "2160h", durationForm),
  },
  concerns: ({ kind }) => kindKey(kind) === "cert-manager.io/Certificate",
  checks: [
    ({ root }, report, { settings }) => {
      const name = root.at("spec", "issuerRef", "name");
      const allowed = settings.texts(issuers);
      if (typeof name.value !== "string" || name.value === "") report(name, stateOf(name));
      else if (allowed.length > 0 && !allowed.includes(name.value))
        report(name, `is none of ${allowed.join(", ")}`);
    },
    ({ root }, report, { settings }) => {
      const most = secondsOf(settings.text(longest));
      if (most === undefined)
        throw new Error(
          "allowed-certificate-issuer: longest must be a time such as 2160h. Correct it in the policy configuration.",
        );
      const duration = root.at("spec", "duration");
      const time = secondsOf(duration.value);
      if (time !== undefined && time > most) report(duration, `is longer than ${settings.text(longest)}`);
    },
    ({ root }, report, { attempt }) => {
      for (const name of [root.at("spec", "commonName"), ...root.at("spec", "dnsNames").items()])
        attempt(() => {
          if (typeof name.value === "string" && name.value.includes("*")) report(name, "is a wildcard");
        });
    },
  ],
});
