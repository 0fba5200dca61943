import { manifestRule } from "../judging/manifest-rule.ts";
import { switchParameter } from "../judging/settings.ts";
import { holdsAddress } from "../kubernetes/cidr.ts";
import { allHold, someField, type Field } from "../kubernetes/field.ts";
import { isNetworkPolicy } from "../kubernetes/network-policy.ts";

/** Where every large cloud answers a node's questions about itself, and where one of them does so by IPv6. */
const METADATA = "169.254.169.254";
const addresses = [METADATA, "fd00:ec2::254"];
const allowAlone = "allowAlone";

export const denyCloudMetadataEgress = manifestRule({
  name: "deny-cloud-metadata-egress",
  displayName: "No way to the cloud's metadata",
  description: `No NetworkPolicy lets pods reach ${addresses.join(" or ")}.`,
  severity: "medium",
  tags: ["network", "NSA"],
  why: "What answers there gives the node's own login for the cloud to whoever asks, also by a request that a server was tricked into.",
  fix: "except 169.254.0.0/16, and by IPv6 fd00:ec2::254/128, from the block, and state to in every egress rule.",
  remediation: [
    "Add 169.254.0.0/16 to ipBlock.except of every block that holds it, such as 0.0.0.0/0, and fd00:ec2::254/128 to that of ::/0.",
    "An egress rule without to allows every address: state where it leads.",
  ],
  parameters: {
    [allowAlone]: switchParameter(
      "Whether a block of this one address may be allowed: workload identities of GKE are given there, by a server that guards the node's own.",
      false,
    ),
  },
  concerns: isNetworkPolicy,
  judgesParts: true,
  checks: [
    ({ root }, report, { attempt, settings }) => {
      for (const rule of root.at("spec", "egress").items()) {
        attempt(() => {
          const peers = rule.at("to").items();
          if (peers.length === 0) {
            report(rule, "allows every address");
          }
          for (const peer of peers) {
            attempt(() => {
              const block = peer.at("ipBlock");
              const isMeant = settings.isOn(allowAlone) && block.at("cidr").value === `${METADATA}/32`;
              const reached = isMeant ? [] : addresses.filter((address) => allows(block, address));
              if (reached.length > 0) {
                report(block, `holds ${reached.join(" and ")}`);
              }
            });
          }
        });
      }
    },
  ],
});

function allows(block: Field, address: string): boolean {
  return allHold(
    () => holdsAddress(block.at("cidr").value, address),
    () => !someField(block.at("except").items(), ({ value }) => holdsAddress(value, address)),
  );
}
