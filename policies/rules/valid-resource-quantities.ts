import type { Inspection } from "../judging/inspection.ts";
import { stateOf } from "../judging/message.ts";
import { podRule } from "../judging/pod-rule.ts";
import type { ReportField } from "../judging/report-field.ts";
import type { Field } from "../kubernetes/field.ts";
import { ONE, quantityOf } from "../kubernetes/quantity.ts";

/** Counted in bytes: `400m` of memory is less than one, and `400Mi` or `400M` was meant. */
const inBytes = /^(?:memory|ephemeral-storage|hugepages-.*)$/;

/** Devices of a vendor's, such as `nvidia.com/gpu`: a pod has the whole of one or none of it. */
const isExtended = (resource: string): boolean =>
  resource.includes("/") && !/^(?:[^/]*\.)?kubernetes\.io\//.test(resource);

export const validResourceQuantities = podRule({
  name: "valid-resource-quantities",
  displayName: "Requests and limits make sense",
  description:
    "Every request and limit is a quantity, of whole bytes where it is bytes, no request is above its limit, and of a vendor's device both are the same.",
  severity: "high",
  tags: ["resources", "SRE"],
  why: "The API server refuses such pods once an update is under way, or the kubelet starts them with almost no memory.",
  fix: "write a number with a suffix that Kubernetes knows (m; k, M, G; Ki, Mi, Gi), and no request above its limit.",
  remediation: [
    "Write CPU as a number of cores or thousandths of them: 0.5 or 500m.",
    "Write memory and storage in bytes: 512Mi, 1.5Gi. The suffix m is a thousandth of a byte.",
    "Raise the limit to the request, or lower the request.",
    "Of a device, such as nvidia.com/gpu, write the same whole number as limit and as request, or the limit alone.",
  ],
  podChecks: [
    ({ spec }, report, inspection) => {
      checkResources(spec, report, inspection);
    },
  ],
  containerChecks: [
    ({ root }, report, inspection) => {
      checkResources(root, report, inspection);
    },
  ],
});

function checkResources(owner: Field, report: ReportField, { attempt }: Inspection): void {
  const resources = owner.at("resources");
  for (const bound of ["requests", "limits"]) {
    attempt(() => {
      for (const [resource, quantity] of resources.at(bound).entries()) {
        attempt(() => {
          checkQuantity(resource, quantity, report);
        });
      }
    });
  }
  attempt(() => {
    for (const [resource, request] of resources.at("requests").entries()) {
      attempt(() => {
        const limit = resources.at("limits", resource);
        const [requested, most] = [quantityOf(request.value), quantityOf(limit.value)];
        if (requested !== undefined && most !== undefined && requested > most) {
          report(request, `is ${String(request.value)}, above its limit of ${String(limit.value)}`);
        } else if (isExtended(resource) && requested !== undefined && requested !== most) {
          report(request, `is ${String(request.value)}, and a device's limit must be the same`);
        }
      });
    }
  });
}

function checkQuantity(resource: string, quantity: Field, report: ReportField): void {
  if (!quantity.isSet) {
    return;
  }
  const size = quantityOf(quantity.value);
  if (size === undefined) {
    report(quantity, `${stateOf(quantity)} and no quantity`);
  } else if (size < 0n) {
    report(quantity, `is ${String(quantity.value)}, which is below zero`);
  } else if (inBytes.test(resource) && size % ONE !== 0n) {
    report(quantity, `is ${String(quantity.value)}, which is no whole number of bytes`);
  } else if (isExtended(resource) && size % ONE !== 0n) {
    report(quantity, `is ${String(quantity.value)}, which is no whole device`);
  }
}
